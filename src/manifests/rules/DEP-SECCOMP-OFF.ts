import { securityOptions } from '../compose/service-values.js';
import { securityContexts } from '../kubernetes/security-context.js';
import { containersUnder } from '../pod-reach.js';
import { defineManifestRule } from '../rule.js';
import { replaceScalar } from '../yaml-edits.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Source: Pod Security Standards baseline "Seccomp"; CIS Docker Benchmark 5.22. */
export default defineManifestRule({
  id: 'DEP-SECCOMP-OFF',
  name: 'no-unconfined-seccomp',
  severity: 'high',
  severityReason: 'Every system call of the kernel is open, so its vulnerabilities are',
  supersedes: ['DEP-SECCOMP-UNSET'],
  practice: 'deployment-security',
  title: 'seccomp is disabled',
  why: 'Without seccomp a container can attack every system call of the kernel, including rarely used ones.',
  remediation: 'Use the default profile of the runtime, or a custom profile',
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
            about: name,
            message: `Service "${name}" disables seccomp`,
          });
    for (const { node, pod, subject, container } of securityContexts(manifest.pods)) {
      const type = valueAt(node, 'seccompProfile', 'type');
      if (isSet(type) && !/^(RuntimeDefault|Localhost)$/.test(textOf(type)))
        report({
          at: type.range,
          about: container,
          ...(container === undefined && {
            reach: containersUnder(pod, ['seccompProfile', 'type']),
          }),
          message: `${subject} disables seccomp`,
          tags: ['pss:baseline'],
          fix: replaceScalar(type, 'RuntimeDefault', 'Set the seccomp profile to RuntimeDefault'),
        });
    }
    // Kubernetes 1.27 and later ignore these annotations, and so does Pod Security. Older clusters still apply them.
    for (const { metadata } of manifest.pods)
      for (const [name, value] of valueAt(metadata, 'annotations')?.entries ?? [])
        if (SECCOMP_ANNOTATION.test(name) && textOf(value) === 'unconfined')
          report({
            at: value.range,
            about: name,
            message: `Annotation ${name} disables seccomp`,
          });
  },
});

const SECCOMP_ANNOTATION =
  /^(seccomp\.security\.alpha\.kubernetes\.io\/pod$|container\.seccomp\.security\.alpha\.kubernetes\.io\/)/;
