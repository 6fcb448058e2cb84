import { workloadLocation } from '../kubernetes/resources.js';
import { serviceAccountName } from '../kubernetes/service-account.js';
import { defineRule } from '../rule.js';
import { isFalse, valueAt } from '../yaml-values.js';

export default defineRule({
  id: 'DEP-DEFAULTSA',
  name: 'own-service-account',
  severity: 'low',
  practice: 'runtime-security',
  title: 'The pod uses the default service account',
  why: 'What one pod of the namespace is allowed, all of them are.',
  remediation: 'Give the workload an account of its own with `serviceAccountName`.',
  aliases: ['default-service-account'],
  wrong: 'kind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: x:1 }] }',
  right: 'kind: Pod\nmetadata: { name: a }\nspec: { serviceAccountName: shop }',
  check(manifest, report) {
    for (const pod of manifest.pods) {
      // Without a token the account is only a name.
      if (isFalse(valueAt(pod.spec, 'automountServiceAccountToken'))) continue;
      if (serviceAccountName(pod) !== 'default' || pod.partial) continue;
      const named = valueAt(pod.spec, 'serviceAccountName') ?? valueAt(pod.spec, 'serviceAccount');
      report({
        at: named?.range ?? workloadLocation(pod.workload),
        message: `${pod.workload.kind} "${pod.workload.name}" uses the default service account.`,
      });
    }
  },
});
