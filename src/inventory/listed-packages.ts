import type { Distribution, Package, PackageFacts } from '../core/package.js';
import type { Note } from '../core/report.js';
import type { FileSystem, Image } from '../image/image.js';
import { compareText, pluralize } from '../lib/text.js';
import { allLicenses } from '../licenses/all-licenses.js';
import { type LicenseNormalizer, licenseNormalizer } from '../licenses/normalize-license.js';
import type { FoundPackage } from './cataloger.js';
import type { Collector } from './collector.js';
import { type DependentPackage, resolveDependencies } from './dependencies.js';
import { finalEntry } from './final-entry.js';
import { type Owner, ownersByPath } from './ownership.js';
import type { PackageWithLayer } from './package-layers.js';
import { supplierOf } from './publisher.js';
import { purlOf } from './purl.js';

/** A package, with the package of the distribution that owns its file, and the package of a language that contains it. */
export type ListedPackage = PackageWithLayer & {
  readonly owner?: PackageWithLayer | undefined;
  readonly container?: PackageWithLayer | undefined;
};

/** Where the packages are. */
export interface PackageContext {
  readonly collector: Collector;
  readonly fileSystem: FileSystem;
  readonly image: Image;
  readonly distribution: Distribution | undefined;
}

/** The packages as the report lists them, in the order of their package URLs, and what is not known of them. */
export function listPackages(
  listed: readonly ListedPackage[],
  owners: readonly Owner[],
  context: PackageContext,
): { readonly packages: Package[]; readonly notes: Note[] } {
  const { fileSystem, image, distribution } = context;
  const items = listed.map((item) => ({
    ...item,
    purl: item.found.claimedPurl ?? purlOf(item.found, distribution),
  }));
  const { of, cut } = resolveDependencies(items, fileProviders(items, owners), fileSystem);
  const licenses = licenseNormalizer();
  const purls = new Map(items.map(({ found, purl }) => [found, purl]));
  const itemContext = { ...context, licenses, purls };
  const packages = items.map((item) => packageOf(item, of.get(item), itemContext));
  const unknown = (count: number, what: string) =>
    count === 0
      ? []
      : `${what} of ${pluralize(count, 'package')} are not known: they have more than the limits allow`;
  return {
    packages: mergePaths(withLicensesOfSource(packages)),
    notes: [unknown(cut, 'Dependencies'), unknown(licenses.dropped, 'Licenses')]
      .flat()
      .map((message) => ({ target: image.name, message })),
  };
}

type Item = ListedPackage & DependentPackage;

/** The packages that own the files which packages require: `/bin/sh`. */
function fileProviders(items: readonly Item[], owners: readonly Owner[]): Map<string, Item> {
  const files = new Set<string>();
  for (const { found } of items) {
    for (const name of found.requires ?? []) if (name.startsWith('/')) files.add(name.slice(1));
  }
  const byFound = new Map(items.map((item) => [item.found, item]));
  const providers = new Map<string, Item>();
  for (const [path, { found }] of ownersByPath(owners, files)) {
    const item = byFound.get(found);
    if (item) providers.set(path, item);
  }
  return providers;
}

type ItemContext = PackageContext & {
  readonly licenses: LicenseNormalizer;
  readonly purls: ReadonlyMap<FoundPackage, string>;
};

function packageOf(
  { found, path, layer, owner, container, purl }: Item,
  dependencies: readonly string[] | undefined,
  context: ItemContext,
): Package {
  const { image, distribution, purls } = context;
  const purlOfOther = ({ found: other }: PackageWithLayer) =>
    purls.get(other) ?? purlOf(other, distribution);
  const diffID = image.layers[layer]?.diffID;
  const own = licenseOf(found, context);
  const license =
    own ?? (owner && !LINKED.has(found.type) ? licenseOf(owner.found, context) : undefined);
  return {
    purl,
    ...packageFields(found),
    license,
    supplier: found.supplier ?? supplierOf(found, distribution),
    facts: dependencies ? { ...found.facts, dependencies } : found.facts,
    paths: [found.within ? `${path}!/${found.within}` : path],
    ownedBy: owner && purlOfOther(owner),
    partOf: container && purlOfOther(container),
    layer: diffID === undefined ? undefined : { index: layer, diffID },
  };
}

/** What the report has of a package: without what only the inventory needs. */
function packageFields(found: FoundPackage): Omit<Package, 'purl' | 'paths'> {
  const { within, files, program, publisher, requires, ...other } = found;
  const { provides, claimedPurl, isInterrupted, fileIfInstalled, ...fields } = other;
  return fields;
}

function licenseOf(found: FoundPackage, context: ItemContext): string | undefined {
  return found.license ? context.licenses.normalize(found.license) : licenseInFile(found, context);
}

/**
 * A Debian package without a copyright file has the license of another one of the same source and version: Debian writes the
 * file for the source, and many packages only link to the folder of another one, which image builders lose. Source: Debian
 * policy 12.5.
 */
function withLicensesOfSource(packages: readonly Package[]): readonly Package[] {
  const isDebian = ({ type, claimed }: Package) => type === 'deb' && !claimed;
  const known = new Map(
    packages.flatMap((one) =>
      one.license && isDebian(one) ? [[sourceKey(one), one.license] as const] : [],
    ),
  );
  return packages.map((one) =>
    one.license || !isDebian(one) ? one : { ...one, license: known.get(sourceKey(one)) },
  );
}

function sourceKey({ name, version, source }: Package): string {
  return `${source?.name ?? name}\n${source?.version ?? version}`;
}

/** Parts of one program, to which the licenses of the package that installed it do not apply. */
const LINKED: ReadonlySet<string> = new Set(['golang', 'cargo']);

/** The licenses in the file that the system has for them. */
function licenseInFile(
  found: FoundPackage,
  { collector, fileSystem }: PackageContext,
): string | undefined {
  for (const { licenseFiles } of collector.found.keys()) {
    const path = licenseFiles?.pathOf(found);
    const entry = path === undefined ? undefined : finalEntry(path, fileSystem);
    if (path === undefined || entry === undefined) continue;
    const read = collector.licenses.get(entry.path) ?? collector.licenses.get(path);
    if (read?.layer === entry.layer && read.content) return read.content;
  }
  return undefined;
}

/** Merges packages that differ in their paths and licenses only into one. All their licenses apply to it. */
function mergePaths(packages: readonly Package[]): Package[] {
  const groups = new Map<string, Package[]>();
  for (const item of packages) {
    const key = `${item.purl}\n${item.layer?.index}\n${item.ownedBy ?? item.partOf ?? ''}`;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()].map(merged).sort(byPurl);
}

function merged(copies: readonly Package[]): Package {
  const [first] = copies as readonly [Package, ...Package[]];
  if (copies.length === 1) return first;
  const paths = new Set(copies.flatMap((one) => one.paths));
  const dependencies = new Set(copies.flatMap(({ facts }) => facts?.dependencies ?? []));
  const facts: PackageFacts = {
    ...first.facts,
    ...(dependencies.size > 0 && { dependencies: [...dependencies].sort(compareText) }),
  };
  const license = allLicenses(copies.map((one) => one.license));
  return { ...first, license, facts, paths: [...paths].sort() };
}

function byPurl(a: Package, b: Package): number {
  return compareText(a.purl, b.purl) || (a.layer?.index ?? 0) - (b.layer?.index ?? 0);
}
