import { startsAsRoot } from '../images-started-as-root.js';
import { containerLocation } from '../kubernetes/resources.js';
import { defineRule } from '../rule.js';
import { setKey } from '../yaml-edits.js';
import { isTrue, valueAt } from '../yaml-values.js';

/** Source: CIS Docker Benchmark 5.13; NSA/CISA Kubernetes Hardening Guidance 1.1. */
export default defineRule({
  id: 'DEP-ROFS',
  name: 'read-only-root-file-system',
  severity: 'low',
  practice: 'minimal-containers',
  title: 'The root file system is writable',
  why: 'An attacker can put programs beside yours, and what the container writes is lost with it.',
  remediation: 'Make it read-only; give a tmpfs, an emptyDir or a volume to what must be written.',
  aliases: ['KSV-0014', 'no-read-only-root-fs'],
  tags: ['cis:5.13'],
  wrong: 'services:\n  app:\n    image: app:1',
  right: 'services:\n  app:\n    image: app:1\n    read_only: true\n    tmpfs: [/tmp]',
  check(manifest, report) {
    for (const { name, node, partial } of manifest.services) {
      const value = valueAt(node, 'read_only');
      if (isTrue(value) || (partial && !value)) continue;
      report({
        at: value?.range ?? node.key,
        message: `The root file system of the service "${name}" is writable.`,
        fix: startsAsRoot(node) ? undefined : setKey(node, ['read_only'], 'true', DESCRIPTION),
      });
    }
    for (const container of manifest.containers) {
      const value = valueAt(container.node, 'securityContext', 'readOnlyRootFilesystem');
      if (isTrue(value) || container.pod.isWindows || (container.partial && !value)) continue;
      report({
        at: value?.range ?? containerLocation(container),
        message: `The root file system of the container "${container.name}" is writable.`,
        fix: startsAsRoot(container.node)
          ? undefined
          : setKey(
              container.node,
              ['securityContext', 'readOnlyRootFilesystem'],
              'true',
              DESCRIPTION,
            ),
      });
    }
  },
});

const DESCRIPTION = 'Make the root file system read-only';
