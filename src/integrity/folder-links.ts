import type { FileSystem, LayerEntry } from '../image/image.js';

/** Folders that distributions replace with links: a merged /usr, and programs of root among the others. */
const MERGED = ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32', 'usr/sbin', 'usr/lib64'];
/** Links in the folder that a link leads to. */
const MAX_DEPTH = 3;

/** Finds where files are whose folder became a link. */
export interface FolderLinks {
  /** The path to which links of folders lead, and the highest layer of these links; the path itself without one. */
  follow(path: string): { readonly path: string; readonly layer: number };
}

interface Links {
  readonly byPath: Map<string, { readonly to: string; readonly layer: number }>;
  /** Lengths of the paths: few beginnings of a path need to be looked up. */
  readonly byLength: Set<number>;
}

/** Links of the final file system that are in the place of a folder. `added` are the entries of upper layers. */
export function folderLinks(files: FileSystem, added: Iterable<LayerEntry>): FolderLinks {
  const links: Links = { byPath: new Map(), byLength: new Set() };
  const add = (entry: LayerEntry | undefined) => {
    if (entry?.type !== 'symlink') return;
    const to = files.resolve(entry.path);
    if (to === undefined || to === entry.path) return;
    links.byPath.set(entry.path, { to, layer: entry.layer });
    links.byLength.add(entry.path.length);
  };
  for (const path of MERGED) add(files.get(path));
  for (const entry of added) {
    if (entry.type !== 'symlink') continue;
    if (files.history(entry.path).some(({ type }) => type === 'directory')) add(entry);
  }
  // Lists name the files of a folder one after the other.
  let lastFolder: string | undefined;
  let last = { path: '', layer: 0 };
  return {
    follow: (path) => {
      if (links.byPath.size === 0) return { path, layer: 0 };
      const slash = path.lastIndexOf('/');
      const folder = path.slice(0, Math.max(slash, 0));
      if (folder !== lastFolder) last = followFolder(folder, links);
      lastFolder = folder;
      return {
        path: last.path === folder ? path : last.path + path.slice(slash),
        layer: last.layer,
      };
    },
  };
}

function followFolder(folder: string, links: Links): { path: string; layer: number } {
  let path = folder;
  let layer = 0;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const before = path;
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const link = links.byLength.has(end) ? links.byPath.get(path.slice(0, end)) : undefined;
      if (!link) continue;
      path = link.to + path.slice(end);
      layer = Math.max(layer, link.layer);
      break;
    }
    if (path === before) break;
  }
  return { path, layer };
}
