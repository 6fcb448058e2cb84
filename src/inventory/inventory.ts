import type { Distribution, Package } from '../core/package.js';
import type { Incomplete, Note } from '../core/report.js';
import type { FileReader, FileSystem, Image, LayerEntry, ScanOptions } from '../image/image.js';
import type { Cataloger } from './cataloger.js';
import { CATALOGERS } from './catalogers/index.js';
import { type Collector, createCollector, type Failure } from './collector.js';
import { DISTRIBUTION_FILES, type DistributionFile, distributionOf } from './distribution.js';
import { ownersByPath, ownersOf } from './ownership.js';
import { introduced, keyOf, type PackageWithLayer } from './package-layers.js';
import { purlOf } from './purl.js';

/** What is installed in an image. */
export interface Inventory {
  /** In the order of their package URLs. */
  readonly packages: readonly Package[];
  readonly distribution?: Distribution;
  /** What could not be known in full. */
  readonly incomplete: readonly Incomplete[];
  /** Files that are not what their names promise. */
  readonly notes: readonly Note[];
}

/** An inventory in the making: its readers take part in the one pass over the layers that others share. */
export interface InventoryInProgress {
  readonly readers: readonly FileReader[];
  /** Call once, after `image.scan` with the readers. */
  finish(fileSystem: FileSystem, image: Image): Inventory;
}

/** Starts an inventory: give `readers` to `Image.scan`, then call `finish` with what that returned. */
export function startInventory(catalogers: readonly Cataloger[] = CATALOGERS): InventoryInProgress {
  const readings = createCollector(catalogers);
  return {
    readers: [readings.reader],
    finish: (fileSystem, image) => finish(readings, fileSystem, image),
  };
}

/** Everything installed in the image, in one pass of its own. Throws what `Image.scan` throws. */
export async function takeInventory(image: Image, options?: ScanOptions): Promise<Inventory> {
  const inventory = startInventory();
  return inventory.finish(await image.scan(inventory.readers, options), image);
}

function finish(readings: Collector, fileSystem: FileSystem, image: Image): Inventory {
  const distribution = distributionOf(visibleTexts(readings, fileSystem));
  const system: PackageWithLayer[] = [];
  const others: PackageWithLayer[] = [];
  for (const [cataloger, byPath] of readings.found) {
    const places = new Set<string>();
    for (const [path, versions] of byPath) {
      const place = placeOf(path, fileSystem);
      // The last version that was read is deleted or hidden, or was read already under its own name.
      if (!place || (versions.at(-1)?.layer ?? -1) < place.layer || places.has(place.path))
        continue;
      places.add(place.path);
      const packages = introduced(place.path, versions, fileSystem);
      for (const item of packages) (cataloger.system ? system : others).push(item);
    }
  }
  const owner = ownership(system, others, readings, fileSystem);
  const packages = merge([
    ...system.map((item) => asPackage(item, undefined)),
    ...others.map((item) => asPackage(item, owner(item))),
  ]);
  return {
    packages,
    ...(distribution && { distribution }),
    ...judgeFailures(readings.failures, fileSystem, image.name),
  };

  function asPackage(
    { found, path, layer }: PackageWithLayer,
    by: PackageWithLayer | undefined,
  ): Package {
    const { within, files: _, ...rest } = found;
    const diffID = image.layers[layer]?.diffID;
    return {
      purl: purlOf(found, distribution),
      ...rest,
      paths: [within ? `${path}!/${within}` : path],
      ...(by && { ownedBy: purlOf(by.found, distribution) }),
      ...(diffID !== undefined && { layer: { index: layer, diffID } }),
    };
  }
}

function visibleTexts(readings: Collector, fileSystem: FileSystem): Map<DistributionFile, string> {
  const texts = new Map<DistributionFile, string>();
  for (const path of DISTRIBUTION_FILES) {
    const layer = placeOf(path, fileSystem)?.layer;
    const text = readings.texts.get(path)?.findLast((version) => version.layer === layer);
    if (text) texts.set(path, text.content);
  }
  return texts;
}

/** The file that a path leads to in the end: the path's own, or what links on the way lead to. */
function placeOf(path: string, fileSystem: FileSystem): LayerEntry | undefined {
  const entry = fileSystem.get(path);
  if (entry?.type === 'file' || entry?.type === 'hardlink') return entry;
  const target = fileSystem.resolve(path);
  return target === undefined ? undefined : fileSystem.get(target);
}

/**
 * Says which distribution package brought the file that proves a package. A file that has changed what it says since
 * that package was installed is nobody's: `npm install -g npm` over the distribution's own.
 */
function ownership(
  system: readonly PackageWithLayer[],
  others: readonly PackageWithLayer[],
  readings: Collector,
  fileSystem: FileSystem,
): (item: PackageWithLayer) => PackageWithLayer | undefined {
  const lists = [...readings.fileLists]
    .filter(([path, list]) => placeOf(path, fileSystem)?.layer === list.layer)
    .map(([, list]) => list.content);
  const owners = ownersByPath(ownersOf(system, lists), new Set(others.map((item) => item.path)));
  return (item) => {
    const owner = owners.get(item.path);
    if (!owner) return undefined;
    const key = keyOf(item.found);
    const then = item.readings.findLast((reading) => reading.layer <= owner.layer);
    return then?.content.some((found) => keyOf(found) === key) ? owner : undefined;
  };
}

/** One package with several paths where the same layer brought them all for the same owner. */
function merge(packages: readonly Package[]): Package[] {
  const groups = new Map<string, { readonly first: Package; readonly paths: Set<string> }>();
  for (const item of packages) {
    const key = `${item.purl}\n${item.layer?.index}\n${item.ownedBy ?? ''}`;
    const group = groups.get(key) ?? { first: item, paths: new Set() };
    for (const path of item.paths) group.paths.add(path);
    groups.set(key, group);
  }
  return [...groups.values()]
    .map(({ first, paths }) => ({ ...first, paths: [...paths].sort() }))
    .sort(byPurl);
}

function byPurl(a: Package, b: Package): number {
  if (a.purl !== b.purl) return a.purl < b.purl ? -1 : 1;
  return (a.layer?.index ?? 0) - (b.layer?.index ?? 0);
}

/** Only files that are visible in the end matter. */
function judgeFailures(
  failures: readonly Failure[],
  fileSystem: FileSystem,
  target: string,
): { incomplete: Incomplete[]; notes: Note[] } {
  const incomplete: Incomplete[] = [];
  const notes: Note[] = [];
  for (const { path, layer, cataloger, error } of failures) {
    if ((placeOf(path, fileSystem)?.layer ?? Infinity) > layer) continue;
    const message = `Cannot read ${path} as ${cataloger.id}: it ${error.message}`;
    if (cataloger.system || error.failure === 'limit') {
      incomplete.push({ check: 'vulnerability', target, reason: message });
    } else notes.push({ check: 'vulnerability', target, message });
  }
  return { incomplete, notes };
}
