import { definitionsOf, isPlain } from '../kubernetes/definitions.js';
import { isSameNamespace, labelsOf } from '../kubernetes/pod-labels.js';
import { describeResource, type Resource } from '../kubernetes/resources.js';
import type { Manifest } from '../manifest.js';
import { defineRule } from '../rule.js';
import { isSet, isTrue, textOf, valueAt } from '../yaml-values.js';

/** Source: Prometheus Operator, API reference, "ServiceMonitor". */
export default defineRule({
  id: 'DEP-MONITOR',
  name: 'monitor-selects-services',
  severity: 'low',
  practice: 'monitoring',
  title: 'Monitor matches no service',
  why: 'Nothing is measured, so no alert is ever raised, and nobody is told.',
  remediation:
    'Use the labels of the service in the selector, and its namespace in `namespaceSelector`',
  references: ['https://prometheus-operator.dev/docs/api-reference/api/'],
  aliases: ['dangling-servicemonitor'],
  wrong:
    'kind: Service\nmetadata: { name: web, labels: { app: web } }\n---\nkind: ServiceMonitor\nmetadata: { name: web }\nspec: { selector: { matchLabels: { app: shop } } }',
  right:
    'kind: Service\nmetadata: { name: web, labels: { app: web } }\n---\nkind: ServiceMonitor\nmetadata: { name: web }\nspec: { selector: { matchLabels: { app: web } } }',
  check(manifest, report) {
    const { countNear } = definitionsOf(manifest.allManifests);
    if (countNear(manifest.path, 'Service') === 0) return;
    for (const monitor of manifest.resources) {
      const selector = valueAt(monitor.node, 'spec', 'selector');
      if (monitor.kind !== 'ServiceMonitor' || !isSet(selector)) continue;
      if (isSet(valueAt(selector, 'matchExpressions'))) continue;
      const labels = labelsOf(valueAt(selector, 'matchLabels'));
      const isKnown = [...labels].flat().every(isPlain) && labels.size > 0;
      // A namespace without services of the repository has those of others.
      const services = servicesFor(monitor, manifest.allManifests);
      if (isKnown && services.length > 0 && !services.some(hasLabels(labels)))
        report({
          at: selector.key,
          about: monitor.name,
          message: `${describeResource(monitor)} matches no service of the repository`,
        });
    }
  },
});

/** The services of the namespaces that a monitor looks into. */
function servicesFor(monitor: Resource, manifests: readonly Manifest[]): Resource[] {
  const isInside = namespacesOf(monitor);
  return manifests.flatMap(({ resources }) =>
    resources.filter(({ kind, namespace }) => kind === 'Service' && isInside(namespace)),
  );
}

function hasLabels(labels: ReadonlyMap<string, string>): (service: Resource) => boolean {
  return ({ node }) =>
    [...labels].every(([key, value]) => textOf(valueAt(node, 'metadata', 'labels', key)) === value);
}

/** Whether a monitor looks into a namespace: its own, unless it names others. */
function namespacesOf({ node, namespace }: Resource): (other: string) => boolean {
  const selector = valueAt(node, 'spec', 'namespaceSelector');
  if (isTrue(valueAt(selector, 'any'))) return () => true;
  const names = (valueAt(selector, 'matchNames')?.items ?? []).map(textOf);
  if (names.some((name) => !isPlain(name))) return () => true;
  const wanted = names.length > 0 ? names : [namespace];
  return (other) => wanted.some((name) => isSameNamespace(name, other));
}
