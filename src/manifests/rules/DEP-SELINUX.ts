import { securityOptions } from '../compose/service-values.js';
import { securityContexts } from '../kubernetes/resources.js';
import { defineRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

const TYPES = /^(container_t|container_init_t|container_kvm_t|container_engine_t)$/;

/** Types that SELinux lets do everything are as good as none. */
const OFF = /^(disable|type:(spc_t|unconfined_t))$/;

/** Source: Pod Security Standards baseline "SELinux"; CIS Docker Benchmark 5.3. */
export default defineRule({
  id: 'DEP-SELINUX',
  name: 'no-weakened-selinux',
  severity: 'medium',
  practice: 'deployment-security',
  title: 'SELinux is weakened',
  why: 'The label of the process decides which files of the host and of other containers it may touch.',
  remediation: 'Leave user, role and type to the runtime, or use one of its container types.',
  aliases: ['KSV-0025'],
  tags: ['pss:baseline', 'cis:5.3'],
  wrong: 'services:\n  app:\n    security_opt: [label:disable]',
  right: 'services:\n  app:\n    security_opt: ["label:type:container_t"]',
  check(manifest, report) {
    for (const { name, node } of manifest.services)
      for (const option of securityOptions(node))
        if (option.name === 'label' && OFF.test(option.value))
          report({
            at: option.at.range,
            message: `The service "${name}" switches SELinux off.`,
          });
    for (const { whose, context } of securityContexts(manifest.pods)) {
      const options = valueAt(context, 'seLinuxOptions');
      const type = valueAt(options, 'type');
      if (isSet(type) && !TYPES.test(textOf(type)))
        report({
          at: type.range,
          message: `${whose} runs with the SELinux type ${textOf(type)}, which is none of a container.`,
        });
      for (const key of ['user', 'role']) {
        const value = valueAt(options, key);
        if (isSet(value))
          report({ at: value.range, message: `${whose} sets an SELinux ${key} of its own.` });
      }
    }
  },
});
