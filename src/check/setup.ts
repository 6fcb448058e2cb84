import { useNewerTablesOf } from '../base-images/newer-tables.js';
import { trustedRegistries } from '../base-images/trusted-registries.js';
import { type BaseReading, baseReading } from '../baseline/base-reading.js';
import type { Host } from '../core/host.js';
import { requireFolder } from '../discover/discover.js';
import { type InputFiles, inputFiles } from '../discover/input-files.js';
import { rejectTrackedBaseline } from '../discover/tracked-baseline.js';
import type { Options } from '../options/options.js';
import type { CheckContext } from '../policy/check-context.js';
import { type EffectivePolicy, effectivePolicy } from '../policy/effective-policy.js';
import { type BaseSources, baseSources } from '../registry/base-sources.js';
import type { BaseBranchFiles } from '../repository/base-branch-files.js';
import {
  baseBranchFiles,
  comparedTrees,
  isPush,
  type NamedCommits,
  namedCommits,
} from '../repository/compared-trees.js';
import type { PullRequestTrees } from '../repository/tree.js';
import { loadRules } from './load-rules.js';

/** What the caller asks for. */
export interface CheckRequest {
  readonly root: string;
  readonly requested: Options;
  readonly host: Host;
  /** The pull request or push. */
  readonly compared: PullRequestTrees | undefined;
}

/** The policy in force, and the files of the base branch that it and the options name. */
export interface Setup {
  readonly context: CheckContext<keyof Options>;
  readonly files: BaseBranchFiles;
  readonly governing: EffectivePolicy;
  readonly inputs: InputFiles<Options>;
  readonly sources: BaseSources;
  readonly commits: NamedCommits;
  /** The base and the head of a pull request, from the caller, `--baseline-ref` or `--base-ref`. */
  readonly trees: PullRequestTrees | undefined;
  /** The same, and the commits before and after a push. */
  readonly change: PullRequestTrees | undefined;
  /** What there was before it. */
  readonly baseCommit: BaseReading | undefined;
  /** That of the caller, if it is no push. */
  readonly pullRequest: PullRequestTrees | undefined;
  readonly isPush: boolean | undefined;
}

/** Reads the policy and the other files that decide about the verdict. Throws PortsideError (usage) if `root` is no folder. */
export async function prepareCheck({
  root,
  requested,
  host,
  compared,
}: CheckRequest): Promise<Setup> {
  requireFolder(root);
  const pullRequest = compared?.isPush ? undefined : compared;
  const commits = namedCommits(root, host);
  const files = await baseBranchFiles(commits, requested, pullRequest);
  // The base version of a tracked baseline is read, if there is a base.
  if (requested.baseline && files.origin === undefined && !compared)
    await rejectTrackedBaseline(root, requested.baseline.from, host);
  const governing = await effectivePolicy(root, files, { ...requested, loadRules });
  const inputs = await inputFiles(root, governing.policy, requested, files);
  const { policy, options } = inputs;
  const context = { root, policy, options, host };
  await useNewerTablesOf(context);
  const trees = pullRequest ?? (await comparedTrees(commits, requested));
  const sources = baseSources(options, host, trees && trustedRegistries(context, trees));
  const since = compared ?? trees;
  const baseCommit = since && baseReading(since, context);
  return {
    ...{ context, files, governing, inputs, sources, commits },
    isPush: compared ? compared.isPush : await isPush(commits, requested),
    ...{ trees, change: since, baseCommit, pullRequest },
  };
}
