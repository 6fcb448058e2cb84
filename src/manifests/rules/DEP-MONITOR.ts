import { definitionsOf, isPlain } from '../kubernetes/definitions.js';
import { isSameNamespace, labelsOf } from '../kubernetes/pod-labels.js';
import { containerPortNames } from '../kubernetes/ports.js';
import { describeResource, type Resource } from '../kubernetes/resources.js';
import type { Manifest } from '../manifest.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { defineRule } from '../rule.js';
import { isSet, isTrue, textOf, valueAt } from '../yaml-values.js';

/** Source: Prometheus Operator, API reference, "ServiceMonitor" and "PodMonitor". */
export default defineRule({
  id: 'DEP-MONITOR',
  name: 'monitor-selects-services',
  severity: 'low',
  practice: 'monitoring',
  title: 'Monitor matches no service',
  why: 'Nothing is measured, so no alert is ever raised, and nobody is told.',
  remediation:
    'Use the labels of the service or pod in the selector, its namespace in `namespaceSelector`, and the name of one of its ports',
  references: ['https://prometheus-operator.dev/docs/api-reference/api/'],
  aliases: ['dangling-servicemonitor'],
  wrong:
    'kind: Service\nmetadata: { name: web, labels: { app: web } }\n---\nkind: ServiceMonitor\nmetadata: { name: web }\nspec: { selector: { matchLabels: { app: shop } } }',
  right:
    'kind: Service\nmetadata: { name: web, labels: { app: web } }\n---\nkind: ServiceMonitor\nmetadata: { name: web }\nspec: { selector: { matchLabels: { app: web } } }',
  check(manifest, report) {
    const { countNear } = definitionsOf(manifest.allManifests);
    for (const monitor of manifest.resources) {
      const type = TYPES.get(monitor.kind);
      const selector = valueAt(monitor.node, 'spec', 'selector');
      if (!type || !isSet(selector) || countNear(manifest.path, type.counted) === 0) continue;
      if (isSet(valueAt(selector, 'matchExpressions'))) continue;
      const labels = labelsOf(valueAt(selector, 'matchLabels'));
      const isKnown = [...labels].flat().every(isPlain) && labels.size > 0;
      // A namespace without services of the repository has those of others.
      const targets = targetsFor(monitor, type, manifest.allManifests);
      if (!isKnown || targets.length === 0) continue;
      const matching = targets.filter(hasLabels(labels));
      const subject = describeResource(monitor);
      if (matching.length === 0)
        report({
          at: selector.key,
          about: monitor.name,
          message: `${subject} matches no ${type.what} of the repository`,
        });
      else
        for (const port of unknownPorts(monitor, type, matching))
          report({
            at: port.range,
            about: `${monitor.name} ${textOf(port)}`,
            message: `${subject} reads port "${textOf(port)}", which no ${type.what} that it selects has`,
          });
    }
  },
});

/** What a kind of monitor selects, and where it names the ports. */
interface MonitorType {
  /** The kind whose objects must be in the same folder. */
  readonly counted: string;
  readonly what: string;
  readonly endpoints: string;
  readonly targetsIn: (manifest: Manifest) => readonly MonitorTarget[];
}

/** What can be selected: a service, or the pods of a workload. */
interface MonitorTarget {
  readonly namespace: string;
  readonly labels: ManifestNode | undefined;
  readonly portNames: readonly string[];
}

const TYPES: ReadonlyMap<string, MonitorType> = new Map([
  [
    'ServiceMonitor',
    { counted: 'Service', what: 'service', endpoints: 'endpoints', targetsIn: servicesIn },
  ],
  [
    'PodMonitor',
    { counted: 'workload', what: 'pod', endpoints: 'podMetricsEndpoints', targetsIn: podsIn },
  ],
]);

function servicesIn({ resources }: Manifest): MonitorTarget[] {
  return resources.flatMap(({ kind, node, namespace }) =>
    kind === 'Service'
      ? [
          {
            namespace,
            labels: valueAt(node, 'metadata', 'labels'),
            portNames: (valueAt(node, 'spec', 'ports')?.items ?? []).map((port) =>
              textOf(valueAt(port, 'name')),
            ),
          },
        ]
      : [],
  );
}

function podsIn({ pods }: Manifest): MonitorTarget[] {
  return pods.flatMap(({ workload: { namespace }, metadata, containers, partial }) =>
    partial
      ? []
      : [
          {
            namespace,
            labels: valueAt(metadata, 'labels'),
            portNames: containers.flatMap(containerPortNames),
          },
        ],
  );
}

/** The services or pods of the namespaces that a monitor looks into. */
function targetsFor(
  monitor: Resource,
  { targetsIn }: MonitorType,
  manifests: readonly Manifest[],
): MonitorTarget[] {
  const isInside = namespacesOf(monitor);
  return manifests.flatMap((one) => targetsIn(one).filter(({ namespace }) => isInside(namespace)));
}

function hasLabels(wanted: ReadonlyMap<string, string>): (target: MonitorTarget) => boolean {
  return ({ labels }) =>
    [...wanted].every(([key, value]) => textOf(valueAt(labels, key)) === value);
}

/** The names of ports that none of the targets has. */
function unknownPorts(
  { node }: Resource,
  { endpoints }: MonitorType,
  targets: readonly MonitorTarget[],
): ManifestNode[] {
  const names = targets.flatMap(({ portNames }) => portNames);
  // A patch or a template can add ports.
  if (names.length === 0 || names.some((name) => name !== '' && !isPlain(name))) return [];
  const ports = (valueAt(node, 'spec', endpoints)?.items ?? []).map((one) => valueAt(one, 'port'));
  return ports.flatMap((port) =>
    port && isPlain(textOf(port)) && !names.includes(textOf(port)) ? [port] : [],
  );
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
