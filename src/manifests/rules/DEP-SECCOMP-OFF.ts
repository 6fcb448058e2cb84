import { securityOptions } from '../compose/service-values.js';
import { securityContexts } from '../kubernetes/resources.js';
import { defineRule } from '../rule.js';
import { replaceScalar } from '../yaml-edits.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Source: Pod Security Standards baseline "Seccomp"; CIS Docker Benchmark 5.22. */
export default defineRule({
  id: 'DEP-SECCOMP-OFF',
  name: 'no-unconfined-seccomp',
  severity: 'high',
  practice: 'deployment-security',
  title: 'The filter of system calls is switched off',
  why: 'Without seccomp every system call of the kernel can be attacked, the obscure ones too.',
  remediation: 'Use the runtime’s default profile, or a profile of your own.',
  references: ['https://kubernetes.io/docs/tutorials/security/seccomp/'],
  aliases: ['KSV-0104'],
  tags: ['cis:5.22'],
  wrong: 'services:\n  app:\n    security_opt: [seccomp=unconfined]',
  right: 'services:\n  app:\n    security_opt: [seccomp=./profile.json]',
  check(manifest, report) {
    for (const { name, node } of manifest.services)
      for (const option of securityOptions(node))
        if (option.name === 'seccomp' && option.value === 'unconfined')
          report({
            at: option.at.range,
            message: `The service "${name}" switches seccomp off.`,
          });
    for (const { whose, context } of securityContexts(manifest.pods)) {
      const type = valueAt(context, 'seccompProfile', 'type');
      if (isSet(type) && !/^(RuntimeDefault|Localhost)$/.test(textOf(type)))
        report({
          at: type.range,
          message: `${whose} switches seccomp off.`,
          tags: ['pss:baseline'],
          fix: replaceScalar(type, 'RuntimeDefault', 'Use the runtime’s seccomp profile'),
        });
    }
    // Annotations ended with Kubernetes 1.27, which Pod Security knows: older clusters still follow them.
    for (const { metadata } of manifest.pods)
      for (const [name, value] of valueAt(metadata, 'annotations')?.entries ?? [])
        if (SECCOMP_ANNOTATION.test(name) && textOf(value) === 'unconfined')
          report({ at: value.range, message: 'The annotation switches seccomp off.' });
  },
});

const SECCOMP_ANNOTATION =
  /^(seccomp\.security\.alpha\.kubernetes\.io\/pod$|container\.seccomp\.security\.alpha\.kubernetes\.io\/)/;
