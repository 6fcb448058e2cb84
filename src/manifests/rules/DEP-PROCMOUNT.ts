import { securityOptions } from '../compose/service-values.js';
import { defineManifestRule } from '../rule.js';
import { replaceScalar } from '../yaml-edits.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Source: Pod Security Standards baseline and restricted "/proc Mount Type". */
export default defineManifestRule({
  id: 'DEP-PROCMOUNT',
  name: 'no-unmasked-proc',
  severity: 'high',
  severityReason:
    'Writes settings of the kernel through /proc; low where the pod has a user namespace',
  practice: 'deployment-security',
  title: '/proc is not masked',
  why: 'The masked paths contain keys, timers and switches of the kernel that a container must not access.',
  remediation: 'Remove `procMount`, or remove `systempaths=unconfined` from `security_opt`',
  aliases: ['KSV-0027'],
  wrong: 'services:\n  app:\n    security_opt: [systempaths=unconfined]',
  right: 'services:\n  app:\n    security_opt: [no-new-privileges:true]',
  check(manifest, report) {
    for (const { name, node } of manifest.services)
      for (const option of securityOptions(node))
        if (UNMASKED.has(`${option.name}=${option.value}`))
          report({
            at: option.at.range,
            about: name,
            message: `Service "${name}" unmasks /proc and /sys`,
          });
    for (const { name, node, pod } of manifest.containers) {
      const mount = valueAt(node, 'securityContext', 'procMount');
      if (!isSet(mount) || textOf(mount) === 'Default') continue;
      report({
        at: mount.range,
        about: name,
        message: `Container "${name}" unmasks /proc`,
        // With a user namespace the baseline level allows this, the restricted level does not.
        reach: pod.hasUserNamespace
          ? []
          : [{ value: 'root of the host', name: 'root of the host' }],
        ...(pod.hasUserNamespace
          ? { severity: 'low', tags: ['pss:restricted'] }
          : { tags: ['pss:baseline'] }),
        fix: replaceScalar(mount, 'Default', 'Set procMount to Default: it masks parts of /proc'),
      });
    }
  },
});

/** The options of Docker and of Podman. */
const UNMASKED: ReadonlySet<string> = new Set(['systempaths=unconfined', 'unmask=all']);
