import { unbounded, type YamlNode } from '../yaml.js';
import { textOf, valueAt } from '../yaml-values.js';
import { mountTarget } from './service-values.js';

/** Whose place a merged map has: findings about what it lacks stand there. */
export type KeepRange = 'base' | 'over';

/** Nobody nests a service deeper. */
const MAX_DEPTH = 100;

/** Keys and items that all merges for one file may still copy: a service that thousands extend must end. */
export interface MergeBudget {
  left: number;
}

/**
 * A Compose file with another on top of it; the services stay where the base says them (Compose Specification, Merge).
 * Throws PortsideError (incomplete) where the budget is used up.
 */
export function mergeFiles(base: YamlNode, over: YamlNode, budget: MergeBudget): YamlNode {
  return mergeMaps(base, over, 'base', budget, (name, below, above) =>
    name === 'services'
      ? mergeMaps(below, above, 'base', budget, (_, one, other) =>
          mergeServices(one, other, 'base', budget),
        )
      : merge(below, above, [name], 'base', budget),
  );
}

/** A service with another on top of it. Throws as mergeFiles does. */
export function mergeServices(
  base: YamlNode,
  over: YamlNode,
  place: KeepRange,
  budget: MergeBudget,
): YamlNode {
  return merge(base, over, [], place, budget);
}

function spend(budget: MergeBudget, base: YamlNode, over: YamlNode): void {
  budget.left -= base.entries.size + base.items.length + over.entries.size + over.items.length;
  if (budget.left < 0) throw unbounded(over.range.path);
}

/** `path` leads from the service to the value. */
function merge(
  base: YamlNode,
  over: YamlNode,
  path: readonly string[],
  place: KeepRange,
  budget: MergeBudget,
): YamlNode {
  spend(budget, base, over);
  if (over.merge || path.length > MAX_DEPTH) return over;
  const where = path.join('.');
  if (REPLACED.has(where)) return over;
  // A key without a value says nothing.
  if (over.kind === 'scalar' && over.scalar === null) return base;
  if (SEQUENCES.has(where)) {
    const items = [...sequence(base), ...sequence(over)];
    const rest = base.kind === over.kind && place === 'base' ? base : over;
    if (base.kind !== 'map' || over.kind !== 'map')
      return {
        ...rest,
        kind: 'list',
        scalar: undefined,
        entries: new Map(),
        items: lastOf(where, items),
      };
  }
  const [below, above] = where === 'build' ? [asBuild(base), asBuild(over)] : [base, over];
  if (where === 'logging' && otherDriver(below, above)) return above;
  if (below.kind === 'map' && above.kind === 'map')
    return mergeMaps(below, above, place, budget, (key, one, other) =>
      merge(one, other, [...path, key], place, budget),
    );
  if (below.kind === 'list' && above.kind === 'list')
    return {
      ...(place === 'base' ? below : above),
      items: lastOf(where, [...below.items, ...above.items]),
    };
  return above;
}

function mergeMaps(
  base: YamlNode,
  over: YamlNode,
  place: KeepRange,
  budget: MergeBudget,
  both: (key: string, base: YamlNode, over: YamlNode) => YamlNode,
): YamlNode {
  if (over.kind !== 'map') return base;
  if (base.kind !== 'map') return over;
  spend(budget, base, over);
  const entries = new Map(base.entries);
  for (const [key, value] of over.entries) {
    const below = entries.get(key);
    entries.set(key, below ? both(key, below, value) : value);
  }
  return { ...(place === 'base' ? base : over), entries };
}

/** Commands are not joined. */
const REPLACED: ReadonlySet<string> = new Set(['command', 'entrypoint', 'healthcheck.test']);

/** What may be a map, a list of `NAME=value` or one text. */
const SEQUENCES: ReadonlySet<string> = new Set([
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

function sequence(node: YamlNode): readonly YamlNode[] {
  if (node.kind === 'list') return node.items;
  if (node.kind === 'scalar') return [node];
  return [...node.entries].map(([name, value]) => {
    const text = value.scalar === null ? name : `${name}=${textOf(value)}`;
    return { ...value, kind: 'scalar', scalar: text, entries: new Map(), items: [] };
  });
}

function asBuild(node: YamlNode): YamlNode {
  if (node.kind !== 'scalar') return node;
  return { ...node, kind: 'map', scalar: undefined, entries: new Map([['context', node]]) };
}

/** Options of one log driver mean nothing to another. */
function otherDriver(base: YamlNode, over: YamlNode): boolean {
  const [one, other] = [valueAt(base, 'driver'), valueAt(over, 'driver')];
  return one !== undefined && other !== undefined && textOf(one) !== textOf(other);
}

/** The items, of those that are about the same thing the last, at the place of the first. */
function lastOf(where: string, items: readonly YamlNode[]): YamlNode[] {
  const identity = IDENTITY[where];
  const kept = new Map<string, YamlNode>();
  items.forEach((item, index) => {
    const own = identity ? identity(item) : item.kind === 'scalar' ? textOf(item) : '';
    kept.set(own === '' ? `\0${index}` : own, item);
  });
  return [...kept.values()];
}

const nameOf = (item: YamlNode) => textOf(item).replace(/=.*$/s, '');

/** What makes two items of a list the same (Compose Specification, Merge: unique resources). */
const IDENTITY: Readonly<Record<string, (item: YamlNode) => string>> = {
  annotations: nameOf,
  'build.args': nameOf,
  'build.labels': nameOf,
  configs: mountOf,
  'deploy.labels': nameOf,
  devices: mountTarget,
  env_file: (item) => textOf(item) || textOf(valueAt(item, 'path')),
  environment: nameOf,
  labels: nameOf,
  ports: portOf,
  secrets: mountOf,
  sysctls: nameOf,
  volumes: mountTarget,
};

function mountOf(item: YamlNode): string {
  return textOf(item) || textOf(valueAt(item, 'target')) || textOf(valueAt(item, 'source'));
}

function portOf(item: YamlNode): string {
  if (item.kind === 'scalar') {
    const [address = '', protocol = 'tcp'] = textOf(item).split('/');
    const parts = address.split(':');
    const [target, published = '', ...ip] = parts.reverse();
    return `${ip.reverse().join(':')}|${published}|${target}|${protocol}`;
  }
  const part = (key: string) => textOf(valueAt(item, key));
  return `${part('host_ip')}|${part('published')}|${part('target')}|${part('protocol') || 'tcp'}`;
}
