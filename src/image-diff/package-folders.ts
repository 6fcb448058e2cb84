import type { Package } from '../core/package.js';
import { folderOf } from '../lib/paths.js';

/**
 * The folders that packages of languages install, each with the packages whose metadata say so. Anything may add a file to
 * such a folder, so this explains why a file is there, and is no proof.
 */
export function packageFolders(packages: readonly Package[]): ReadonlyMap<string, string> {
  const folders = new Map<string, string>();
  for (const one of packages)
    for (const path of one.paths)
      for (const folder of foldersOf(one, path)) folders.set(folder, one.purl);
  return folders;
}

/** The files that are a package each, such as a jar of Maven. A file with several packages has more to it than one of them. */
export function singlePackageFiles(packages: readonly Package[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const shared = new Set<string>();
  for (const { paths, purl } of packages)
    for (const path of paths) {
      if (files.has(path)) shared.add(path);
      files.set(path, purl);
    }
  for (const path of shared) files.delete(path);
  return files;
}

function foldersOf({ type, name }: Package, path: string): readonly string[] {
  const folder = folderOf(path);
  switch (type) {
    case 'npm':
      return /(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/@]+$/.test(folder) ? [folder] : [];
    case 'pypi': {
      // The top level of most wheels has the name of the project. Source: PEP 503 and 427.
      const above = /^(.*\/)[^/]+\.(?:dist|egg)-info$/.exec(folder)?.[1];
      const top = name.toLowerCase().replace(/[-.]+/g, '_');
      return above === undefined ? [] : [folder, `${above}${top}`];
    }
    case 'gem': {
      const [, root, gem] = /^(.*)\/specifications\/([^/]+)\.gemspec$/.exec(path) ?? [];
      return root === undefined ? [] : [`${root}/gems/${gem}`];
    }
    default:
      return [];
  }
}

/** The package of the innermost folder that has the path, with that folder. */
export function folderOwner(
  path: string,
  folders: ReadonlyMap<string, string>,
): { readonly folder: string; readonly purl: string } | undefined {
  let at = path.lastIndexOf('/');
  for (let depth = 0; at > 0 && depth < MAX_DEPTH; depth++) {
    const folder = path.slice(0, at);
    const purl = folders.get(folder);
    if (purl !== undefined) return { folder, purl };
    at = path.lastIndexOf('/', at - 1);
  }
  return undefined;
}

/** Folders between a package and its file. */
const MAX_DEPTH = 50;
