import { variableNames } from '../../lib/shell-variables.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { defineManifestRule } from '../rule.js';
import { requires } from '../workflow/expressions.js';
import { eventReach, jobReach } from '../workflow/job-reach.js';
import { isForMembers } from '../workflow/member-checks.js';
import { callersOf, originsIn, type Scope } from '../workflow/origins.js';
import {
  buildsImage,
  jobOfStep,
  majorVersion,
  privilegedEvents,
  type UsedAction,
  type Workflow,
  type WorkflowStep,
  withCallers,
} from '../workflow/workflow.js';
import { isFalse, textOf, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'GHA-HEAD',
  name: 'no-untrusted-checkout',
  severity: 'high',
  severityReason:
    'Who opens a pull request runs code with the secrets of the repository; medium if a member has to start it',
  practice: 'image-security',
  ofAnyWorkflow: true,
  title: 'Workflow with secrets checks out untrusted code',
  why: 'pull_request_target, workflow_run and issue_comment run with the secrets and the token of the repository. Whoever opens a pull request can then run code with them: the Dockerfile, a script of a package or the Makefile is enough.',
  remediation:
    'Build the pull request in a workflow on `pull_request`, and publish its stored result in the other one',
  references: ['https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/'],
  wrong: `on: pull_request_target\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v6\n        with:\n          ref: \${{ github.event.pull_request.head.sha }}\n      - run: docker build .`,
  right:
    'on: pull_request\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v6\n      - run: docker build .',
  check(manifest, report) {
    const { workflow } = manifest;
    if (!workflow) return;
    const onLimit = (reason: string) => manifest.onLimit?.(manifest.path, reason);
    const starts = startsOf(workflow, callersOf(manifest, manifest.allManifests), onLimit);
    for (const job of workflow.jobs)
      for (const step of job.steps) {
        const found = starts.flatMap(({ event, guards, callers }) => {
          const conditions = [...withCallers(step), job].map(({ node }) => node);
          const isGuarded = [...conditions, ...guards].some((at) => isTrusted(at, event));
          const scope = { workflow, job, step, callers, onLimit };
          const input = isGuarded ? undefined : untrustedInput(scope, step, event);
          return input ? [{ ...input, event, isForMembers: isForMembers(scope) }] : [];
        });
        const [first] = found;
        if (!first) continue;
        const { name, about } = jobOfStep(manifest.path, job, step);
        const anyone = found.some((one) => !one.isForMembers);
        report({
          at: first.at.range,
          about: `${about} ${first.what} ${first.event}`,
          reach: [
            ...jobReach(workflow, job),
            ...eventReach(found.map(({ event }) => event)),
            ...(anyone ? [{ value: 'anyone', name: 'anyone' }] : []),
          ],
          // Not anyone can start it, but what was looked at can change until it runs.
          ...(!anyone && { severity: 'medium' as const }),
          message: `Job ${name} runs on ${first.event} with ${first.what} of the pull request`,
        });
      }
  },
});

/** An event that starts a workflow, by itself or by a workflow that calls it. */
interface Start {
  readonly event: string;
  /** The jobs that call it. */
  readonly guards: readonly ManifestNode[];
  readonly callers: readonly Scope[];
}

function startsOf(
  workflow: Workflow,
  callers: readonly Scope[],
  onLimit: (reason: string) => void,
): Start[] {
  const starts: Start[] = [];
  const calls: Call[] = [{ workflow, above: callers, guards: [], callers: [] }];
  for (const call of calls) {
    const { guards } = call;
    for (const event of privilegedEvents(call.workflow))
      starts.push({ event, guards, callers: call.callers });
    for (const caller of call.above)
      if (calls.length < MAX_CALLS)
        calls.push({
          workflow: caller.workflow,
          above: caller.callers,
          guards: [...guards, caller.job.node],
          callers: call.callers.length > 0 ? call.callers : [caller],
        });
      else onLimit(`It is called in more than ${MAX_CALLS} ways, which were not all checked`);
  }
  return starts;
}

/** A way to a workflow, over the workflows that call it. */
interface Call {
  readonly workflow: Workflow;
  /** What calls the first workflow of the way. */
  readonly above: readonly Scope[];
  readonly guards: readonly ManifestNode[];
  /** What calls the last one. */
  readonly callers: readonly Scope[];
}

/** More ways to one workflow are not followed. */
const MAX_CALLS = 50;

interface UntrustedInput {
  readonly at: ManifestNode;
  readonly what: 'the code' | 'an artifact';
}

/** What brings files of a pull request into a step: a checkout, the context of a build, a command, or an artifact. */
function untrustedInput(
  scope: Scope,
  { uses, run, with: inputs }: WorkflowStep,
  event: string,
): UntrustedInput | undefined {
  if (uses && isArtifact(scope, event)) return { at: uses.node, what: 'an artifact' };
  const isHead = (text: string) => readsHead(text, event, scope);
  const named = CODE.get(uses?.name ?? '')?.flatMap((name) => inputs.get(name) ?? []) ?? [];
  const isCheckout = uses?.name === 'actions/checkout';
  const isRefused = uses && isCheckout && refusesForks(uses, inputs, event);
  const at = run
    ? [run].find((script) => runsHead(textOf(script), isHead))
    : named.find(
        (input) => !isRefused && (isCheckout || isUrl(textOf(input))) && isHead(textOf(input)),
      );
  return at && { at, what: 'the code' };
}

