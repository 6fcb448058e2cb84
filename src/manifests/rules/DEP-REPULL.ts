import { pulledImages } from '../image-references.js';
import type { Manifest } from '../manifest.js';
import { defineRule } from '../rule.js';
import type { YamlNode } from '../yaml.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Source: Kubernetes, "Images": imagePullPolicy is Always where the tag is latest or absent; Compose, pull_policy. */
export default defineRule({
  id: 'DEP-REPULL',
  name: 'no-update-by-restart',
  severity: 'low',
  practice: 'minimal-containers',
  title: 'A restart can bring another image',
  why: 'A container that crashes comes back as something nobody has released: replicas differ, and going back is not possible.',
  remediation: 'Name a version, best with its digest, and deploy it by changing the manifest.',
  tags: ['cis:5.28'],
  wrong: 'services:\n  app:\n    image: app:latest\n    pull_policy: always\n    restart: always',
  right: 'services:\n  app:\n    image: app:1.4.2\n    restart: on-failure:5',
  check(manifest, report) {
    const mutable = new Set(
      pulledImages(manifest)
        .filter(({ tag, digest }) => digest === '' && (tag === '' || tag === 'latest'))
        .map(({ at }) => at),
    );
    for (const { image, policy, name } of restarting(manifest)) {
      if (!mutable.has(image)) continue;
      report({
        at: (policy ?? image).range,
        message: `Each restart of "${name}" may bring another ${textOf(image)}.`,
      });
    }
  },
});

interface Restarting {
  readonly name: string;
  readonly image: YamlNode;
  /** What says that images are pulled anew; absent where that is the default. */
  readonly policy?: YamlNode | undefined;
}

/** Containers that are started again and again without anybody asking, with a pull each time. */
function restarting(manifest: Manifest): Restarting[] {
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
    const pulls = !isSet(policy) || textOf(policy) === 'Always';
    return image && pulls && !never && list === 'containers' ? [{ name, image, policy }] : [];
  });
  return [...services, ...containers];
}
