import { isFileEntry } from '../entry-type.js';
import type { FileReader } from '../image.js';
import type { Overlay } from './overlay.js';

/** A file, and another path to it that leads through symbolic links. */
export interface FollowedLink {
  /** Where the file is. */
  readonly from: string;
  readonly path: string;
}

/** Links to folders inside of linked folders that are followed. */
const MAX_DEPTH = 3;
/** The last components of a path, by which readers recognize files below it: `node_modules/@scope/name`. */
const TELLING_PARTS = 3;
/** Paths through links for one image. An image can be built so that each link multiplies them. */
const MAX_PATHS = 250_000;

/**
 * The files of the final file system that the reader wants only because of a path through links: a package.json is found
 * below `srv/node_modules -> /data` by the name of the link. Calls `exceeded` when there are too many paths.
 */
export function* followLinks(
  fileSystem: Overlay,
  reader: FileReader,
  exceeded: (limit: number) => void,
): Generator<FollowedLink> {
  const { wantsLinked, wellKnown = [] } = reader;
  if (!wantsLinked) return;
  const known = new Set(wellKnown);
  const followed = new Set<string>();
  let left = MAX_PATHS;
  const follow = function* (link: Link): Generator<FollowedLink> {
    if (left <= 0) return;
    left--;
    const { from, path, targets } = link;
    const target = fileSystem.resolve(from);
    if (target === undefined || targets.includes(target)) return;
    const entry = fileSystem.get(target);
    if (isFileEntry(entry)) {
      if (!known.has(path) && wantsLinked({ ...entry, path }, entry)) yield { from: target, path };
      return;
    }
    if (targets.length >= MAX_DEPTH || isSameFolder(path, target)) return;
    // Workspaces of a repository link to each other by the same names.
    const key = `${path.split('/').slice(-TELLING_PARTS).join('/')}\n${target}`;
    if (followed.has(key)) return;
    followed.add(key);
    for (const found of fileSystem.entriesBelow(target)) {
      if (left-- <= 0) return;
      const inner = found.path;
      if (found.type === 'directory') continue;
      const innerPath = path + inner.slice(target.length);
      if (found.type === 'symlink')
        yield* follow({ from: inner, path: innerPath, targets: [...targets, target] });
      else if (isFileEntry(found) && !known.has(innerPath)) {
        if (wantsLinked({ ...found, path: innerPath }, found))
          yield { from: fileSystem.resolve(inner) ?? inner, path: innerPath };
      }
    }
  };
  for (const path of fileSystem.symbolicLinks()) yield* follow({ from: path, path, targets: [] });
  if (left <= 0) exceeded(MAX_PATHS);
}

interface Link {
  /** Where the link is. */
  readonly from: string;
  /** The path to it, which may lead through links, too. */
  readonly path: string;
  /** The folders to which the links of the path lead. */
  readonly targets: readonly string[];
}

/**
 * Whether the folder has the same name at both places, so that nothing is found only through the link: `lib -> usr/lib`,
 * and `node_modules/x -> .pnpm/x@1/node_modules/x`, of which an image may have thousands.
 */
function isSameFolder(path: string, target: string): boolean {
  const [name, parent] = path.split('/').reverse();
  const [targetName, targetParent] = target.split('/').reverse();
  if (name !== targetName) return false;
  return parent === targetParent || target === `usr/${path}`;
}