/** The inputs of actions that name the code to check out or to build. */
const CODE: ReadonlyMap<string, readonly string[]> = new Map([
  ['actions/checkout', ['ref', 'repository']],
  ['docker/build-push-action', ['context', 'build-contexts']],
  ['docker/bake-action', ['source']],
]);

function isUrl(context: string): boolean {
  return /:\/\/|\bgit@|^\s*\$\{\{/.test(context);
}

/** Whether a script fetches or builds the code of a pull request. */
function runsHead(script: string, isHead: (text: string) => boolean): boolean {
  if (/\bgh\s+pr\s+checkout\b/.test(script)) return true;
  if (/\bgit\s+(?:fetch|checkout|switch|pull|clone)\b/.test(script) && isHead(script)) return true;
  return script
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => FETCHES.test(line))
    .some((line) => isHead(line) || isHead(variablesOf(line)));
}

const FETCHES =
  /\bgit\s+(?:fetch|pull|clone|checkout(?!\s+-[bB])|switch(?!\s+-[cC]))\b|\b(?:build|bake)\b.{0,2000}(?::\/\/|\bgit@)/;

/** The variables of a line of a script, as expressions. */
function variablesOf(line: string): string {
  return Array.from(variableNames(line), (name) => `\${{ env.${name} }}`).join(' ');
}

/** Whether a step puts an artifact of the run of a pull request over the files that a later step builds. */
function isArtifact({ job, step }: Scope, event: string): boolean {
  if (event !== 'workflow_run' || !step?.uses) return false;
  if (!/\/(?:action-)?download-artifact$/.test(step.uses.name)) return false;
  const run = textOf(step.with.get('run-id') ?? step.with.get('run_id'));
  const path = textOf(step.with.get('path'));
  const isOver = /^(?:|\.\/?|\$\{\{\s*github\.workspace\s*\}\}\/?)$/.test(path);
  if (!isOver || !/\bgithub\.event\.workflow_run\.id\b/.test(run)) return false;
  return job.steps.slice(job.steps.indexOf(step) + 1).some((later) => {
    if (!later.uses) return buildsImage(later);
    const source = textOf(later.with.get('context') ?? later.with.get('source'));
    return buildsImage(later) && source !== '' && !isUrl(source);
  });
}

/**
 * actions/checkout refuses the code of forks on these events since v7, unless it is told not to. The comment behind a commit
 * does not prove its version: its author could excuse any commit.
 */
function refusesForks(uses: UsedAction, inputs: WorkflowStep['with'], event: string): boolean {
  return (
    event !== 'issue_comment' &&
    (majorVersion({ ...uses, comment: undefined }) ?? 0) >= 7 &&
    (!inputs.has('allow-unsafe-pr-checkout') || isFalse(inputs.get('allow-unsafe-pr-checkout')))
  );
}

function readsHead(text: string, event: string, scope: Scope): boolean {
  return (
    /refs\/pull\//.test(text) || originsIn(text, scope).some((path) => HEAD.get(event)?.test(path))
  );
}

/** The values that name the code of a pull request. Each event has its own; those of another one are empty. */
const HEAD: ReadonlyMap<string, RegExp> = new Map([
  [
    'pull_request_target',
    /^github\.(?:head_ref|event\.(?:pull_request\.(?:head\.|merge_commit_sha$|number$)|number$))/,
  ],
  ['workflow_run', /^github\.event\.workflow_run\.(?:head_|pull_requests\.)/],
  ['issue_comment', /^github\.event\.issue\.number$/],
]);

/** Whether a job or a step runs only for another event, or only with code of this repository or of a named account. */
function isTrusted(node: ManifestNode, event: string): boolean {
  return requires(
    textOf(valueAt(node, 'if')),
    (comparison) =>
      OWN.test(comparison) ||
      comparison === `github.event_name != ${event}` ||
      (comparison.startsWith('github.event_name == ') && !comparison.endsWith(` ${event}`)),
  );
}

/** What says that the code is of this repository, of a named account, or merged. */
const OWN = new RegExp(
  [
    /github\.event\.(?:pull_request\.head\.repo|workflow_run\.head_repository)\.(?:(?:full_name|id|owner\.login) == <ours>|fork == false$)/,
    /github\.event\.pull_request\.(?:merged == true$|user\.login == <ours>)/,
    /github\.event\.workflow_run\.event (?:== (?!pull_request)|!= pull_request$)/,
  ]
    .map(({ source }) => `^${source}`)
    .join('|')
    // The account that opened the pull request is nobody to trust.
    .replaceAll(
      '<ours>',
      String.raw`(?!github\.(?:actor|triggering_actor|event\.(?!repository\.|pull_request\.base\.)))`,
    ),
);
