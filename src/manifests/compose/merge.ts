import { type ManifestNode, manifestTooComplex } from '../manifest-yaml.js';
import { textOf, valueAt } from '../yaml-values.js';
import { mountTarget } from './service-values.js';

/** Keys and items that the merges of one project may still copy: thousands of services can extend the same one. */
export interface MergeBudget {
  left: number;
}

/** Deeper values are not merged but replaced. */
const MAX_DEPTH = 100;

/** How two nodes are merged, the same for all of their values. */
interface MergeOptions {
  /** The node whose range a merged map has: findings about missing keys are reported there. */
  readonly rangeOf: 'base' | 'override';
  readonly budget: MergeBudget;
}

/**
 * A Compose file merged with its override; services keep the place of the base. Throws PortsideError (incomplete) if the
 * budget is used up.
 * Source: Compose Specification, "Merge".
 */
export function mergeFiles(
  base: ManifestNode,
  override: ManifestNode,
  budget: MergeBudget,
): ManifestNode {
  const options: MergeOptions = { rangeOf: 'base', budget };
  return mergeMaps(base, override, options, (key, below, above) =>
    key === 'services'
      ? mergeMaps(below, above, options, (_, one, other) => mergeValues(one, other, options, []))
      : mergeValues(below, above, options, [key]),
  );
}

/** A service merged onto the one that it extends; it keeps its own place. Throws as mergeFiles does. */
export function mergeServices(
  base: ManifestNode,
  service: ManifestNode,
  budget: MergeBudget,
): ManifestNode {
  return mergeValues(base, service, { rangeOf: 'override', budget }, []);
}

/** `path` are the keys from the service to the value. */
function mergeValues(
  base: ManifestNode,
  override: ManifestNode,
  options: MergeOptions,
  path: readonly string[],
): ManifestNode {
  spend(options.budget, base, override);
  if (override.tag || path.length > MAX_DEPTH) return override;
  const key = path.join('.');
  if (REPLACED_KEYS.has(key)) return override;
  // A key without a value does not override.
  if (override.kind === 'scalar' && override.scalar === null) return base;
  if (SEQUENCE_KEYS.has(key) && (base.kind !== 'map' || override.kind !== 'map'))
    return mergeSequences(base, override, options, key);
  const [below, above] = key === 'build' ? [asBuild(base), asBuild(override)] : [base, override];
  if (key === 'logging' && hasOtherDriver(below, above)) return above;
  if (below.kind === 'map' && above.kind === 'map')
    return mergeMaps(below, above, options, (name, one, other) =>
      mergeValues(one, other, options, [...path, name]),
    );
  if (below.kind === 'list' && above.kind === 'list') {
    const place = options.rangeOf === 'base' ? below : above;
    return { ...place, items: uniqueItems(key, [...below.items, ...above.items]) };
  }
  return above;
}

function spend(budget: MergeBudget, base: ManifestNode, override: ManifestNode): void {
  for (const { entries, items } of [base, override]) budget.left -= entries.size + items.length;
  if (budget.left < 0) throw manifestTooComplex(override.range.path);
}

function mergeMaps(
  base: ManifestNode,
  override: ManifestNode,
  { rangeOf, budget }: MergeOptions,
  mergeEntry: (key: string, base: ManifestNode, override: ManifestNode) => ManifestNode,
): ManifestNode {
  if (override.kind !== 'map') return base;
  if (base.kind !== 'map') return override;
  spend(budget, base, override);
  const entries = new Map(base.entries);
  for (const [key, value] of override.entries) {
    const below = entries.get(key);
    entries.set(key, below ? mergeEntry(key, below, value) : value);
  }
  return { ...(rangeOf === 'base' ? base : override), entries };
}

/** Keys whose value is replaced as a whole. */
const REPLACED_KEYS: ReadonlySet<string> = new Set(['command', 'entrypoint', 'healthcheck.test']);

/** Keys whose value can be a map, a list of `NAME=value` or a single string. */
const SEQUENCE_KEYS: ReadonlySet<string> = new Set([
  'annotations',
  'build.args',
  'build.labels',
  'deploy.labels',
  'dns',
  'dns_opt',
  'dns_search',
  'env_file',
  'environment',
  'extra_hosts',
  'labels',
  'sysctls',
  'tmpfs',
]);

function mergeSequences(
  base: ManifestNode,
  override: ManifestNode,
  { rangeOf }: MergeOptions,
  key: string,
): ManifestNode {
  const place = base.kind === override.kind && rangeOf === 'base' ? base : override;
  const items = uniqueItems(key, [...sequenceOf(base), ...sequenceOf(override)]);
  return { ...place, kind: 'list', scalar: undefined, entries: new Map(), items };
}

function sequenceOf(node: ManifestNode): readonly ManifestNode[] {
  if (node.kind === 'list') return node.items;
  if (node.kind === 'scalar') return [node];
  return [...node.entries].map(([name, value]) => {
    const text = value.scalar === null ? name : `${name}=${textOf(value)}`;
    return { ...value, kind: 'scalar', scalar: text, entries: new Map(), items: [] };
  });
}

/** `build: FOLDER` is short for `build: { context: FOLDER }`. */
function asBuild(node: ManifestNode): ManifestNode {
  if (node.kind !== 'scalar') return node;
  return { ...node, kind: 'map', scalar: undefined, entries: new Map([['context', node]]) };
}

/** The options of a log driver are not valid for another one. */
function hasOtherDriver(base: ManifestNode, override: ManifestNode): boolean {
  const [one, other] = [valueAt(base, 'driver'), valueAt(override, 'driver')];
  return one !== undefined && other !== undefined && textOf(one) !== textOf(other);
}

/** The items in order. Of those with the same identity the last one is kept, at the position of the first. */
function uniqueItems(key: string, items: readonly ManifestNode[]): ManifestNode[] {
  const identify = IDENTITIES[key];
  const unique = new Map<string, ManifestNode>();
  items.forEach((item, index) => {
    const scalar = item.kind === 'scalar' ? textOf(item) : '';
    const identity = identify ? identify(item) : scalar;
    unique.set(identity === '' ? `\0${index}` : identity, item);
  });
  return [...unique.values()];
}

const variableName = (item: ManifestNode) => textOf(item).replace(/=.*$/s, '');

/** What identifies an item of a list. Source: Compose Specification, "Merge", unique resources. */
const IDENTITIES: Readonly<Record<string, (item: ManifestNode) => string>> = {
  annotations: variableName,
  'build.args': variableName,
  'build.labels': variableName,
  configs: configTarget,
  'deploy.labels': variableName,
  devices: mountTarget,
  env_file: (item) => textOf(item) || textOf(valueAt(item, 'path')),
  environment: variableName,
  labels: variableName,
  ports: portIdentity,
  secrets: configTarget,
  sysctls: variableName,
  volumes: mountTarget,
};

function configTarget(item: ManifestNode): string {
  return textOf(item) || textOf(valueAt(item, 'target')) || textOf(valueAt(item, 'source'));
}

function portIdentity(item: ManifestNode): string {
  if (item.kind === 'scalar') {
    const [address = '', protocol = 'tcp'] = textOf(item).split('/');
    const [target, published = '', ...ip] = address.split(':').reverse();
    return `${ip.reverse().join(':')}|${published}|${target}|${protocol}`;
  }
  const part = (key: string) => textOf(valueAt(item, key));
  return `${part('host_ip')}|${part('published')}|${part('target')}|${part('protocol') || 'tcp'}`;
}
