import { imageName } from '../../core/fingerprint.js';
import { pulledImages } from '../deployed-references.js';
import type { Manifest } from '../manifest.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { defineManifestRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

/** Source: Kubernetes, "Images"; Compose, pull_policy. */
export default defineManifestRule({
  id: 'DEP-REPULL',
  name: 'no-update-by-restart',
  severity: 'low',
  severityReason:
    'Who controls the tag decides what a restart runs; few pin by digest without a bot',
  ruleSet: 'all',
  clearedBy: 'version-tag',
  practice: 'minimal-containers',
  title: 'Restart can pull another image',
  why: 'A container that crashes can come back with an image that nobody released. Replicas differ, and a rollback is not possible.',
  remediation:
    'Use a version tag, preferably with its digest, and deploy a new version by changing the manifest',
  tags: ['cis:5.28'],
  wrong: 'services:\n  app:\n    image: app:latest\n    pull_policy: always\n    restart: always',
  right: 'services:\n  app:\n    image: app:1.4.2\n    restart: on-failure:5',
  check(manifest, report) {
    const mutable = new Set(
      pulledImages(manifest)
        .filter(({ tag, digest }) => digest === '' && (tag === '' || tag === 'latest'))
        .map(({ at }) => at),
    );
    for (const { image, policy, name } of containersPulledOnRestart(manifest)) {
      if (!mutable.has(image)) continue;
      report({
        at: policy.range,
        about: `${name} ${imageName(textOf(image))}`,
        message: `Restart of "${name}" can pull another version of ${textOf(image)}`,
      });
    }
  },
});

interface RestartedContainer {
  readonly name: string;
  readonly image: ManifestNode;
  readonly policy: ManifestNode;
}

/**
 * Containers that are restarted automatically and pull their image on each start because their pull policy says so. That the
 * default of Kubernetes pulls a tag that moves is a part of DEP-LATEST.
 */
function containersPulledOnRestart(manifest: Manifest): RestartedContainer[] {
  const services = manifest.services.flatMap(({ name, node }) => {
    const [image, policy] = [valueAt(node, 'image'), valueAt(node, 'pull_policy')];
    const restart =
      textOf(valueAt(node, 'restart')) ||
      textOf(valueAt(node, 'deploy', 'restart_policy', 'condition'));
    const restarts = /^(?:always|unless-stopped|on-failure|any)/.test(restart);
    return image && policy && restarts && textOf(policy) === 'always'
      ? [{ name, image, policy }]
      : [];
  });
  const containers = manifest.containers.flatMap(({ name, node, pod, list }) => {
    const [image, policy] = [valueAt(node, 'image'), valueAt(node, 'imagePullPolicy')];
    const never = textOf(valueAt(pod.spec, 'restartPolicy')) === 'Never';
    const pulls = policy !== undefined && textOf(policy) === 'Always';
    return image && pulls && !never && list === 'containers' ? [{ name, image, policy }] : [];
  });
  return [...services, ...containers];
}
