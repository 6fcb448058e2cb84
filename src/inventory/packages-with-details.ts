import type { FileSystem } from '../image/image.js';
import type { FoundPackage, PackageDetails } from './cataloger.js';
import type { Collector } from './collector.js';
import type { PackageWithLayer } from './package-layers.js';

/** Adds to packages what further files of the database say about them. What the database says itself comes first. */
export function packagesWithDetails<T extends PackageWithLayer>(
  packages: readonly T[],
  collector: Collector,
  fileSystem: FileSystem,
): T[] {
  const byName = new Map<string, PackageDetails[]>();
  for (const [path, { layer, content }] of collector.details) {
    if ((fileSystem.get(path)?.layer ?? layer) !== layer) continue;
    const key = keyOf(content);
    const sameName = byName.get(key);
    if (sameName) sameName.push(content);
    else byName.set(key, [content]);
  }
  return packages.map((item) => {
    const { version } = item.found;
    const sameName = byName.get(keyOf(item.found)) ?? [];
    const all = sameName.filter((one) => (one.version ?? version) === version);
    return all.length > 0 ? { ...item, found: all.reduce(withDetails, item.found) } : item;
  });
}

function keyOf({ type, name }: Pick<FoundPackage, 'type' | 'name'>): string {
  return `${type} ${name}`;
}

function withDetails(found: FoundPackage, details: PackageDetails): FoundPackage {
  const { license, source, publisher } = details;
  return {
    ...found,
    license: found.license ?? license,
    source: found.source ?? source,
    publisher: found.publisher ?? publisher,
  };
}
