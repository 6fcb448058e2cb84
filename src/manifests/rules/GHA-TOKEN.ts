import { defineManifestRule } from '../rule.js';
import { eventReach } from '../workflow/job-reach.js';
import { privilegedEvents, type Workflow } from '../workflow/workflow.js';
import { textOf } from '../yaml-values.js';

export default defineManifestRule({
  id: 'GHA-TOKEN',
  name: 'least-privilege-token',
  severity: 'medium',
  severityReason: 'Code that is taken over in the job can write to the repository',
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
    for (const job of workflow.jobs) {
      const { id, permissions, node, called } = job;
      const given = permissions ?? workflow.permissions;
      const isAll = textOf(given) === 'write-all';
      if (given && !isAll) continue;
      // The jobs of a workflow that is called may limit it themselves.
      if (called && limitsToken(called)) continue;
      report({
        at: given ? given.range : node.key,
        about: isAll ? `${id} write-all` : id,
        reach: eventReach(privilegedEvents(workflow)),
        message: isAll
          ? `The token of job ${id} may write everything`
          : `Nothing limits the token of job ${id}`,
      });
    }
  },
});

/** Whether each job of a reusable workflow says what its token may do. GitHub never gives it more than the caller has. */
function limitsToken(workflow: Workflow): boolean {
  const found =
    known.get(workflow) ??
    workflow.jobs.every(({ permissions, called }) => {
      const given = permissions ?? workflow.permissions;
      if (given) return textOf(given) !== 'write-all';
      return called !== undefined && limitsToken(called);
    });
  known.set(workflow, found);
  return found;
}

/** Many jobs can call one workflow. */
const known = new WeakMap<Workflow, boolean>();
