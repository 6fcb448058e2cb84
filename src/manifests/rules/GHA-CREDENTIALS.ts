import { posix } from 'node:path';
import { defineManifestRule, type ManifestRuleContext } from '../rule.js';
import { tokenReach } from '../workflow/job-reach.js';
import { buildsImage, jobOfStep, majorVersion, type WorkflowStep } from '../workflow/workflow.js';
import { isFalse, textOf } from '../yaml-values.js';

export default defineManifestRule({
  id: 'GHA-CREDENTIALS',
  name: 'no-persisted-credentials',
  severity: 'low',
  severityReason: 'A later step or the image may take the token along, which ends with the job',
  practice: 'image-security',
  title: 'Token stays in the folder that is built',
  why: 'actions/checkout before v6 writes the token into .git/config of the folder. `COPY . .`, an archive of the folder, or any later script gets it. v6 and later keep it outside of the folder.',
  remediation:
    'Set `persist-credentials: false` at actions/checkout or update it to v6, and list .git in .dockerignore',
  references: ['https://github.com/actions/checkout#usage'],
  wrong:
    'on: push\npermissions:\n  contents: read\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v5\n      - run: docker build .',
  right:
    'on: push\npermissions:\n  contents: read\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v5\n        with:\n          persist-credentials: false\n      - run: docker build .',
  check(manifest, report) {
    const { workflow } = manifest;
    if (!workflow) return;
    for (const job of workflow.jobs) {
      for (const step of job.steps) {
        const { uses, with: inputs } = step;
        const isKept =
          uses?.name === 'actions/checkout' &&
          (majorVersion(uses) ?? 0) < OUTSIDE &&
          !isFalse(inputs.get('persist-credentials'));
        const folder = posix.normalize(textOf(inputs.get('path')) || '.');
        if (!isKept || !job.steps.some((build) => includesGit(build, folder, manifest))) continue;
        const { name, about } = jobOfStep(manifest.path, job, step);
        report({
          at: uses.node.range,
          about,
          reach: tokenReach(workflow, job),
          message: `The token of job ${name} is in .git/config when the image is built`,
        });
      }
    }
  },
});

/** From this version on, the token is in a file of its own, outside of the folder. */
const OUTSIDE = 6;

/**
 * Whether a step builds a context that has .git of the checkout in `folder`. Docker's actions let BuildKit fetch the commit
 * unless told otherwise.
 */
function includesGit(
  step: WorkflowStep,
  folder: string,
  { leavesOutGit }: ManifestRuleContext,
): boolean {
  const { uses, with: inputs } = step;
  if (!buildsImage(step)) return false;
  if (uses?.name === 'docker/build-push-action') {
    const written = textOf(inputs.get('context'));
    if (!isFolder(written)) return false;
    const context = posix.normalize(written).replace(/(?<=.)\/$/, '');
    if (context === '.' && folder === '.')
      return !leavesOutGit?.(textOf(inputs.get('file')) || 'Dockerfile');
    const isAbove = context === '.' || `${folder}/`.startsWith(`${context}/`);
    return isAbove || context.startsWith('/') || `${context}${folder}`.includes('$');
  }
  if (uses?.name !== 'docker/bake-action') return true;
  const source = textOf(inputs.get('source'));
  return isFolder(source) || (source === '' && (majorVersion(uses) ?? 6) < 6);
}

function isFolder(context: string): boolean {
  return context !== '' && !/^(?:https?:|git@|\$?\{\{)/.test(context);
}
