import { defineRule } from '../rule.js';
import { expressionsIn } from '../workflow/expressions.js';
import { privilegedEvent, type WorkflowStep } from '../workflow/workflow.js';
import { textOf } from '../yaml-values.js';

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
    const event = workflow && privilegedEvent(workflow);
    if (!workflow || event === undefined) return;
    for (const { id, steps } of workflow.jobs)
      for (const step of steps) {
        const at = headCheckout(step);
        if (at)
          report({
            at: at.range,
            about: id,
            message: `Job ${id} runs on ${event} with the code of the pull request`,
          });
      }
  },
});

/** What checks out the code of a pull request: the ref of actions/checkout, or a command. */
function headCheckout({ uses, run, with: inputs }: WorkflowStep) {
  if (uses?.name === 'actions/checkout')
    return [inputs.get('ref'), inputs.get('repository')].find(
      (input) => input && readsHead(textOf(input)),
    );
  const script = textOf(run);
  return run &&
    ((readsHead(script) && /\bgit\s+(?:fetch|checkout|switch|pull|clone)\b/.test(script)) ||
      /\bgh\s+pr\s+checkout\b/.test(script))
    ? run
    : undefined;
}

function readsHead(text: string): boolean {
  return (
    /refs\/pull\//.test(text) ||
    expressionsIn(text).some(({ reads }) => reads.some((path) => HEAD.test(path)))
  );
}

const HEAD =
  /^github\.(?:head_ref|event\.(?:pull_request\.head\.|pull_request\.(?:merge_commit_sha|number)$|workflow_run\.(?:head_|pull_requests\.)|issue\.number$|number$))/;
