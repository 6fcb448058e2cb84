import type { FileSystem } from '../image/image.js';
import type { Cataloger } from './cataloger.js';
import type { Collector } from './collector.js';
import { droppedPackageGaps } from './dropped-packages.js';
import { type PackageWithLayer, packagesWithLayers } from './package-layers.js';
import type { InventoryGap } from './system-coverage.js';

/** A Python package with the cataloger that found its metadata. */
export interface DroppedDistribution extends PackageWithLayer {
  readonly cataloger: Cataloger;
}

/** The path of metadata that installers write: the folder of the packages, and the rest. */
const METADATA = /^(.*\/(?:site|dist)-packages)\/[^/]+\.dist-info\/METADATA$/;

/**
 * Python packages whose metadata a layer removed, although their module is still there as a lower layer wrote it. An
 * installer removes both. Only modules with the name of the package are recognized.
 */
export function droppedDistributions(
  collector: Collector,
  visible: readonly PackageWithLayer[],
  fileSystem: FileSystem,
): { readonly packages: readonly DroppedDistribution[]; readonly gaps: readonly InventoryGap[] } {
  const names = new Set(visible.map((item) => keyOf(item)));
  const packages: DroppedDistribution[] = [];
  for (const [cataloger, byPath] of collector.found) {
    for (const [path, versions] of byPath) {
      const [, site] = METADATA.exec(path) ?? [];
      const last = versions.at(-1);
      const [found] = last?.content ?? [];
      if (site === undefined || !last || found?.type !== 'pypi' || fileSystem.get(path)) continue;
      const isLeft = (file: string) => (fileSystem.get(file)?.layer ?? Infinity) <= last.layer;
      if (!modulesOf(site, found.name, fileSystem).some(isLeft)) continue;
      for (const item of packagesWithLayers(path, versions, fileSystem))
        if (!names.has(keyOf(item))) packages.push({ ...item, cataloger });
    }
  }
  return {
    packages,
    gaps: droppedPackageGaps(packages, (path) => METADATA.exec(path)?.[1] ?? path),
  };
}

/** Of two packages with one name in a folder, one was replaced. */
function keyOf({ found, path }: PackageWithLayer): string {
  return `${path.split('/').slice(0, -2).join('/')}\n${found.type}\n${plain(found.name)}`;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '_');
}

/** The code of the modules that have the name of the package. Installers leave caches and what programs wrote. */
function modulesOf(site: string, name: string, fileSystem: FileSystem): string[] {
  const modules = new Set([name.replace(/[-.]+/g, '_'), plain(name)]);
  return [...modules].flatMap((one) => {
    const files = [...(fileSystem.below?.(`${site}/${one}`) ?? [])];
    return [`${site}/${one}.py`, ...files.filter((file) => CODE.test(file))];
  });
}

const CODE = /\.(?:py|so|pyd)$/;
