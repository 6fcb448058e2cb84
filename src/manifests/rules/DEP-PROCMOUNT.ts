import { securityOptions } from '../compose/service-values.js';
import { defineRule } from '../rule.js';
import { replaceScalar } from '../yaml-edits.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Source: Pod Security Standards baseline and restricted "/proc Mount Type". */
export default defineRule({
  id: 'DEP-PROCMOUNT',
  name: 'no-unmasked-proc',
  severity: 'high',
  practice: 'deployment-security',
  title: 'The kernel’s files under /proc are not masked',
  why: 'Masked paths keep a container from the kernel’s keys, timers and switches.',
  remediation: 'Leave `procMount` at Default.',
  aliases: ['KSV-0027'],
  wrong: 'services:\n  app:\n    security_opt: [systempaths=unconfined]',
  right: 'services:\n  app:\n    security_opt: [no-new-privileges:true]',
  check(manifest, report) {
    for (const { name, node } of manifest.services)
      for (const option of securityOptions(node))
        if (UNMASKED.has(`${option.name}=${option.value}`))
          report({
            at: option.at.range,
            message: `The service "${name}" unmasks /proc and /sys.`,
          });
    for (const { name, node, pod } of manifest.containers) {
      const mount = valueAt(node, 'securityContext', 'procMount');
      if (!isSet(mount) || textOf(mount) === 'Default') continue;
      report({
        at: mount.range,
        message: `The container "${name}" unmasks /proc.`,
        // A user namespace of its own makes unmasking safe enough for the baseline, not for restricted.
        ...(pod.hasUserNamespace
          ? { severity: 'low', tags: ['pss:restricted'] }
          : { tags: ['pss:baseline'] }),
        fix: replaceScalar(mount, 'Default', 'Mask /proc'),
      });
    }
  },
});

/** Docker's way to say it, and Podman's. */
const UNMASKED: ReadonlySet<string> = new Set(['systempaths=unconfined', 'unmask=all']);
