import { securityContexts } from '../kubernetes/security-context.js';
import { containersUnder } from '../pod-reach.js';
import { defineManifestRule } from '../rule.js';
import { replaceScalar } from '../yaml-edits.js';
import { isTrue, valueAt } from '../yaml-values.js';

/** Source: Pod Security Standards baseline "HostProcess". */
export default defineManifestRule({
  id: 'DEP-WINHOST',
  name: 'no-windows-host-process',
  severity: 'high',
  severityReason: 'Who takes over the process controls the node at once',
  practice: 'deployment-security',
  title: 'Windows container runs as a host process',
  why: 'A HostProcess container has administrator rights on the node.',
  remediation: 'Remove `hostProcess`',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/'],
  aliases: ['KSV-0103'],
  tags: ['pss:baseline'],
  wrong: 'kind: Pod\nspec:\n  securityContext: { windowsOptions: { hostProcess: true } }',
  right: 'kind: Pod\nspec:\n  securityContext: { windowsOptions: { hostProcess: false } }',
  check(manifest, report) {
    for (const { node, pod, subject, container } of securityContexts(manifest.pods)) {
      const value = valueAt(node, 'windowsOptions', 'hostProcess');
      if (value && isTrue(value))
        report({
          at: value.range,
          about: container,
          ...(container === undefined && {
            reach: containersUnder(pod, ['windowsOptions', 'hostProcess']),
          }),
          message: `${subject} runs as a Windows HostProcess container`,
          fix: replaceScalar(value, 'false', 'Disable HostProcess'),
        });
    }
  },
});
