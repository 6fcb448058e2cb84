import type { FileSystem } from '../image/image.js';
import type { Cataloger, FolderPackage } from './cataloger.js';
import type { PackageWithLayer } from './package-layers.js';

/**
 * The packages that folders of the final file system show by their names. Package managers never change such a folder, so
 * the lowest layer of its files introduced the package.
 */
export function folderPackages(
  catalogers: Iterable<Cataloger>,
  fileSystem: FileSystem,
): PackageWithLayer[] {
  const readers = [...catalogers].flatMap(({ packageAt, stores = [] }) =>
    packageAt && stores.some((store) => fileSystem.resolve(store) === store) ? [packageAt] : [],
  );
  const folders = new Map<string, FolderPackage & { layer: number }>();
  if (readers.length === 0) return [];
  for (const { path, type, layer } of fileSystem.entries()) {
    if (type !== 'file' && type !== 'hardlink' && type !== 'symlink') continue;
    for (const packageAt of readers) {
      const item = packageAt(path);
      if (!item) continue;
      const known = folders.get(item.folder);
      if (!known) folders.set(item.folder, { ...item, layer });
      else if (layer < known.layer) known.layer = layer;
    }
  }
  return [...folders.values()].map(({ folder, found, layer }) => ({
    found,
    path: folder,
    layer,
    versions: [],
  }));
}
