import { definitionsOf, WORKLOAD } from '../cluster/definitions.js';
import { isOwnLabel, labelsOf } from '../cluster/pod-labels.js';
import { describeResource, type Resource } from '../kubernetes/resources.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { isPlain } from '../plain-value.js';
import { defineManifestRule } from '../rule.js';
import { isSet, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'DEP-SELECTOR',
  name: 'selector-matches-pods',
  severity: 'low',
  severityReason: 'A mistake without an attacker: the object has no effect',
  practice: 'maintainability',
  title: 'Selector matches no pod',
  why: 'A service without pods refuses every connection; a network policy or disruption budget without pods protects nothing, and nobody is told. Where a file of the folder could not be read, nothing is reported: its pods can have the labels.',
  remediation: 'Use the labels of the pod template in the selector',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/'],
  aliases: ['dangling-service', 'dangling-networkpolicy'],
  wrong:
    'kind: Service\nmetadata: { name: web }\nspec: { selector: { app: web } }\n---\nkind: Pod\nmetadata: { name: web, labels: { app: shop } }\nspec: { containers: [{ name: web, image: x:1 }] }',
  right:
    'kind: Service\nmetadata: { name: web }\nspec: { selector: { app: web } }\n---\nkind: Pod\nmetadata: { name: web, labels: { app: web } }\nspec: { containers: [{ name: web, image: x:1 }] }',
  check(manifest, report) {
    const { countNear, hasWorkloads, podsWith } = definitionsOf(manifest.allManifests);
    if (countNear(manifest.path, WORKLOAD) === 0) return;
    for (const resource of manifest.resources) {
      const selector = selectorOf(resource);
      // A namespace without workloads has those of others, such as the control plane or an operator.
      if (!isSet(selector) || !hasWorkloads(resource.namespace)) continue;
      if (resource.namespace === 'kube-system') continue;
      const labels = labelsOf(selector);
      const isKnown = [...labels].every(([key, value]) => isOwnLabel(key) && isPlain(value));
      // Helm sets this label on the objects of a release: the pods can be those of a chart.
      const instance = labels.get(INSTANCE);
      const isOfChart =
        instance !== undefined &&
        podsWith(new Map([[INSTANCE, instance]]), resource.namespace).length === 0;
      const others = new Map([...labels].filter(([key]) => !SET_AT_RUN_TIME.test(key)));
      const isOfProgram =
        others.size < labels.size &&
        podsWith(others, resource.namespace).some(({ metadata }) =>
          [...labels.keys()].every((key) => others.has(key) || !valueAt(metadata, 'labels', key)),
        );
      if (!isKnown || isOfChart || isOfProgram) continue;
      if (podsWith(labels, resource.namespace).length === 0)
        report({
          at: selector.key,
          about: `${resource.kind} ${resource.name}`,
          message: `The selector of ${describeResource(resource)} matches no pod of the repository`,
        });
    }
  },
});

const INSTANCE = 'app.kubernetes.io/instance';

/** Labels with which databases and Vault mark their leader: the program sets them on its pod. */
const SET_AT_RUN_TIME = /^(?:role|[\w.-]*-role|vault-[\w-]+)$/;

const SELECTOR_KEYS = new Map([
  ['NetworkPolicy', 'podSelector'],
  ['PodDisruptionBudget', 'selector'],
]);

/** The map of labels with which an object selects pods; undefined for expressions. */
function selectorOf({ kind, node }: Resource): ManifestNode | undefined {
  if (kind === 'Service') return valueAt(node, 'spec', 'selector');
  const key = SELECTOR_KEYS.get(kind);
  const selector = key === undefined ? undefined : valueAt(node, 'spec', key);
  return isSet(valueAt(selector, 'matchExpressions'))
    ? undefined
    : valueAt(selector, 'matchLabels');
}
