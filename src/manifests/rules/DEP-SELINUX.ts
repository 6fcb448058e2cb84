import { securityOptions } from '../compose/service-values.js';
import { securityContexts } from '../kubernetes/security-context.js';
import { containersUnder } from '../pod-reach.js';
import { defineManifestRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

const CONTAINER_TYPES = /^(container_t|container_init_t|container_kvm_t|container_engine_t)$/;

/** SELinux allows processes of these types to do everything. */
const DISABLED = /^(disable|type:(spc_t|unconfined_t))$/;

/** Source: Pod Security Standards baseline "SELinux"; CIS Docker Benchmark 5.3. */
export default defineManifestRule({
  id: 'DEP-SELINUX',
  name: 'no-weakened-selinux',
  severity: 'medium',
  severityReason: 'One barrier less for a process that already attacks the host',
  practice: 'deployment-security',
  title: 'SELinux is disabled or weakened',
  why: 'The SELinux label of a process decides which files of the host and of other containers it can access.',
  remediation:
    'Remove user, role and type, or use an SELinux type for containers such as container_t',
  aliases: ['KSV-0025'],
  tags: ['pss:baseline', 'cis:5.3'],
  wrong: 'services:\n  app:\n    security_opt: [label:disable]',
  right: 'services:\n  app:\n    security_opt: ["label:type:container_t"]',
  check(manifest, report) {
    for (const { name, node } of manifest.services)
      for (const option of securityOptions(node))
        if (option.name === 'label' && DISABLED.test(option.value))
          report({
            at: option.at.range,
            about: `${name} ${option.value}`,
            message: `Service "${name}" disables SELinux`,
          });
    for (const { node, pod, subject, container } of securityContexts(manifest.pods)) {
      const options = valueAt(node, 'seLinuxOptions');
      const type = valueAt(options, 'type');
      if (isSet(type) && !CONTAINER_TYPES.test(textOf(type)))
        report({
          at: type.range,
          about: `${container} type ${textOf(type)}`,
          ...(container === undefined && { reach: containersUnder(pod, ['seLinuxOptions']) }),
          message: `${subject} uses SELinux type ${textOf(type)}, which is not for containers`,
        });
      for (const key of ['user', 'role']) {
        const value = valueAt(options, key);
        if (isSet(value))
          report({
            at: value.range,
            about: `${container} ${key} ${textOf(value)}`,
            ...(container === undefined && { reach: containersUnder(pod, ['seLinuxOptions']) }),
            message: `${subject} sets a custom SELinux ${key}`,
          });
      }
    }
  },
});
