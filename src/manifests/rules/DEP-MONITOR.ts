import { definitionsOf } from '../cluster/definitions.js';
import { isOwnLabel, isSameNamespace, labelsOf } from '../cluster/pod-labels.js';
import { containerPortNames } from '../kubernetes/ports.js';
import { describeResource, type Resource } from '../kubernetes/resources.js';
import type { Manifest } from '../manifest.js';
import type { ManifestNode } from '../manifest-yaml.js';
import { isPlain } from '../plain-value.js';
import { defineManifestRule } from '../rule.js';
import { isSet, isTrue, textOf, valueAt } from '../yaml-values.js';

/** Source: Prometheus Operator, API reference, "ServiceMonitor" and "PodMonitor". */
export default defineManifestRule({
  id: 'DEP-MONITOR',
  name: 'monitor-selects-services',
  severity: 'low',
  severityReason: 'A mistake without an attacker: nothing is measured',
  practice: 'monitoring',
  title: 'Monitor matches no service',
  why: 'Nothing is measured, so no alert is ever raised, and nobody is told. Monitors of the API server, and of services that operators, charts or other namespaces have, are not reported.',
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
      const targets = manifest.allManifests.flatMap(type.targetsIn);
      const namespaces = namespacesOf(monitor);
      const isSelected = (one: MonitorTarget) =>
        isIn(one, namespaces) && hasLabels(one.labels, labels);
      const matching = targets.filter(isSelected);
      const subject = describeResource(monitor);
      if (!isKnown) continue;
      if (matching.length === 0 && isOfRepository(targets, { labels, namespaces }))
        report({
          at: selector.key,
          about: monitor.name,
          message: `${subject} matches no ${type.what} of the repository`,
        });
      if (matching.length > 0)
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
  /** Undefined if the command that applies it sets it. */
  readonly namespace: string | undefined;
  readonly labels: ManifestNode | undefined;
  /** The labels of the pods of a service. */
  readonly selector?: ManifestNode | undefined;
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
  return resources.flatMap(({ kind, node }) =>
    kind === 'Service'
      ? [
          {
            namespace: writtenNamespace(node),
            labels: valueAt(node, 'metadata', 'labels'),
            selector: valueAt(node, 'spec', 'selector'),
            portNames: (valueAt(node, 'spec', 'ports')?.items ?? []).map((port) =>
              textOf(valueAt(port, 'name')),
            ),
          },
        ]
      : [],
  );
}

function podsIn({ pods }: Manifest): MonitorTarget[] {
  return pods.flatMap(({ workload, metadata, containers, partial }) =>
    partial
      ? []
      : [
          {
            namespace: writtenNamespace(workload.node),
            labels: valueAt(metadata, 'labels'),
            portNames: containers.flatMap(containerPortNames),
          },
        ],
  );
}

function writtenNamespace(node: ManifestNode): string | undefined {
  return textOf(valueAt(node, 'metadata', 'namespace')) || undefined;
}

/** Where a monitor looks: names, undefined for its own that no manifest sets; `all` if they are not listed. */
type Namespaces = readonly (string | undefined)[] | 'all';

function namespacesOf({ node }: Resource): Namespaces {
  const selector = valueAt(node, 'spec', 'namespaceSelector');
  const names = (valueAt(selector, 'matchNames')?.items ?? []).map(textOf);
  if (isTrue(valueAt(selector, 'any')) || !names.every(isPlain)) return 'all';
  return names.length > 0 ? names : [writtenNamespace(node)];
}

function isIn({ namespace = 'default' }: MonitorTarget, namespaces: Namespaces): boolean {
  return (
    namespaces === 'all' || namespaces.some((name = 'default') => isSameNamespace(name, namespace))
  );
}

function hasLabels(labels: ManifestNode | undefined, wanted: ReadonlyMap<string, string>): boolean {
  return [...wanted].every(([key, value]) => textOf(valueAt(labels, key)) === value);
}

/**
 * Whether what a monitor selects would be in the repository: each namespace has something of it, or a service has such pods,
 * and the labels are not those that the cluster, an operator or a chart sets.
 */
function isOfRepository(
  targets: readonly MonitorTarget[],
  { labels, namespaces }: { labels: ReadonlyMap<string, string>; namespaces: Namespaces },
): boolean {
  if (namespaces === 'all') return false;
  const isApiServer =
    labels.get('component') === 'apiserver' && labels.get('provider') === 'kubernetes';
  const isKnown = ([key, value]: readonly [string, string]) =>
    isOwnLabel(key) &&
    !key.startsWith('operated-') &&
    (!SET_BY_CHARTS.has(key) || targets.some((one) => textOf(valueAt(one.labels, key)) === value));
  return (
    !isApiServer &&
    [...labels].every(isKnown) &&
    (namespaces.every((name) => targets.some(({ namespace }) => namespace === name)) ||
      // The labels are those of its pods, and not its own.
      targets.some((one) => isIn(one, namespaces) && hasLabels(one.selector, labels)))
  );
}

const SET_BY_CHARTS: ReadonlySet<string> = new Set([
  'app.kubernetes.io/instance',
  'app.kubernetes.io/managed-by',
]);

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
