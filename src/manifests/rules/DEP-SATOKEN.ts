import { rolesOfAccount } from '../cluster/bound-roles.js';
import { serviceAccountName, serviceAccountOf } from '../cluster/service-account.js';
import type { Pod } from '../kubernetes/pods.js';
import { describeResource, type Resource, workloadLocation } from '../kubernetes/resources.js';
import type { ObservedReach } from '../observed-reach.js';
import { defineManifestRule } from '../rule.js';
import { isFalse, isTrue, valueAt } from '../yaml-values.js';

/** Source: NSA/CISA Kubernetes Hardening Guidance 1.11, CIS Kubernetes Benchmark 5.1.5 and 5.1.6. */
export default defineManifestRule({
  id: 'DEP-SATOKEN',
  name: 'no-service-account-token',
  severity: 'low',
  severityReason:
    'An account without permissions gives next to nothing; medium if a Role is bound to it, high if that controls the cluster',
  ruleSet: 'all',
  practice: 'runtime-security',
  title: 'Service account token is mounted',
  why: 'An attacker who takes over the container can use the token to access the cluster; most programs never use it.',
  remediation:
    'Set `automountServiceAccountToken: false` on the pod or its service account; mount a projected token where it is needed',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
  ],
  aliases: ['KSV-0036'],
  wrong: 'kind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: x:1 }] }',
  right: 'kind: Pod\nmetadata: { name: a }\nspec: { automountServiceAccountToken: false }',
  check(manifest, report) {
    // Pods without an account of their own, those of other repositories too, get the token of this one.
    for (const account of manifest.resources) {
      if (account.kind !== 'ServiceAccount' || account.name !== 'default') continue;
      if (isFalse(valueAt(account.node, 'automountServiceAccountToken'))) continue;
      report({
        at: workloadLocation(account),
        about: `ServiceAccount ${account.namespace}`,
        message: 'Service account "default" mounts its token into every pod that names no account',
      });
    }
    for (const pod of manifest.pods) {
      const own = valueAt(pod.spec, 'automountServiceAccountToken');
      if (isFalse(own) || (pod.partial && !own)) continue;
      const account = serviceAccountOf(pod, manifest.allManifests);
      if (!own && account && isFalse(valueAt(account.node, 'automountServiceAccountToken')))
        continue;
      const { namespace } = pod.workload;
      const roles = rolesOfAccount({ namespace, name: serviceAccountName(pod) }, manifest);
      const role = roles.find(({ isClusterAdmin }) => isClusterAdmin) ?? roles[0];
      const bound = role ? `, with the permissions of ${role.name}` : '';
      report({
        at: own && isTrue(own) ? own.range : workloadLocation(pod.workload),
        about: `${pod.workload.kind} ${pod.workload.name}`,
        reach: [accountReach(pod, account)],
        ...(role && { severity: role.isClusterAdmin ? 'high' : 'medium' }),
        message: `Service account token is mounted into ${describeResource(pod.workload)}${bound}`,
      });
    }
  },
});

/** The account whose permissions the pod has. */
function accountReach(pod: Pod, account: Resource | undefined): ObservedReach {
  const name = serviceAccountName(pod);
  const at = account && valueAt(account.node, 'metadata', 'name')?.range;
  return { ...(at && { at }), value: at ? '' : name, name: `service account "${name}"` };
}
