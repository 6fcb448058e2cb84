import type { AppliedSteps } from '../../check/fix/apply-plan.js';
import type { Host } from '../../core/host.js';
import { connect } from '../../github/client.js';
import { type GitHubContext, readRunContext } from '../../github/event.js';
import {
  type FixOutcome,
  proposeFix,
  requireFixableBranch,
} from '../../github/fix/fix-pull-request.js';
import { PortsideError } from '../../lib/errors.js';
import type { Options } from '../../options/options.js';
import { gitIn } from '../../repository/git.js';

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
  { environment: { workflow } }: Options,
  host: Host,
): Promise<ProposingRun> {
  const github = workflow && (await readRunContext(workflow.variables, workflow.eventPath, host));
  if (!workflow || !github)
    throw new PortsideError(
      'PSE1007',
      'portside fix --pull-request only works in a GitHub workflow',
      'Use --write, and open the pull request yourself',
    );
  requireFixableBranch(github);
  if (!workflow.token)
    throw new PortsideError(
      'PSE9004',
      'portside fix --pull-request needs a token',
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

/** Opens the pull request with the edits, brings it up to date, or closes it. Throws PortsideError. */
export async function propose(
  { outcomes, files }: AppliedSteps,
  { github, token, prefix }: ProposingRun,
  { options, host, isComplete }: { options: Options; host: Host; isComplete: boolean },
): Promise<void> {
  const { owner, name: repo } = github.repository;
  const stepsIn = (wanted: string) =>
    outcomes.flatMap(({ state, step }) => (state === wanted ? [step] : []));
  const outcome = await proposeFix({
    ...{ github, owner, repo, log: host, isComplete },
    client: connect({ ...github, token, log: host }),
    files: files.map((file) => ({ ...file, path: `${prefix}${file.path}` })),
    steps: stepsIn('changed'),
    byHand: stepsIn('by-hand'),
    key: JSON.stringify([github.ref, prefix, [...options.images].sort(), options.dockerfiles]),
  });
  announce(outcome, host);
}

function announce(outcome: FixOutcome, host: Host): void {
  if (outcome.kind === 'nothing-to-do') host.info('There is nothing to propose');
  else if (outcome.kind === 'taken-over')
    host.warning(`The branch ${outcome.branch} has commits of others, so it is not changed`);
  else if (outcome.kind === 'declined')
    host.info(`Pull request ${outcome.number} with the same edits was closed: no other is opened`);
  else host.info(`Pull request ${outcome.number}: ${outcome.kind}`);
}
