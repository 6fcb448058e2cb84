import { lifecycleHooks } from '../compose/service-values.js';
import { ofAgent } from '../kubernetes/agents.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { defineManifestRule } from '../rule.js';
import { replaceScalar } from '../yaml-edits.js';
import { isTrue, textOf, valueAt } from '../yaml-values.js';

/** Source: Pod Security Standards baseline "Privileged Containers"; CIS Docker Benchmark 5.5. */
export default defineManifestRule({
  id: 'DEP-PRIV',
  name: 'no-privileged-container',
  severity: 'critical',
  severityReason: 'Who takes over the process controls the host at once',
  supersedes: ['DEP-SECCOMP-UNSET'],
  practice: 'deployment-security',
  title: 'Container is privileged',
  why: 'A privileged container has all capabilities and devices: a compromise gives full control of the host.',
  remediation: 'Remove `privileged: true`, or add only the capability or device that is needed',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  aliases: ['KSV-0017'],
  tags: ['pss:baseline', 'cis:5.5'],
  wrong: 'services:\n  app:\n    privileged: true',
  right: 'services:\n  app:\n    cap_add: [NET_BIND_SERVICE]',
  check(manifest, report) {
    const reportPrivileged = (
      holder: ManifestNode | undefined,
      subject: string,
      name: string,
      agent = '',
    ) => {
      const privileged = valueAt(holder, 'privileged');
      if (privileged && isTrue(privileged))
        report({
          at: privileged.range,
          about: `${subject} ${name}`,
          message: `${subject} "${name}"${agent} runs privileged`,
          fix: replaceScalar(privileged, 'false', 'Set privileged to false'),
        });
    };
    for (const { name, node } of manifest.services) {
      reportPrivileged(node, 'Service', name);
      for (const hook of lifecycleHooks(node)) reportPrivileged(hook, 'Hook of service', name);
      reportPrivileged(valueAt(node, 'build'), 'Build of service', name);
      for (const item of valueAt(node, 'build', 'entitlements')?.items ?? [])
        if (textOf(item) === 'security.insecure')
          report({
            at: item.range,
            about: `entitlement ${name}`,
            message: `Build of service "${name}" may run privileged`,
          });
    }
    for (const { name, node, pod } of manifest.containers)
      reportPrivileged(valueAt(node, 'securityContext'), 'Container', name, ofAgent(pod));
  },
});
