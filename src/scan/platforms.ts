import { affectedPackages } from '../core/affected-packages.js';
import type { AffectedPackage } from '../core/details.js';
import { type Finding, vulnerabilityDetails } from '../core/finding.js';
import type { Package } from '../core/package.js';
import type { PackageUse } from '../core/package-use.js';
import { type Inspection, mergeInspections } from '../core/report.js';

/** What was found in the images of some platforms. */
export interface PlatformPart {
  readonly platforms: readonly string[];
  readonly inspection: Inspection;
}

/**
 * The inspections of the platforms of one image as one. What several platforms have in common is reported once; what not
 * all of them have names its platforms. Packages are merged before, since advisories are looked up for all platforms.
 */
export function mergePlatforms(parts: readonly PlatformPart[]): Inspection {
  const all = new Set(parts.flatMap(({ platforms }) => platforms));
  const merged = mergeInspections(parts.map(({ inspection }) => inspection));
  return {
    ...merged,
    findings: mergeFindings(parts, all),
    incomplete: mergeTexts(parts, all, {
      items: ({ incomplete }) => incomplete,
      key: ({ check, target, reason }) => [check, target, reason].join('\n'),
      name: (item, platforms) => ({ ...item, reason: `${platforms}: ${item.reason}` }),
    }),
    notes: mergeTexts(parts, all, {
      items: ({ notes }) => notes,
      key: ({ check, target, message }) => [check, target, message].join('\n'),
      name: (item, platforms) => ({ ...item, message: `${platforms}: ${item.message}` }),
    }),
  };
}

interface Merged<T> {
  readonly item: T;
  /** The same item in other parts. */
  readonly others: T[];
  readonly platforms: Set<string>;
}

/** Items with the same key once, each with its platforms. An item may occur several times in one part. */
function mergeItems<T>(
  parts: readonly { readonly platforms: readonly string[]; readonly items: readonly T[] }[],
  keyOf: (item: T) => string,
  platformsOf: (item: T) => readonly string[] | undefined = () => undefined,
): Merged<T>[] {
  const merged = new Map<string, Merged<T>>();
  for (const { platforms, items } of parts) {
    const counts = new Map<string, number>();
    for (const item of items) {
      const key = keyOf(item);
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      const numbered = `${key}\n#${count}`;
      const earlier = merged.get(numbered);
      if (earlier) earlier.others.push(item);
      const found = earlier ?? { item, others: [], platforms: new Set() };
      for (const platform of platformsOf(item) ?? platforms) found.platforms.add(platform);
      merged.set(numbered, found);
    }
  }
  return [...merged.values()];
}

function mergeFindings(parts: readonly PlatformPart[], all: ReadonlySet<string>): Finding[] {
  const lists = parts.map(({ platforms, inspection }) => ({
    platforms,
    items: inspection.findings,
  }));
  const merged = mergeItems(lists, findingKey, ({ subject }) => subject?.platforms);
  return merged.map(({ item: first, others, platforms }) => {
    const item = others.reduce(withPackagesOf, first);
    const where = [...platforms];
    const only = where.length < all.size ? ` (${where.join(', ')})` : '';
    return {
      ...item,
      message: `${item.message}${only}`,
      subject: { ...item.subject, platforms: where },
    };
  });
}

/**
 * The fingerprint of a vulnerability is the same for all versions of a package. A VEX document may suppress it on one
 * platform only.
 */
function findingKey(finding: Finding): string {
  const installed = vulnerabilityDetails(finding)?.installed ?? '';
  return [finding.rule, finding.fingerprint, installed, finding.status].join('\n');
}

/** The finding with the packages that only another platform has. */
function withPackagesOf(finding: Finding, other: Finding): Finding {
  const key = ({ name, installed, layer, paths }: AffectedPackage) =>
    JSON.stringify([name, installed, layer, paths]);
  const packages = affectedPackages(finding);
  const known = new Set(packages.map(key));
  const more = affectedPackages(other).filter((one) => !known.has(key(one)));
  if (more.length === 0) return finding;
  const all = [...packages, ...more];
  const paths = [...new Set(all.flatMap((one) => one.paths))];
  return {
    ...finding,
    subject: { ...finding.subject, ...(paths.length > 1 && { paths }) },
    details: { ...finding.details, packages: all },
    // Only findings of vulnerabilities and malicious packages have packages.
  } as Finding;
}

interface TextItems<T> {
  readonly items: (inspection: Inspection) => readonly T[];
  readonly key: (item: T) => string;
  readonly name: (item: T, platforms: string) => T;
}

function mergeTexts<T>(
  parts: readonly PlatformPart[],
  all: ReadonlySet<string>,
  { items, key, name }: TextItems<T>,
): T[] {
  const lists = parts.map(({ platforms, inspection }) => ({ platforms, items: items(inspection) }));
  return mergeItems(lists, key).map(({ item, platforms }) =>
    platforms.size < all.size ? name(item, [...platforms].join(', ')) : item,
  );
}

/** The packages of several platforms, each once with its platforms. */
export function mergePackages(
  images: readonly { readonly platform: string; readonly packages: readonly Package[] }[],
): Package[] {
  const lists = images.map(({ platform, packages }) => ({
    platforms: [platform],
    items: packages,
  }));
  return mergeItems(lists, packageKey).map(({ item, others, platforms }) => ({
    ...item,
    use: mostUsed([item, ...others]),
    platforms: [...platforms],
  }));
}

/** A package that one platform loads is loaded. */
function mostUsed(packages: readonly Package[]): PackageUse | undefined {
  const uses = packages.flatMap(({ use }) => use ?? []);
  const states = ['loaded', 'unknown', 'no-evidence'] as const;
  return states.flatMap((state) => uses.find((use) => use.state === state) ?? [])[0];
}

/** Without the architecture, which package URLs of distributions contain. */
function packageKey(found: Package): string {
  const { type, name, version, source, module, paths, layer, location, ownedBy } = found;
  const owner = ownedBy?.replace(/\?.*$/s, '');
  return JSON.stringify([
    type,
    name,
    version,
    source,
    module,
    paths,
    layer?.index,
    location,
    owner,
  ]);
}
