import { fingerprint } from '../core/fingerprint.js';
import type { Location } from '../core/location.js';
import type { Manifest } from './manifest.js';
import type { ManifestNode } from './manifest-yaml.js';

/** A service, object, container or job, and the lines that it has. */
interface Holder {
  readonly name: string;
  readonly startLine: number;
  readonly endLine: number;
}

/** Holders that are looked at for one place. Those around it are a few lines above, but for large objects. */
const MOST_LOOKED_AT = 1_000;

/**
 * A function that says which service, object, container or job a place is in: findings of all rules about it have the same
 * text. Undefined outside of them.
 */
export function placeReader(manifest: Manifest): (at: Location) => string | undefined {
  const holders = holdersByPath(manifest);
  return ({ path, startLine }) => {
    const own = holders.get(path) ?? [];
    const last = lastStart(own, startLine);
    // The innermost one starts last.
    for (let i = last; i >= 0 && i > last - MOST_LOOKED_AT; i--) {
      const holder = own[i];
      if (holder && startLine <= holder.endLine) return fingerprint('place', holder.name);
    }
    return undefined;
  };
}

/** The index of the last holder that starts at the line or above it. */
function lastStart(holders: readonly Holder[], line: number): number {
  let low = 0;
  let high = holders.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((holders[middle]?.startLine ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** In the order in which they start; of those that start in one line, the outer ones first. */
function holdersByPath(manifest: Manifest): ReadonlyMap<string, readonly Holder[]> {
  const byPath = new Map<string, Holder[]>();
  const names = manifest.rendering?.writtenNames;
  const add = ({ key, range }: ManifestNode, ...parts: readonly string[]) => {
    const name = parts.map((part) => names?.get(part) ?? part).join(' ');
    const startLine = key.path === range.path ? key.startLine : range.startLine;
    const holder = { name, startLine, endLine: range.endLine };
    const known = byPath.get(range.path);
    if (known) known.push(holder);
    else byPath.set(range.path, [holder]);
  };
  for (const { kind, name, node } of manifest.resources) add(node, kind, name);
  for (const { name, node } of manifest.services) add(node, 'service', name);
  for (const { id, node } of manifest.workflow?.jobs ?? []) add(node, 'job', id);
  for (const { name, node, pod } of manifest.containers)
    add(node, pod.workload.kind, pod.workload.name, 'container', name);
  for (const holders of byPath.values()) holders.sort((a, b) => a.startLine - b.startLine);
  return byPath;
}
