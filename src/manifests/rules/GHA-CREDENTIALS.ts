import { posix } from 'node:path';
import { ancestorFolders } from '../../lib/paths.js';
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
      const includesGit = gitTest(job.steps.filter(buildsImage), manifest);
      for (const step of job.steps) {
        const { uses, with: inputs } = step;
        const isKept =
          uses?.name === 'actions/checkout' &&
          (majorVersion(uses) ?? 0) < OUTSIDE &&
          !isFalse(inputs.get('persist-credentials'));
        const folder = posix.normalize(textOf(inputs.get('path')) || '.');
        if (!isKept || !includesGit(folder)) continue;
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
 * Tests whether one of the builds has .git of the checkout in a folder. Docker's actions let BuildKit fetch the commit unless
 * told otherwise. Each context is looked at once.
 */
function gitTest(
  builds: readonly WorkflowStep[],
  { leavesOutGit }: ManifestRuleContext,
): (folder: string) => boolean {
  const contexts = builds.map(contextOf);
  const isAnywhere = contexts.some((one) => one === ANY_FOLDER);
  const folders = new Set(contexts.flatMap((one) => (typeof one === 'object' ? one.folder : [])));
  const unknown = [...folders].some((one) => one.startsWith('/') || one.includes('$'));
  const atTop = new Set(
    contexts.flatMap((one) =>
      typeof one === 'object' && one.folder === '.' ? one.dockerfile : [],
    ),
  );
  const isInTop = [...atTop].some((dockerfile) => !leavesOutGit?.(dockerfile));
  return (folder) => {
    if (isAnywhere || unknown || (folders.size > 0 && folder.includes('$'))) return true;
    if (folder === '.') return isInTop;
    return ['.', ...ancestorFolders(folder)].some((one) => folders.has(one));
  };
}

/** The script builds some folder. */
const ANY_FOLDER = 'any';

/** The folder that a step builds, and the Dockerfile; undefined for a commit that BuildKit fetches itself. */
function contextOf({
  uses,
  with: inputs,
}: WorkflowStep): { readonly folder: string; readonly dockerfile: string } | 'any' | undefined {
  if (uses?.name === 'docker/build-push-action') {
    const written = textOf(inputs.get('context'));
    if (!isFolder(written)) return undefined;
    const folder = posix.normalize(written).replace(/(?<=.)\/$/, '');
    return { folder, dockerfile: textOf(inputs.get('file')) || 'Dockerfile' };
  }
  if (uses?.name !== 'docker/bake-action') return ANY_FOLDER;
  const source = textOf(inputs.get('source'));
  const isHere = isFolder(source) || (source === '' && (majorVersion(uses) ?? 6) < 6);
  return isHere ? ANY_FOLDER : undefined;
}

function isFolder(context: string): boolean {
  return context !== '' && !/^(?:https?:|git@|\$?\{\{)/.test(context);
}
