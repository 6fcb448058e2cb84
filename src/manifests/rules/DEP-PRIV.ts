import { lifecycleHooks } from '../compose/service-values.js';
import { defineRule } from '../rule.js';
import type { YamlNode } from '../yaml.js';
import { replaceScalar } from '../yaml-edits.js';
import { isTrue, textOf, valueAt } from '../yaml-values.js';

/** Source: Pod Security Standards baseline "Privileged Containers"; CIS Docker Benchmark 5.5. */
export default defineRule({
  id: 'DEP-PRIV',
  name: 'no-privileged-container',
  severity: 'critical',
  practice: 'deployment-security',
  title: 'A privileged container owns its host',
  why: 'A privileged container has every capability and every device: whoever breaks into it is root on the host.',
  remediation: 'Remove `privileged` and add the single capability or device that is needed.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  aliases: ['KSV-0017'],
  tags: ['pss:baseline', 'cis:5.5'],
  wrong: 'services:\n  app:\n    privileged: true',
  right: 'services:\n  app:\n    cap_add: [NET_BIND_SERVICE]',
  check(manifest, report) {
    const judge = (holder: YamlNode | undefined, what: string) => {
      const privileged = valueAt(holder, 'privileged');
      if (privileged && isTrue(privileged))
        report({
          at: privileged.range,
          message: `${what} is privileged: a break-in owns the host.`,
          fix: replaceScalar(privileged, 'false', 'Turn privileged off'),
        });
    };
    for (const { name, node } of manifest.services) {
      judge(node, `The container "${name}"`);
      for (const hook of lifecycleHooks(node)) judge(hook, `A hook of the container "${name}"`);
      judge(valueAt(node, 'build'), `The build of "${name}"`);
      for (const item of valueAt(node, 'build', 'entitlements')?.items ?? [])
        if (textOf(item) === 'security.insecure')
          report({
            at: item.range,
            message: `The build of "${name}" may run privileged: a break-in owns the host.`,
          });
    }
    for (const { name, node } of manifest.containers)
      judge(valueAt(node, 'securityContext'), `The container "${name}"`);
  },
});
