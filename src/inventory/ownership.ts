import type { FileList } from './cataloger.js';
import type { PackageWithLayer } from './package-layers.js';

/** A distribution package with the paths it brought. */
export interface Owner {
  readonly package: PackageWithLayer;
  /** One a line. */
  files(): string;
}

/** What the database itself lists, and the lists kept beside it, matched by name and architecture. */
export function ownersOf(system: readonly PackageWithLayer[], lists: Iterable<FileList>): Owner[] {
  const owners: Owner[] = [];
  const byName = new Map<string, PackageWithLayer[]>();
  for (const installed of system) {
    const { name, files } = installed.found;
    if (files !== undefined) owners.push({ package: installed, files: () => files });
    const named = byName.get(name);
    if (named) named.push(installed);
    else byName.set(name, [installed]);
  }
  for (const list of lists) {
    const named = byName.get(list.name) ?? [];
    const owner = list.arch ? named.find((p) => p.found.arch === list.arch) : named[0];
    if (owner) owners.push({ package: owner, files: list.files });
  }
  return owners;
}

/** For each of the paths that a distribution package brought: that package. */
export function ownersByPath(
  owners: readonly Owner[],
  paths: ReadonlySet<string>,
): ReadonlyMap<string, PackageWithLayer> {
  const wanted = new Map<string, string>();
  for (const path of paths) {
    wanted.set(path, path);
    // With a merged /usr the database may know the file by its name from before.
    if (path.startsWith('usr/')) wanted.set(path.slice('usr/'.length), path);
  }
  const found = new Map<string, PackageWithLayer>();
  if (wanted.size === 0) return found;
  for (const owner of owners) {
    const files = owner.files();
    for (let start = 0; start < files.length; ) {
      const end = files.indexOf('\n', start);
      const stop = end < 0 ? files.length : end;
      const path = wanted.get(files.slice(start, stop));
      if (path !== undefined) found.set(path, owner.package);
      start = stop + 1;
    }
  }
  return found;
}
