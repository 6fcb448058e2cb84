import { definitionsOf } from '../cluster/definitions.js';
import type { PlacedManifest } from '../cluster/namespace-limits.js';
import { labelsOf } from '../cluster/pod-labels.js';
import { describeResource, type Resource } from '../kubernetes/resources.js';
import { defineManifestRule } from '../rule.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

/** Source: Kubernetes, "Specifying a Disruption Budget for your Application". */
export default defineManifestRule({
  id: 'DEP-PDB',
  name: 'pods-can-be-evicted',
  severity: 'low',
  severityReason: 'A mistake without an attacker: the node cannot be drained',
  practice: 'maintainability',
  title: 'Disruption budget lets no pod be evicted',
  why: 'A node cannot be drained while such a pod runs on it, so updates of its kernel and kubelet wait, or are forced.',
  remediation: 'Let one pod be evicted: `maxUnavailable: 1`',
  references: ['https://kubernetes.io/docs/tasks/run-application/configure-pdb/'],
  aliases: ['pdb-max-unavailable', 'pdb-min-available'],
  wrong:
    'kind: PodDisruptionBudget\nmetadata: { name: web }\nspec: { maxUnavailable: 0, selector: { matchLabels: { app: web } } }',
  right:
    'kind: PodDisruptionBudget\nmetadata: { name: web }\nspec: { maxUnavailable: 1, selector: { matchLabels: { app: web } } }',
  check(manifest, report) {
    for (const budget of manifest.resources) {
      if (budget.kind !== 'PodDisruptionBudget') continue;
      const unavailable = valueAt(budget.node, 'spec', 'maxUnavailable');
      const available = valueAt(budget.node, 'spec', 'minAvailable');
      const subject = describeResource(budget);
      const isNone = /^0+%?$/.test(textOf(unavailable));
      const pods = replicasOf(budget, manifest);
      if (unavailable && isNone)
        report({
          at: unavailable.range,
          about: budget.name,
          message: `${subject} lets no pod be evicted`,
        });
      else if (available && textOf(available) === '100%')
        report({
          at: available.range,
          about: budget.name,
          message: `${subject} lets no pod be evicted`,
        });
      else if (available && pods !== undefined && Number(textOf(available)) >= pods)
        report({
          at: available.range,
          about: budget.name,
          message: `${subject} lets no pod be evicted: there ${pods === 1 ? 'is 1' : `are ${pods}`}`,
        });
    }
  },
});

/** The least number of pods that a budget selects; undefined if the manifests do not say it. */
function replicasOf(
  budget: Resource,
  { path, allManifests: manifests }: PlacedManifest,
): number | undefined {
  const selector = valueAt(budget.node, 'spec', 'selector');
  const labels = labelsOf(valueAt(selector, 'matchLabels'));
  if (labels.size === 0 || isSet(valueAt(selector, 'matchExpressions'))) return undefined;
  const { hasUnread, podsWith } = definitionsOf(manifests);
  if (hasUnread(path)) return undefined;
  const pods = podsWith(labels, budget.namespace);
  const [workload] = pods.map((pod) => pod.workload);
  if (pods.length !== 1 || !workload) return undefined;
  const scalers = manifests
    .flatMap(({ resources }) => resources)
    .filter(
      ({ node }) => textOf(valueAt(node, 'spec', 'scaleTargetRef', 'name')) === workload.name,
    );
  const counts = [
    textOf(valueAt(workload.node, 'spec', 'replicas')),
    ...scalers.map(({ node }) => textOf(valueAt(node, 'spec', 'minReplicas'))),
  ];
  const known = counts.filter((count) => /^[1-9]\d*$/.test(count)).map(Number);
  return known.length > 0 ? Math.max(...known) : undefined;
}
