import semver from 'semver';
import { groupBy } from '../../../lib/group-by.js';

/** One entry of a lockfile, as far as an update is checked. */
export interface LockEntry {
  /** Its place: `node_modules/a/node_modules/b`, `serde 1.0.0`. */
  readonly key: string;
  readonly name: string;
  readonly version: string;
  /** All that decides which files are installed: address, checksum, requirements. */
  readonly content: string;
  /** The names of the packages that it needs. */
  readonly needs: readonly string[];
}

/** The change that a package manager was asked for. */
export interface RaisedPackage {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Why the new lockfile is not what was asked for, as the rest of a sentence; undefined if it is: the package has the new
 * version wherever it had the old one, its newer versions are still there, and nothing else changed but what the old or the
 * new version needs.
 */
export function updateProblem(
  before: readonly LockEntry[],
  after: readonly LockEntry[],
  { name, from, to }: RaisedPackage,
): string | undefined {
  const left = after.find((entry) => entry.name === name && entry.version === from);
  if (left) return `${name} ${from} is still in ${left.key}`;
  if (!after.some((entry) => entry.name === name && entry.version === to))
    return `it has no ${name} ${to}`;
  const lost = before.find(
    (entry) =>
      entry.name === name &&
      isNewer(entry.version, to) &&
      !after.some((one) => one.name === name && one.version === entry.version),
  );
  if (lost) return `it replaces ${name} ${lost.version}, which is newer than ${to}`;
  const expected = needed([...before, ...after], name);
  const others = changedEntries(before, after).filter((entry) => !expected.has(entry.name));
  const [first] = others;
  if (!first) return undefined;
  const more = others.length > 1 ? ` and ${others.length - 1} more` : '';
  return `it changes ${first.name} ${first.version}${more}, which ${name} does not need`;
}

function isNewer(version: string, to: string): boolean {
  return semver.valid(version) !== null && semver.valid(to) !== null && semver.gt(version, to);
}

/** The different versions of a package. */
export function versionsOf(entries: readonly LockEntry[], name: string): readonly string[] {
  const versions = entries.flatMap((entry) => (entry.name === name ? entry.version : []));
  return [...new Set(versions)];
}

/** The entries that differ, as they are now, and those that are gone. */
function changedEntries(
  before: readonly LockEntry[],
  after: readonly LockEntry[],
): readonly LockEntry[] {
  const byKey = (entries: readonly LockEntry[]) => new Map(entries.map((one) => [one.key, one]));
  const [old, now] = [byKey(before), byKey(after)];
  const isSame = ({ key, version, content }: LockEntry) =>
    old.get(key)?.version === version && old.get(key)?.content === content;
  return [...after.filter((one) => !isSame(one)), ...before.filter(({ key }) => !now.has(key))];
}

/** The name, and those of all that it needs, directly or not. */
function needed(entries: readonly LockEntry[], name: string): ReadonlySet<string> {
  const needs = groupBy(entries, (entry) => entry.name);
  const names = new Set([name]);
  for (const one of names)
    for (const entry of needs.get(one) ?? []) for (const other of entry.needs) names.add(other);
  return names;
}
