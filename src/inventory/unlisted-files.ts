import type { FileSystem } from '../image/image.js';
import { finalEntry } from './final-entry.js';
import type { PackageWithLayer } from './package-layers.js';

/** The packages; those that the image has a file of although their list has none have the evidence `unlisted-file`. */
export function withUnlistedFiles<T extends PackageWithLayer>(
  packages: readonly T[],
  fileSystem: FileSystem,
): readonly T[] {
  return packages.map((item) => {
    const { fileIfInstalled: path } = item.found;
    return path !== undefined && finalEntry(path, fileSystem)
      ? { ...item, found: { ...item.found, evidence: 'unlisted-file' } }
      : item;
  });
}
