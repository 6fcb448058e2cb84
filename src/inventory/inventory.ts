import type { GoProgram } from '../core/go-program.js';
import type { Distribution, Package } from '../core/package.js';
import type { Incomplete, Note } from '../core/report.js';
import type { FileReader, FileSystem, Image, ScanOptions } from '../image/image.js';
import { groupBy } from '../lib/group-by.js';
import { plainText, pluralize } from '../lib/text.js';
import type { Cataloger } from './cataloger.js';
import { CATALOGERS } from './catalogers/index.js';
import { type Claims, compareClaims } from './claims.js';
import { type Collector, createCollector, type Failure } from './collector.js';
import {
  DISTRIBUTION_FILES,
  type DistributionFile,
  distributionOf,
  distributionOfPackages,
} from './distribution.js';
import { droppedDistributions } from './dropped-distributions.js';
import { droppedPackages } from './dropped-packages.js';
import { finalEntry } from './final-entry.js';
import { folderPackages } from './folder-packages.js';
import { languageOwners } from './language-owner.js';
import { listPackages } from './listed-packages.js';
import { isLikelyOwned, type Owner, ownersByPath, ownersOf, withoutFiles } from './ownership.js';
import { type PackageWithLayer, packageKey, packagesWithLayers } from './package-layers.js';
import { packagesWithDetails } from './packages-with-details.js';
import { isOfDistribution } from './publisher.js';
import { purlOf } from './purl.js';
import { type InventoryGap, systemGaps, unknownPrograms } from './system-coverage.js';
import { type RemovedDatabase, recoverPackages } from './system-databases.js';
import { withUnlistedFiles } from './unlisted-files.js';
import { unpackedPackages } from './unpacked-packages.js';

/** The files of packages. */
export interface OwnedFiles {
  /** The package URLs of the distribution's packages that own the paths. */
  ownersOf(paths: ReadonlySet<string>): ReadonlyMap<string, string>;
  /** The package URLs of the distribution's packages whose files are not known. */
  readonly withoutFiles: ReadonlySet<string>;
}

/** The packages that are installed in an image. */
export interface Inventory {
  /** In the order of their package URLs. */
  readonly packages: readonly Package[];
  /** The Go programs, by the path that their packages have. */
  readonly goPrograms: ReadonlyMap<string, GoProgram>;
  readonly distribution?: Distribution;
  /** What could not be read at all. */
  readonly incomplete: readonly Incomplete[];
  /** What is not known of the packages: damaged records and files, systems whose database is not read. */
  readonly gaps: readonly InventoryGap[];
  /** Files that do not have the format that their names suggest. */
  readonly notes: readonly Note[];
  /** The package URLs of the distribution's packages that own the paths. */
  ownersOf(paths: ReadonlySet<string>): ReadonlyMap<string, string>;
  /** What is known of the files of the distribution's packages and of those in stores. */
  ownedFiles(): OwnedFiles;
}

/** An inventory whose readers take part in a walk over the layers that other checks share. */
export interface InventoryInProgress {
  readonly readers: readonly FileReader[];
  /** Must be called once, after `image.scan` with the readers. */
  finish(fileSystem: FileSystem, image: Image): Inventory;
}

/** Starts an inventory: pass `readers` to `Image.scan`, then its result to `finish`. */
export function startInventory(catalogers: readonly Cataloger[] = CATALOGERS): InventoryInProgress {
  const collector = createCollector(catalogers);
  return {
    readers: [collector.reader],
    finish: (fileSystem, image) => finish(collector, fileSystem, image),
  };
}

/** Lists all packages of an image with a walk of its own. Throws what `Image.scan` throws. */
export async function takeInventory(image: Image, options?: ScanOptions): Promise<Inventory> {
  const inventory = startInventory();
  return inventory.finish(await image.scan(inventory.readers, options), image);
}

