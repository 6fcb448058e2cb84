import { securityOptions } from '../compose/service-values.js';
import { securityContexts } from '../kubernetes/security-context.js';
import { containersUnder } from '../pod-reach.js';
import { defineManifestRule } from '../rule.js';
import { replaceScalar } from '../yaml-edits.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Source: Pod Security Standards baseline "AppArmor"; CIS Docker Benchmark 5.2. */
export default defineManifestRule({
  id: 'DEP-APPARMOR-OFF',
  name: 'no-unconfined-apparmor',
  severity: 'medium',
  severityReason: 'One barrier less for a process that already attacks the kernel',
  practice: 'deployment-security',
  title: 'AppArmor is disabled',
  why: 'The default AppArmor profile prevents a container from mounting file systems and from writing to kernel interfaces.',
  remediation: 'Use the default profile of the runtime, or a custom profile',
  references: ['https://kubernetes.io/docs/tutorials/security/apparmor/'],
  aliases: ['KSV-0002'],
  tags: ['pss:baseline', 'cis:5.2'],
  wrong: 'services:\n  app:\n    security_opt: [apparmor=unconfined]',
  right: 'services:\n  app:\n    security_opt: [apparmor=docker-default]',
  check(manifest, report) {
    for (const { name, node } of manifest.services)
      for (const option of securityOptions(node))
        if (option.name === 'apparmor' && option.value === 'unconfined')
          report({
            at: option.at.range,
            about: name,
            message: `Service "${name}" disables AppArmor`,
          });
    for (const { node, pod, subject, container } of securityContexts(manifest.pods)) {
      const type = valueAt(node, 'appArmorProfile', 'type');
      if (isSet(type) && !/^(RuntimeDefault|Localhost)$/.test(textOf(type)))
        report({
          at: type.range,
          about: container,
          ...(container === undefined && {
            reach: containersUnder(pod, ['appArmorProfile', 'type']),
          }),
          message: `${subject} disables AppArmor`,
          fix: replaceScalar(type, 'RuntimeDefault', DESCRIPTION),
        });
    }
    for (const { metadata } of manifest.pods)
      for (const [name, value] of valueAt(metadata, 'annotations')?.entries ?? [])
        if (
          name.startsWith(ANNOTATION) &&
          !/^($|runtime\/default$|localhost\/)/.test(textOf(value))
        )
          report({
            at: value.range,
            about: name,
            message: `Annotation disables AppArmor for container "${name.slice(ANNOTATION.length)}"`,
            fix: replaceScalar(value, 'runtime/default', DESCRIPTION),
          });
  },
});

const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';
const DESCRIPTION = 'Use the default AppArmor profile of the runtime';
