import type { FileSystem, LayerEntry } from '../image/image.js';
import type { FoundPackage } from './cataloger.js';
import type { Reading } from './collector.js';

/** A package that the final file system has, with the layer that last introduced it. */
export interface PackageWithLayer {
  readonly found: FoundPackage;
  /** The file that proves it. */
  readonly path: string;
  readonly layer: number;
  /** All versions of that file, layers ascending. */
  readonly readings: readonly Reading[];
}

/**
 * The packages that the last version of a file names, each with the layer of its last introduction: the layer below
 * it has no such package in that file, because the file was not there, was deleted there, or named another version.
 * Removing and adding again, upgrades and downgrades all count.
 */
export function introduced(
  path: string,
  readings: readonly Reading[],
  fileSystem: FileSystem,
): PackageWithLayer[] {
  const last = readings.at(-1);
  if (!last) return [];
  const below = versions(fileSystem.history(path), readings, last.layer);
  return last.content.map((found) => {
    const key = keyOf(found);
    let layer = last.layer;
    for (const version of below) {
      if (!version.keys.has(key)) break;
      layer = version.layer;
    }
    return { found, path, layer, readings };
  });
}

/** Same package, same version: what an upgrade changes. */
export function keyOf(found: FoundPackage): string {
  return [found.type, found.name, found.version, found.arch ?? '', found.within ?? ''].join('\n');
}

interface FileVersion {
  readonly layer: number;
  readonly keys: ReadonlySet<string>;
}

/** The file as each layer below `top` left it, the highest first; no packages where a layer deleted it. */
function versions(
  history: readonly LayerEntry[],
  readings: readonly Reading[],
  top: number,
): FileVersion[] {
  const byLayer = new Map<number, ReadonlySet<string>>();
  const empty: ReadonlySet<string> = new Set();
  for (const entry of history) {
    const isFile = entry.type === 'file' || entry.type === 'hardlink';
    // A layer that deletes a path and brings it again leaves it there.
    if (!isFile && !byLayer.has(entry.layer)) byLayer.set(entry.layer, empty);
  }
  for (const { layer, content } of readings) byLayer.set(layer, new Set(content.map(keyOf)));
  return [...byLayer]
    .filter(([layer]) => layer < top)
    .sort(([a], [b]) => b - a)
    .map(([layer, keys]) => ({ layer, keys }));
}