function finish(collector: Collector, fileSystem: FileSystem, image: Image): Inventory {
  const { system, listed, others, claims, ...about } = installedPackages(collector, fileSystem);
  const distribution = distributionIn(collector, system, fileSystem);
  const published = new Set(system.filter(({ found }) => isOfDistribution(found, distribution)));
  const owners = ownersIn(system, collector, fileSystem);
  const ownerOf = ownership(owners, [...others, ...claims.packages]);
  const languageOwnerOf = languageOwners(others);
  const unlisted = withoutFiles([...published], owners);
  const found = [...others, ...claims.packages].flatMap((item) => {
    const installer = ownerOf(item);
    if (isListedByOwner(item, installer, { published, unlisted })) return [];
    const owner = installer && published.has(installer) ? installer : undefined;
    const isPart = item.found.evidence === 'version-string';
    return [{ ...item, owner, container: isPart ? languageOwnerOf(item.path) : undefined }];
  });
  const all = [...listed, ...found];
  const context = { collector, fileSystem, image, distribution };
  const { packages, notes } = listPackages(all, owners, context);
  const failures = reportFailures(collector.failures, fileSystem, image.name);
  const contradictions = claims.contradictions.map(
    (message): Note => ({ check: 'vulnerability', target: image.name, message }),
  );
  const facts = {
    distribution,
    types: typesOf(listed),
    claimed: typesOf(claims.packages),
    removed: about.removed,
    empty: about.empty,
    os: image.config.os,
  };
  const gaps = [...systemGaps(facts, fileSystem), ...about.gaps, ...failures.gaps];
  const isEmpty = packages.length === 0 && gaps.length === 0;
  const listedOwners = () => ownersIn(listed, collector, fileSystem);
  return {
    packages,
    goPrograms: goProgramsOf(others),
    distribution,
    incomplete: failures.incomplete,
    notes: [...failures.notes, ...notes, ...contradictions],
    gaps: isEmpty ? unknownPrograms(fileSystem) : gaps,
    ownersOf: (paths) => purlsOfOwners(ownersByPath(listedOwners(), paths), distribution),
    ownedFiles: () => {
      const withFiles = listedOwners();
      return {
        ownersOf: (paths) => purlsOfOwners(ownersByPath(withFiles, paths), distribution),
        withoutFiles: new Set(
          withoutFiles(listed, withFiles).map(({ found: one }) => purlOf(one, distribution)),
        ),
      };
    },
  };
}

/** Many paths have the same owner. */
function purlsOfOwners(
  owners: ReadonlyMap<string, PackageWithLayer>,
  distribution: Distribution | undefined,
): ReadonlyMap<string, string> {
  const purls = new Map<PackageWithLayer, string>();
  const found = new Map<string, string>();
  for (const [path, owner] of owners) {
    const purl = purls.get(owner) ?? purlOf(owner.found, distribution);
    purls.set(owner, purl);
    found.set(path, purl);
  }
  return found;
}

interface InstalledPackages {
  /** Of the database of the distribution, including those that only lower layers list. */
  readonly system: readonly PackageWithLayer[];
  /** These and those of stores. */
  readonly listed: readonly PackageWithLayer[];
  readonly others: readonly OtherPackage[];
  readonly claims: Claims<OtherPackage>;
  readonly removed: readonly RemovedDatabase[];
  readonly empty: readonly string[];
  readonly gaps: readonly InventoryGap[];
}

