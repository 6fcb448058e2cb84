import { removedVersion } from '../kubernetes/removed-versions.js';
import { describeResource, type Resource } from '../kubernetes/resources.js';
import { defineManifestRule } from '../rule.js';
import { replaceScalar } from '../yaml-edits.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Source: Kubernetes, "Deprecated API Migration Guide". */
export default defineManifestRule({
  id: 'DEP-API',
  name: 'served-api-version',
  severity: 'low',
  severityReason: 'A mistake without an attacker: the cluster refuses the object',
  practice: 'maintainability',
  title: 'Kubernetes removed the API version',
  why: 'No supported version of Kubernetes accepts the object: it is missing, or an old cluster without security updates still runs. If it is a network policy or a role, what it protects is open.',
  remediation: 'Use the current API version, and change the fields that differ in it',
  references: ['https://kubernetes.io/docs/reference/using-api/deprecation-guide/'],
  aliases: ['no-extensions-v1beta'],
  wrong:
    'apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: { name: backup }\nspec: { schedule: "0 3 * * *" }',
  right:
    'apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: backup }\nspec: { schedule: "0 3 * * *" }',
  check(manifest, report) {
    for (const resource of manifest.resources) {
      const version = valueAt(resource.node, 'apiVersion');
      const removed = removedVersion(textOf(version), resource.kind);
      if (!version || !removed) continue;
      const { since, newVersion, isSame } = removed;
      const isReplaceable = newVersion !== undefined && isSame && !changesMeaning(resource);
      report({
        at: version.range,
        about: `${resource.kind} ${resource.name} ${textOf(version)}`,
        message: `Kubernetes 1.${since} and later refuse ${describeResource(resource)}: ${textOf(version)} was removed`,
        advice: adviceOn(newVersion, isReplaceable),
        fix: isReplaceable ? replaceScalar(version, newVersion, `Use ${newVersion}`) : undefined,
      });
    }
  },
});

/** A disruption budget with an empty selector was for no pod, and is for all since policy/v1. */
function changesMeaning({ kind, node }: Resource): boolean {
  return kind === 'PodDisruptionBudget' && !isSet(valueAt(node, 'spec', 'selector'));
}

function adviceOn(newVersion: string | undefined, isReplaceable: boolean): string {
  if (newVersion === undefined)
    return 'Delete it, and set the label pod-security.kubernetes.io/enforce on the namespaces';
  return isReplaceable
    ? `Use apiVersion: ${newVersion}`
    : `Use apiVersion: ${newVersion}, and change the fields that differ in it`;
}
