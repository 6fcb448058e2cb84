import { containerOffer, serviceOffer } from '../image-needs/offer.js';
import { startsAsRoot } from '../images-started-as-root.js';
import { containerLocation } from '../kubernetes/pods.js';
import { defineManifestRule } from '../rule.js';
import { setKey } from '../yaml-edits.js';
import { isTrue, valueAt } from '../yaml-values.js';

/** Source: CIS Docker Benchmark 5.13; NSA/CISA Kubernetes Hardening Guidance 1.1. */
export default defineManifestRule({
  id: 'DEP-ROFS',
  name: 'read-only-root-file-system',
  severity: 'low',
  severityReason:
    'An attacker in the container can keep files there until it is replaced; few programs run without changes',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'Root file system is writable',
  why: 'An attacker can add programs to the container, and files that the container writes are lost with it.',
  remediation:
    'Make the root file system read-only; mount a tmpfs, an emptyDir or a volume for the paths that must be writable',
  aliases: ['KSV-0014', 'no-read-only-root-fs'],
  tags: ['cis:5.13'],
  wrong: 'services:\n  app:\n    image: app:1',
  right: 'services:\n  app:\n    image: app:1\n    read_only: true\n    tmpfs: [/tmp]',
  check(manifest, report) {
    for (const service of manifest.services) {
      const { name, node, partial } = service;
      const value = valueAt(node, 'read_only');
      if (isTrue(value) || (partial && !value)) continue;
      report({
        at: value?.range ?? node.key,
        about: name,
        message: `Root file system of service "${name}" is writable`,
        ...serviceOffer('read-only', service, manifest, () =>
          startsAsRoot(node) ? undefined : setKey(node, ['read_only'], 'true', DESCRIPTION),
        ),
      });
    }
    for (const container of manifest.containers) {
      const value = valueAt(container.node, 'securityContext', 'readOnlyRootFilesystem');
      if (isTrue(value) || container.pod.isWindows || (container.partial && !value)) continue;
      report({
        at: value?.range ?? containerLocation(container),
        about: container.name,
        message: `Root file system of container "${container.name}" is writable`,
        ...containerOffer('read-only', container, manifest, () =>
          startsAsRoot(container.node)
            ? undefined
            : setKey(
                container.node,
                ['securityContext', 'readOnlyRootFilesystem'],
                'true',
                DESCRIPTION,
              ),
        ),
      });
    }
  },
});

const DESCRIPTION = 'Make the root file system read-only';