function installedPackages(collector: Collector, fileSystem: FileSystem): InstalledPackages {
  const visible = visiblePackages(collector, fileSystem);
  const recovered = recoverPackages(collector, visible.system, fileSystem);
  const known = [...visible.system, ...recovered.packages];
  const dropped = droppedPackages(collector, known, fileSystem);
  const unpacked = unpackedPackages([...known, ...dropped.packages], collector, fileSystem);
  const system = packagesWithDetails(unpacked.packages, collector, fileSystem);
  const listed = [...system, ...folderPackages(collector.found.keys(), fileSystem)];
  const isClaim = ({ cataloger }: OtherPackage) => cataloger.claims === true;
  const unclaimed = visible.others.filter((item) => !isClaim(item));
  const python = droppedDistributions(collector, unclaimed, fileSystem);
  const found = [...unclaimed, ...python.packages];
  const others = withUnlistedFiles(packagesWithDetails(found, collector, fileSystem), fileSystem);
  const claims = compareClaims(visible.others.filter(isClaim), [...listed, ...others]);
  const { removed } = recovered;
  const gaps = [...dropped.gaps, ...python.gaps, ...unpacked.gaps];
  return { system, listed, others, claims, removed, empty: visible.empty, gaps };
}

function typesOf(packages: readonly PackageWithLayer[]): ReadonlySet<string> {
  return new Set(packages.map(({ found }) => found.type));
}

interface SystemPackages {
  /** Those that the distribution publishes. */
  readonly published: ReadonlySet<PackageWithLayer>;
  /** Those of them whose files are not known. */
  readonly unlisted: readonly PackageWithLayer[];
}

/** Whether a database lists the program of a package: as the package that installed it, or that may have installed it. */
function isListedByOwner(
  item: OtherPackage,
  installer: PackageWithLayer | undefined,
  { published, unlisted }: SystemPackages,
): boolean {
  const isPublished = installer === undefined || published.has(installer);
  return (
    item.cataloger.isListedByOwner?.(item.path, isPublished) === true &&
    (installer !== undefined || isLikelyOwned(item, unlisted))
  );
}

/** From the final file system; without a file there, from the last versions of all layers, and from packages. */
function distributionIn(
  collector: Collector,
  system: readonly PackageWithLayer[],
  fileSystem: FileSystem,
): Distribution | undefined {
  const current = distributionOf(distributionTexts(collector, fileSystem));
  if (current || system.length === 0) return current;
  return (
    distributionOf(distributionTexts(collector)) ??
    distributionOfPackages(system.map(({ found }) => found))
  );
}

function goProgramsOf(packages: readonly PackageWithLayer[]): Inventory['goPrograms'] {
  return new Map(
    packages.flatMap(({ found: { program }, path }) => (program ? [[path, program] as const] : [])),
  );
}

interface OtherPackage extends PackageWithLayer {
  readonly cataloger: Cataloger;
}

interface VisiblePackages {
  /** Of the distribution. */
  readonly system: PackageWithLayer[];
  readonly others: OtherPackage[];
  /** The databases of the distribution that list no package. */
  readonly empty: string[];
}

/** The packages of files that the final file system has. */
function visiblePackages(collector: Collector, fileSystem: FileSystem): VisiblePackages {
  const system: PackageWithLayer[] = [];
  const others: OtherPackage[] = [];
  const empty: string[] = [];
  for (const [cataloger, byPath] of collector.found) {
    const visited = new Set<string>();
    for (const [path, versions] of byPath) {
      const entry = finalEntry(path, fileSystem);
      // Skips a file whose last version is deleted or hidden, and one that was read under its own path before.
      if (!entry || (versions.at(-1)?.layer ?? -1) < entry.layer || visited.has(entry.path))
        continue;
      visited.add(entry.path);
      const packages = packagesWithLayers(entry.path, versions, fileSystem);
      for (const item of packages)
        if (cataloger.system) system.push(item);
        else others.push({ ...item, cataloger });
      if (cataloger.system && packages.length === 0) empty.push(entry.path);
    }
  }
  return { system, others, empty };
}

