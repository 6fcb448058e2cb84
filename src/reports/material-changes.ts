import type { Location } from '../core/location.js';
import { isInterceptable, MATERIAL_KINDS, type Material } from '../core/material.js';
import { groupBy } from '../lib/group-by.js';
import { materialFacts, sharedBuilds } from './material-facts.js';

/** What changes in what enters the build, as all formats show it. Nothing is escaped. */
export interface MaterialChanges {
  /** `2 new, 1 worse, 1 new host` */
  readonly summary: string;
  /** At most ten, the ones to look at first. */
  readonly lines: readonly MaterialLine[];
  /** The other lines. */
  readonly rest: readonly MaterialLine[];
  /** Whether one of them is worse, comes from a new host, or is neither pinned nor verified. */
  readonly isRisky: boolean;
}

export interface MaterialLine {
  readonly change: 'new' | 'worse';
  readonly kind: string;
  readonly what: string;
  /** `curl from example.org (a new host), not pinned, not verified` */
  readonly facts: string;
  readonly location: Location;
}

/** The heading in all formats. */
export const MATERIAL_CHANGES_TITLE = 'What enters the build';

/** Lines that a reviewer sees at once. */
const MOST_LINES = 10;
/** Packages of one command that a line names. */
const MOST_PACKAGES = 5;

/** Undefined if nothing was compared, or nothing is new or worse. */
export function summarizeMaterialChanges(
  materials: readonly Material[] = [],
): MaterialChanges | undefined {
  const changed = changedMaterials(materials);
  if (changed.length === 0) return undefined;
  const lines = joinedPackages(changed, materials);
  const worse = changed.filter(({ change }) => change === 'worse').length;
  const hosts = new Set(changed.flatMap(({ host, isNewHost }) => (isNewHost && host) || []));
  const names = [...hosts].slice(0, MOST_HOSTS).join(', ');
  const more = hosts.size > MOST_HOSTS ? ` and ${hosts.size - MOST_HOSTS} more` : '';
  const parts = [
    ...(changed.length > worse ? [`${changed.length - worse} new`] : []),
    ...(worse > 0 ? [`${worse} worse`] : []),
    ...(hosts.size > 0 ? [`new ${hosts.size === 1 ? 'host' : 'hosts'}: ${names}${more}`] : []),
  ];
  return {
    summary: parts.join(', '),
    lines: lines.slice(0, MOST_LINES),
    rest: lines.slice(MOST_LINES),
    isRisky: changed.some((material) => riskOf(material) >= RISKY),
  };
}

const MOST_HOSTS = 3;

/** The new and the worse ones, the ones to look at first before the others. */
export function changedMaterials(materials: readonly Material[]): Material[] {
  const changed = materials.filter(({ change }) => change === 'new' || change === 'worse');
  return changed.sort(
    (a, b) =>
      riskOf(b) - riskOf(a) || MATERIAL_KINDS.indexOf(a.kind) - MATERIAL_KINDS.indexOf(b.kind),
  );
}

/** From this risk on, a reviewer should look at a material. */
const RISKY = 2;

/** How much a reviewer should look at it: worse than before, a new host, neither pinned nor verified. */
function riskOf(material: Material): number {
  const { change, isNewHost, pin, verifiedBy, kind } = material;
  if (change === 'worse') return 5;
  if (isNewHost) return verifiedBy === undefined ? 4 : 3;
  if (isInterceptable(material)) return 3;
  const isNamed = FETCHED.has(kind);
  return isNamed && verifiedBy === undefined && (pin === 'none' || kind === 'download') ? RISKY : 1;
}

/** Kinds that a person can pin or verify one by one. */
const FETCHED: ReadonlySet<string> = new Set([
  'image',
  'frontend',
  'download',
  'git',
  'package-source',
  'key',
  'action',
]);

/** The packages of one command are one line, and what one text of the file is in several builds. */
function joinedPackages(materials: readonly Material[], all: readonly Material[]): MaterialLine[] {
  const shared = new Map(
    [...groupBy(all, ({ location }) => location.path)].map(
      ([path, group]) => [path, sharedBuilds(group)] as const,
    ),
  );
  const groups = groupBy(materials, (material) => {
    const { kind, change, by, pin, verifiedBy, location, host, was, isNewHost, what } = material;
    const { path, startLine, startColumn, endColumn } = location;
    const isBuilt = (material.builds?.length ?? 0) > 0;
    const own =
      kind === 'package' && change === 'new' ? '' : [startColumn, endColumn, isBuilt ? '' : what];
    const state = [pin, verifiedBy, was, host, isNewHost];
    return JSON.stringify([kind, change, by, state, path, startLine, own]);
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const names = [...new Set(group.map(({ what }) => what))];
    const more = names.length - MOST_PACKAGES;
    const what = `${names.slice(0, MOST_PACKAGES).join(' ')}${more > 0 ? ` and ${more} more` : ''}`;
    const builds = [...new Set(group.flatMap((material) => material.builds ?? []))];
    const joined = builds.length > 0 ? { ...first, builds } : first;
    return [lineOf(joined, what, shared.get(first.location.path) ?? [])];
  });
}

function lineOf(material: Material, what: string, shared: readonly string[]): MaterialLine {
  const { kind, change, location } = material;
  return {
    change: change === 'worse' ? 'worse' : 'new',
    kind,
    what,
    facts: materialFacts(material, shared).join(', '),
    location,
  };
}
