import type { Host } from '../../core/host.js';
import type { PlanStep } from '../../core/plan.js';
import type { Report } from '../../core/report.js';
import { connectToGitHub } from '../../github/client.js';
import { type GitHubContext, readRunContext } from '../../github/event.js';
import {
  declinedSteps,
  type FixOutcome,
  type FixTarget,
  type KeptReason,
  proposeFix,
  requireFixableBranch,
} from '../../github/fix/fix-pull-request.js';
import { PortsideError } from '../../lib/errors.js';
import type { Options } from '../../options/options.js';
import type { AppliedSteps } from '../../remedy/fix/apply-plan.js';
import { withoutSteps } from '../../remedy/fix/apply-plan.js';
import { stepTitle } from '../../reports/plan-document.js';
import { gitIn } from '../../repository/git.js';
import { rescanKey, writeRescanSummary } from './fix-rescan.js';

/** The run of a workflow that may open a pull request. */
export interface ProposingRun {
  readonly github: GitHubContext;
  readonly token: string;
  /** The checked folder from the root of the repository: `services/api/`, or empty. */
  readonly prefix: string;
}

/** Throws PortsideError (usage) before any work is done if this run cannot open a pull request, or must not. */
export async function requireProposingRun(
  root: string,
  { environment: { workflow }, remedy }: Pick<Options, 'environment' | 'remedy'>,
  host: Host,
): Promise<ProposingRun> {
  const github = workflow && (await readRunContext(workflow.variables, workflow.eventPath, host));
  const name = `portside fix ${remedy?.rescan ? '--rescan' : '--pull-request'}`;
  if (!workflow || !github)
    throw new PortsideError(
      'PSE1007',
      `${name} only works in a GitHub workflow`,
      'Use --all-safe --write, and open the pull request yourself',
    );
  requireFixableBranch(github);
  if (!workflow.token)
    throw new PortsideError(
      'PSE9004',
      `${name} needs a token`,
      'Set GITHUB_TOKEN in the environment of the step',
    );
  const git = await gitIn(root, host);
  const prefix = await git?.(['rev-parse', '--show-prefix']);
  if (prefix === undefined)
    throw new PortsideError(
      'PSE2008',
      `${root} is in no Git repository, so its files have no place on GitHub`,
      'Put actions/checkout before this step',
    );
  return { github, token: workflow.token, prefix: prefix.toString('utf8').replace(/\n$/, '') };
}

/** The check that the plan comes from. */
interface ProposedRun {
  readonly options: Pick<Options, 'images' | 'dockerfiles'>;
  readonly host: Host;
  readonly report: Report;
  readonly isComplete: boolean;
  /** The ids of the steps that `--step` names; empty for all safe ones. */
  readonly named: readonly string[];
  /** The images of a rescan. */
  readonly published: readonly string[] | undefined;
}

/** What the pull request is for. The steps that are named have one of their own. */
function targetOf(
  { github, token, prefix }: ProposingRun,
  { options, host, published, named }: Omit<ProposedRun, 'report' | 'isComplete'>,
): FixTarget {
  const { owner, name: repo } = github.repository;
  return {
    ...{ github, owner, repo, log: host },
    client: connectToGitHub({ ...github, token, log: host }),
    key: [
      ...[github.ref, prefix],
      published ? rescanKey(published) : [...options.images].sort(),
      options.dockerfiles,
      ...(named.length > 0 ? [[...named].sort()] : []),
    ],
  };
}

/**
 * The steps without those that a person declined, and without those that come after one of them. A message names each of
 * the declined ones. Throws PortsideError.
 */
export async function withoutDeclined(
  steps: readonly PlanStep[],
  proposing: ProposingRun,
  run: Omit<ProposedRun, 'report' | 'isComplete'>,
): Promise<readonly PlanStep[]> {
  const declined = await declinedSteps(targetOf(proposing, run), steps);
  for (const [step, number] of declined)
    run.host.info(`Closed by a person in pull request ${number}: ${stepTitle(step)}`);
  return withoutSteps(steps, new Set(declined.keys()));
}

/** Opens the pull request with the edits, brings it up to date, or closes it. Throws PortsideError. */
export async function propose(
  { outcomes, files }: AppliedSteps,
  proposing: ProposingRun,
  run: ProposedRun & { readonly left: readonly PlanStep[] },
): Promise<void> {
  const { host, report, isComplete, published, left } = run;
  const { github, prefix } = proposing;
  const stepsIn = (wanted: string) =>
    outcomes.flatMap(({ state, step }) => (state === wanted ? [step] : []));
  const steps = stepsIn('changed');
  const done = new Set(steps);
  const outcome = await proposeFix({
    ...targetOf(proposing, run),
    ...{ isComplete, steps, left: left.filter((step) => !done.has(step)) },
    files: files.map((file) => ({ ...file, path: `${prefix}${file.path}` })),
    byHand: stepsIn('by-hand'),
    ...(published && { published }),
  });
  const { text, isWarning } = describeOutcome(outcome);
  if (isWarning) host.warning(text);
  else host.info(text);
  if (published)
    await writeRescanSummary(
      github.summaryFile,
      { report, outcome: text, doneSteps: steps.length },
      host,
    );
}

const KEPT: Readonly<Record<KeptReason, string>> = {
  incomplete: 'the check is not complete',
  waiting: 'one of its updates is still needed and cannot be made now',
  'older-run': 'it is for a newer commit than this run',
};

function describeOutcome(outcome: FixOutcome): { readonly text: string; isWarning?: boolean } {
  switch (outcome.kind) {
    case 'nothing-to-do':
      return { text: 'There is nothing to propose' };
    case 'taken-over':
      return {
        text: `The branch ${outcome.branch} has commits of others, so it is not changed`,
        isWarning: true,
      };
    case 'kept':
      return {
        text: `Pull request ${outcome.number}: left as it is, because ${KEPT[outcome.why]}`,
        isWarning: true,
      };
    case 'declined':
      return {
        text: `Pull request ${outcome.number} with the same edits was closed: no other is opened`,
      };
    default:
      return { text: `Pull request ${outcome.number}: ${outcome.kind}` };
  }
}
