import { defineRule } from '../rule.js';
import { valueAt } from '../yaml-values.js';

export default defineRule({
  id: 'GHA-RUNNER',
  name: 'no-self-hosted-for-untrusted',
  severity: 'medium',
  practice: 'image-security',
  title: 'Pull request runs on a runner of your own',
  why: 'A self-hosted runner keeps its files between jobs and is inside your network. In a public repository anyone can open a pull request that runs on it.',
  remediation: 'Use a runner of GitHub, or one that is made for each job, for `pull_request`',
  references: [
    'https://docs.github.com/en/actions/reference/security/secure-use#hardening-for-self-hosted-runners',
  ],
  wrong:
    'on: pull_request\njobs:\n  build:\n    runs-on: self-hosted\n    steps:\n      - run: docker build .',
  right:
    'on: pull_request\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build .',
  check(manifest, report) {
    const { workflow } = manifest;
    const event = ['pull_request', 'pull_request_target', 'issue_comment'].find((name) =>
      workflow?.events.has(name),
    );
    if (!workflow || event === undefined) return;
    for (const { id, runsOn, node } of workflow.jobs)
      if (runsOn.includes('self-hosted'))
        report({
          at: valueAt(node, 'runs-on')?.range ?? node.key,
          about: id,
          message: `Job ${id} runs on ${event} on a self-hosted runner`,
        });
  },
});
