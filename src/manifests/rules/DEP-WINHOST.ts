import { securityContexts } from '../kubernetes/resources.js';
import { defineRule } from '../rule.js';
import { replaceScalar } from '../yaml-edits.js';
import { isTrue, valueAt } from '../yaml-values.js';

/** Source: Pod Security Standards baseline "HostProcess". */
export default defineRule({
  id: 'DEP-WINHOST',
  name: 'no-windows-host-process',
  severity: 'high',
  practice: 'deployment-security',
  title: 'A Windows container runs as a process of its host',
  why: 'A HostProcess container has the rights of an administrator of the node.',
  remediation: 'Remove `hostProcess`.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/'],
  aliases: ['KSV-0103'],
  tags: ['pss:baseline'],
  wrong: 'kind: Pod\nspec:\n  securityContext: { windowsOptions: { hostProcess: true } }',
  right: 'kind: Pod\nspec:\n  securityContext: { windowsOptions: { hostProcess: false } }',
  check(manifest, report) {
    for (const { whose, context } of securityContexts(manifest.pods)) {
      const value = valueAt(context, 'windowsOptions', 'hostProcess');
      if (value && isTrue(value))
        report({
          at: value.range,
          message: `${whose} runs as a process of its Windows host.`,
          fix: replaceScalar(value, 'false', 'Run in a container'),
        });
    }
  },
});
