import { serviceAccountName } from '../cluster/service-account.js';
import { describeResource, workloadLocation } from '../kubernetes/resources.js';
import { defineManifestRule } from '../rule.js';
import { isFalse, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'DEP-DEFAULTSA',
  name: 'own-service-account',
  severity: 'low',
  severityReason:
    'The account has no permissions unless somebody binds some to it, which is DEP-RBAC-SHARED',
  ruleSet: 'all',
  practice: 'runtime-security',
  title: 'Pod uses the default service account',
  why: 'All pods of a namespace share its default service account, so they all have the permissions that one of them needs.',
  remediation: 'Create a service account for the workload and set `serviceAccountName`',
  aliases: ['default-service-account'],
  wrong: 'kind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: x:1 }] }',
  right: 'kind: Pod\nmetadata: { name: a }\nspec: { serviceAccountName: shop }',
  check(manifest, report) {
    for (const pod of manifest.pods) {
      // Without a token the pod cannot use the account.
      if (isFalse(valueAt(pod.spec, 'automountServiceAccountToken'))) continue;
      if (serviceAccountName(pod) !== 'default' || pod.partial) continue;
      const named = valueAt(pod.spec, 'serviceAccountName') ?? valueAt(pod.spec, 'serviceAccount');
      report({
        at: named?.range ?? workloadLocation(pod.workload),
        about: `${pod.workload.kind} ${pod.workload.name}`,
        message: `${describeResource(pod.workload)} uses the default service account`,
      });
    }
  },
});
