import { imageName } from '../../core/fingerprint.js';
import { splitReference } from '../../core/reference.js';
import { baseName } from '../../lib/paths.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { defineManifestRule } from '../rule.js';
import { usedActions, type Workflow } from '../workflow/workflow.js';
import { textOf, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'GHA-PIN',
  name: 'pin-action',
  severity: 'medium',
  severityReason:
    "Who takes over the action runs code with the token and secrets of the job; low, and in the set all, for GitHub's own",
  practice: 'image-security',
  title: 'Action is not pinned by commit',
  why: 'A tag of an action can be moved to other code, as happened to trivy-action in March 2026. That code runs with the token and the secrets of the job.',
  remediation:
    'Name the commit, and the release in a comment: `uses: owner/action@COMMIT # v1.2.3`',
  references: [
    'https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions',
  ],
  wrong:
    'on: push\npermissions:\n  contents: read\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/build-push-action@v6',
  right:
    'on: push\npermissions:\n  contents: read\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/build-push-action@263435318d21b8e681c14492fe198d362a7d2c83 # v6.18.0',
  check(manifest, report) {
    const { path, workflow } = manifest;
    for (const image of workflow ? imagesOfJobs(workflow) : []) {
      const reference = textOf(image);
      const { tag, digest } = splitReference(reference);
      if (reference === '' || reference.includes('$') || digest || (tag && tag !== 'latest'))
        continue;
      report({
        at: image.range,
        about: imageName(reference),
        message: `${reference} can change: it has no version`,
      });
    }
    for (const { action, step } of workflow ? usedActions(workflow) : []) {
      const { name, ref, node, text } = action;
      if (name.startsWith('./') || /^[0-9a-f]{40}$/.test(ref ?? '') || /\$\{\{/.test(text))
        continue;
      if (GENERATOR.test(text)) continue;
      if (name.startsWith('docker://') && /@sha256:[0-9a-f]{64}$/.test(name)) continue;
      // GitHub's own actions are as trustworthy as GitHub's runners.
      const isOfGitHub = /^(?:actions|github)\//.test(name);
      const why = ref === undefined ? 'it has no version' : `${ref} is not a commit`;
      report({
        at: node.range,
        about: name.startsWith('docker://') ? imageName(name) : name,
        ...(isOfGitHub && ({ severity: 'low', ruleSet: 'all' } as const)),
        message: `${text} can change: ${why}${step?.call ? ` (used by ${baseName(path)})` : ''}`,
      });
    }
  },
});

/** It verifies itself by its tag, and refuses to run for a commit. Source: its README, "Referencing SLSA builders". */
const GENERATOR =
  /^slsa-framework\/slsa-github-generator\/\.github\/workflows\/[^@]+@v\d+\.\d+\.\d+$/;

/** The images that jobs run in, and those of their services. */
function imagesOfJobs({ jobs }: Workflow): ManifestNode[] {
  return jobs.flatMap(({ node }) => {
    const services = valueAt(node, 'services')?.entries.values() ?? [];
    const all = [valueAt(node, 'container'), ...services];
    return all.flatMap((one) => valueAt(one, 'image') ?? (one?.kind === 'scalar' ? one : []));
  });
}
