import { isFileEntry } from '../image/entry-type.js';
import type { FileSystem, LayerEntry } from '../image/image.js';
import type { FoundPackage } from './cataloger.js';
import type { PackageVersion } from './collector.js';

/** A package of the final file system, with the layer that introduced it. */
export interface PackageWithLayer {
  readonly found: FoundPackage;
  /** The file that contains it. */
  readonly path: string;
  readonly layer: number;
  /** All versions of that file, layers ascending. */
  readonly versions: readonly PackageVersion[];
}

/**
 * The packages in the last version of a file, each with the layer that introduced it. In the layer below that one, the
 * file does not contain the package: it does not exist, is deleted, or contains another version. A package that was
 * removed and added again, upgraded or downgraded belongs to the last of these layers.
 */
export function packagesWithLayers(
  path: string,
  versions: readonly PackageVersion[],
  fileSystem: FileSystem,
): PackageWithLayer[] {
  const last = versions.at(-1);
  if (!last) return [];
  const lower = lowerVersions(fileSystem.history(path), versions, last.layer);
  return last.content.map((found) => {
    const key = packageKey(found);
    let layer = last.layer;
    for (const version of lower) {
      if (!version.keys.has(key)) break;
      layer = version.layer;
    }
    return { found, path, layer, versions };
  });
}

/** Equal for the same package in the same version. */
export function packageKey(found: FoundPackage): string {
  return [found.type, found.name, found.version, found.arch ?? '', found.within ?? ''].join('\n');
}

interface FileVersion {
  readonly layer: number;
  readonly keys: ReadonlySet<string>;
}

/** The file after each layer below `top`, highest first; without packages where a layer deleted it. */
function lowerVersions(
  history: readonly LayerEntry[],
  versions: readonly PackageVersion[],
  top: number,
): FileVersion[] {
  const byLayer = new Map<number, ReadonlySet<string>>();
  const none: ReadonlySet<string> = new Set();
  for (const entry of history) {
    // The file exists after a layer that deletes it and adds it again.
    if (!isFileEntry(entry) && !byLayer.has(entry.layer)) byLayer.set(entry.layer, none);
  }
  for (const { layer, content } of versions) byLayer.set(layer, new Set(content.map(packageKey)));
  return [...byLayer]
    .filter(([layer]) => layer < top)
    .sort(([a], [b]) => b - a)
    .map(([layer, keys]) => ({ layer, keys }));
}
