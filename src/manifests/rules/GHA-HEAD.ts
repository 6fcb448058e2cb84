import type { ManifestNode } from '../manifest-yaml.js';
import { defineRule } from '../rule.js';
import { expressionsIn, requires } from '../workflow/expressions.js';
import {
  majorVersion,
  privilegedEvents,
  type UsedAction,
  type WorkflowStep,
} from '../workflow/workflow.js';
import { isFalse, textOf, valueAt } from '../yaml-values.js';

export default defineRule({
  id: 'GHA-HEAD',
  name: 'no-untrusted-checkout',
  severity: 'high',
  practice: 'image-security',
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
    const events = workflow ? privilegedEvents(workflow) : [];
    for (const { id, node, steps } of workflow?.jobs ?? [])
      for (const step of steps)
        for (const event of events) {
          const isGuarded = [node, step.node].some((part) => isTrusted(part, event));
          const at = isGuarded ? undefined : headCheckout(step, event);
          if (!at) continue;
          report({
            at: at.range,
            about: id,
            message: `Job ${id} runs on ${event} with the code of the pull request`,
          });
          break;
        }
  },
});

/** What checks out the code of a pull request: the ref of actions/checkout, or a command. */
function headCheckout({ uses, run, with: inputs }: WorkflowStep, event: string) {
  if (uses?.name === 'actions/checkout')
    return refusesForks(uses, inputs, event)
      ? undefined
      : [inputs.get('ref'), inputs.get('repository')].find(
          (input) => input && readsHead(textOf(input), event),
        );
  const script = textOf(run);
  return run &&
    ((readsHead(script, event) && /\bgit\s+(?:fetch|checkout|switch|pull|clone)\b/.test(script)) ||
      /\bgh\s+pr\s+checkout\b/.test(script))
    ? run
    : undefined;
}

/** actions/checkout refuses the code of forks on these events since v7, unless it is told not to. */
function refusesForks(uses: UsedAction, inputs: WorkflowStep['with'], event: string): boolean {
  return (
    event !== 'issue_comment' &&
    (majorVersion(uses) ?? 0) >= 7 &&
    (!inputs.has('allow-unsafe-pr-checkout') || isFalse(inputs.get('allow-unsafe-pr-checkout')))
  );
}

function readsHead(text: string, event: string): boolean {
  return (
    /refs\/pull\//.test(text) ||
    expressionsIn(text).some(({ reads }) => reads.some((path) => HEAD.get(event)?.test(path)))
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
