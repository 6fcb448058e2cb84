import type { ImageChange, Risk } from '../core/image-difference.js';
import type { Location } from '../core/location.js';
import type { Package } from '../core/package.js';
import { groupBy } from '../lib/group-by.js';

/** Negative, zero or positive as version `a` of the package is lower than, equal to or higher than `b`; undefined if unknown. */
export type CompareVersions = (pkg: Package, a: string, b: string) => number | undefined;

export interface PackageComparison {
  readonly compare: CompareVersions;
  /** The line of the Dockerfile that removed a package. */
  lineOfRemoved(pkg: Package): Location | undefined;
}

/**
 * The packages that were added, removed, raised or lowered. A package is its type, name and architecture; several versions
 * of one are paired in ascending order, and what is left over was added or removed.
 */
export function comparePackages(
  before: readonly Package[],
  after: readonly Package[],
  { compare, lineOfRemoved }: PackageComparison,
): ImageChange[] {
  const [old, now] = [groupBy(before, keyOf), groupBy(after, keyOf)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) =>
    compareVersionsOf(old.get(key) ?? [], now.get(key) ?? [], { compare, lineOfRemoved }),
  );
}

function keyOf({ type, name, arch = '' }: Package): string {
  return JSON.stringify([type, name, arch]);
}

function compareVersionsOf(
  before: readonly Package[],
  after: readonly Package[],
  { compare, lineOfRemoved }: PackageComparison,
): ImageChange[] {
  const [old, now] = [distinct(before), distinct(after)];
  const gone = [...old.values()].filter(({ version }) => !now.has(version));
  const fresh = [...now.values()].filter(({ version }) => !old.has(version));
  const order = (a: Package, b: Package) => compare(a, a.version, b.version) ?? 0;
  gone.sort(order);
  fresh.sort(order);
  return Array.from({ length: Math.max(gone.length, fresh.length) }, (_, i) => {
    const change = changeOf(gone[i], fresh[i], compare);
    const location = gone[i] && !fresh[i] ? lineOfRemoved(gone[i]) : undefined;
    return location ? { ...change, location } : change;
  });
}

/** One package for each version, which may be installed in several places. */
function distinct(packages: readonly Package[]): Map<string, Package> {
  return new Map(packages.map((one) => [one.version, one]));
}

function changeOf(
  old: Package | undefined,
  now: Package | undefined,
  compare: CompareVersions,
): ImageChange {
  const { type, name, location } = (now ?? old) as Package;
  const about = {
    kind: 'package',
    type,
    name,
    ...(old && { before: old.version }),
    ...(now && { after: now.version, ...(location && { location }) }),
  } as const;
  const named = `${type} package ${name}`;
  if (!old)
    return { ...about, change: 'added', risk: 'low', message: `New ${named} ${now?.version}` };
  if (!now)
    return {
      ...about,
      change: 'removed',
      risk: 'info',
      message: `Removed ${named} ${old.version}`,
    };
  const order = compare(now, now.version, old.version);
  const [change, verb, risk] = DIRECTIONS[order === undefined ? 0 : Math.sign(order)] ?? UNKNOWN;
  const message = `${verb} ${named} from ${old.version} to ${now.version}`;
  if (!old.license || !now.license || old.license === now.license)
    return { ...about, change, risk, message };
  const license = `license ${now.license} instead of ${old.license}`;
  return {
    ...about,
    change,
    risk: risk === 'info' ? 'low' : risk,
    message: `${message}, ${license}`,
  };
}

type Direction = readonly ['raised' | 'lowered' | 'changed', verb: string, Risk];

const UNKNOWN: Direction = ['changed', 'Changed', 'low'];

/** By the sign of the comparison. Equal versions may be written in two ways. */
const DIRECTIONS: Readonly<Record<number, Direction>> = {
  1: ['raised', 'Raised', 'info'],
  '-1': ['lowered', 'Lowered', 'medium'],
};
