import { defineRule } from '../rule.js';
import { textOf } from '../yaml-values.js';

export default defineRule({
  id: 'GHA-TOKEN',
  name: 'least-privilege-token',
  severity: 'medium',
  practice: 'image-security',
  title: 'Token of the workflow has more permissions than needed',
  why: 'Every action and every script of the job can use the token. Without `permissions` it may have the right to write everything, as the settings of the repository decide.',
  remediation:
    'Add `permissions: { contents: read }` to the workflow, and more only to the job that needs it',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions',
  ],
  wrong:
    'on: pull_request\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build .',
  right:
    'on: pull_request\npermissions:\n  contents: read\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build .',
  check(manifest, report) {
    const { workflow } = manifest;
    // A reusable workflow has the token of the job that calls it.
    if (!workflow || [...workflow.events].join() === 'workflow_call') return;
    for (const { id, permissions, node } of workflow.jobs) {
      const given = permissions ?? workflow.permissions;
      const isAll = textOf(given) === 'write-all';
      if (given && !isAll) continue;
      report({
        at: given ? given.range : node.key,
        about: id,
        message: isAll
          ? `The token of job ${id} may write everything`
          : `Nothing limits the token of job ${id}`,
      });
    }
  },
});
