import type { Finding } from '../core/finding.js';
import { fingerprint } from '../core/fingerprint.js';
import { ALL_OF_IT, type Reach } from '../core/holder.js';
import { compareText } from '../lib/text.js';
import type { Holders, NamedHolder } from './holders.js';
import type { Manifest } from './manifest.js';
import type { ObservedReach } from './observed-reach.js';

/** Finds the holder of what is at a place, first in the manifest, then in those of the file. */
export type HolderAnywhere = (
  manifest: Manifest,
  reached: ObservedReach,
) => NamedHolder | undefined;

export function searchAnywhere(
  manifests: readonly Manifest[],
  holders: (manifest: Manifest) => Holders,
): HolderAnywhere {
  let byPath: ReadonlyMap<string, Manifest> | undefined;
  return (manifest, { at, name }) => {
    if (!at) return undefined;
    const about = name.replaceAll('"', '');
    const own = holders(manifest).find(at, about);
    if (own) return own;
    byPath ??= new Map(manifests.map((one) => [one.path, one]));
    const other = byPath.get(at.path);
    return other && holders(other).find(at, about);
  };
}

/** What of it findings keep. Without a holder, the text alone identifies it. */
export function reachOf(
  { at, of, value, name }: ObservedReach,
  holder: NamedHolder | undefined,
): Reach {
  const text = at && !holder ? [value, name] : [value];
  const id = value === ALL_OF_IT ? value : digestOf(...text);
  const own = holder?.id ?? (of === undefined ? undefined : digestOf('of', of));
  return { ...(own !== undefined && { holder: own }), value: id, name: name.slice(0, MAX_NAME) };
}

/** The service of a Compose project that has what is written in another file, which `extends` or `include` names. */
export function reachOfProject(
  { path }: Manifest,
  { location }: Pick<Finding, 'location'>,
  holder: NamedHolder | undefined,
): Reach[] {
  if (!holder || !location || location.path === path) return [];
  const name = `service "${holder.names.join(' ')}" of ${path}`;
  return [{ holder: holder.id, value: digestOf('service'), name: name.slice(0, MAX_NAME) }];
}

const MAX_NAME = 200;

function digestOf(...text: readonly string[]): string {
  return fingerprint(...text).slice(0, 16);
}

/** What findings keep one by one; of more, they only keep whether it is the same. */
const MOST = 500;

/** Each once. */
export function uniqueReach(reach: readonly Reach[]): Reach[] {
  const unique = new Map(reach.map((one) => [reachKey([one]), one]));
  const sorted = [...unique].sort(([a], [b]) => compareText(a, b));
  const rest = sorted.slice(MOST);
  const kept = sorted.slice(0, MOST).map(([, one]) => one);
  if (rest.length === 0) return [...unique.values()];
  return [...kept, { value: digestOf(...rest.map(([key]) => key)), name: `${rest.length} others` }];
}

/** A text that two lists have in common if they reach the same, in whatever order. */
export function reachKey(reach: readonly Reach[] = []): string {
  return reach
    .map(({ holder = '', value }) => `${holder} ${value}`)
    .sort()
    .join('\n');
}