/** The files that identify the distribution: of the final file system; without one the last versions of all layers. */
function distributionTexts(
  collector: Collector,
  fileSystem?: FileSystem,
): Map<DistributionFile, string> {
  const texts = new Map<DistributionFile, string>();
  for (const path of DISTRIBUTION_FILES) {
    const layer = fileSystem && finalEntry(path, fileSystem)?.layer;
    const isCurrent = (version: { readonly layer: number; readonly content: string }) =>
      fileSystem ? version.layer === layer : version.content !== '';
    const text = collector.texts.get(path)?.findLast(isCurrent);
    if (text) texts.set(path, text.content);
  }
  return texts;
}

/** The distribution packages with the files that they own. */
function ownersIn(
  system: readonly PackageWithLayer[],
  collector: Collector,
  fileSystem: FileSystem,
): Owner[] {
  // A list that is gone belongs to a package whose database was removed, too, or to none.
  // In the order of their paths: layers are read at the same time, and the last list that names a file has it.
  const lists = [...collector.fileLists]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([path, list]) => (finalEntry(path, fileSystem)?.layer ?? list.layer) === list.layer)
    .map(([, list]) => list.content);
  return ownersOf(system, lists);
}

/**
 * Finds the distribution package that installed the file of another package. A file that contains another package than
 * when the distribution package was installed has no owner: `npm install -g npm` over the distribution's npm.
 */
function ownership(
  installers: readonly Owner[],
  others: readonly PackageWithLayer[],
): (item: PackageWithLayer) => PackageWithLayer | undefined {
  const owners = ownersByPath(installers, new Set(others.map((item) => item.path)));
  return (item) => {
    const owner = owners.get(item.path);
    if (!owner) return undefined;
    const key = packageKey(item.found);
    const installed = item.versions.findLast((version) => version.layer <= owner.layer);
    return installed?.content.some((found) => packageKey(found) === key) ? owner : undefined;
  };
}

/** Files of one format that a report names; the others are counted. */
const MOST_NAMED = 5;
/** Characters of a message, since names of files and of members of archives come from the image. */
const MAX_MESSAGE = 500;

/** Reports the failures of files that the final file system has. */
function reportFailures(
  failures: readonly Failure[],
  fileSystem: FileSystem,
  target: string,
): Pick<Inventory, 'incomplete' | 'notes' | 'gaps'> {
  const incomplete: Incomplete[] = [];
  const notes: Note[] = [];
  const licenses: string[] = [];
  const damaged: { readonly id: string; readonly message: string }[] = [];
  for (const { path, layer, cataloger, error, isLicense } of failures) {
    if ((finalEntry(path, fileSystem)?.layer ?? Infinity) > layer) continue;
    const isNote = error.failure === 'note';
    const start = isNote ? path : `Cannot read ${path} as ${cataloger.id}: it`;
    const unknown = `Licenses in ${path} are not known: it`;
    const text = `${isLicense ? unknown : start} ${error.message}`;
    const message = plainText(text, MAX_MESSAGE);
    if (isLicense) {
      licenses.push(message);
      continue;
    }
    const isUnknown = cataloger.system && error.found.length === 0;
    if (isUnknown || error.failure === 'limit')
      incomplete.push({ check: 'vulnerability', target, reason: message });
    else if (error.failure === 'other-format' || isNote)
      notes.push({ check: 'vulnerability', target, message });
    else damaged.push({ id: cataloger.id, message });
  }
  const gaps = [...groupBy(damaged, ({ id }) => id)].map(([id, files]): InventoryGap => {
    const messages = files.map(({ message }) => message);
    const more = messages.length - MOST_NAMED;
    const rest = more > 0 ? [`${pluralize(more, 'more file')} cannot be read as ${id}`] : [];
    return { state: 'partial', reason: [...messages.slice(0, MOST_NAMED), ...rest].join('. ') };
  });
  const more = licenses.length - MOST_NAMED;
  const rest = more > 0 ? [`Licenses in ${pluralize(more, 'more file')} are not known`] : [];
  for (const message of [...licenses.slice(0, MOST_NAMED), ...rest])
    notes.push({ target, message });
  return { incomplete, notes, gaps };
}
