import type { FileAspect } from '../core/image-difference.js';
import { foldersAbove } from '../lib/paths.js';
import type { FinalFile } from './final-files.js';
import { isOpenFolder } from './open-folders.js';

/** A path that is in one image only, or that may be different in both. */
export interface FilePair {
  readonly path: string;
  readonly before?: FinalFile;
  readonly after?: FinalFile;
  /** What is different for certain. */
  readonly aspects: readonly FileAspect[];
  /** Whether only the content can show if the files are equal. */
  readonly isOpen: boolean;
  /** A directory that only one image has, and whose files show it. */
  readonly isShownByFiles?: boolean;
}

/** The digest of the layer that has the content, by which equal content is known without reading it. */
export type LayerDigest = (file: FinalFile) => string | undefined;

/** An image's files, and the digests of its layers. */
export interface ComparedFiles {
  readonly files: ReadonlyMap<string, FinalFile>;
  readonly layerDigest: LayerDigest;
}

/**
 * The paths that are not certainly equal, in order. A new or removed directory is seen by its files, unless it is empty or open
 * to anyone.
 */
export function pairFiles(before: ComparedFiles, after: ComparedFiles): FilePair[] {
  const pairs: FilePair[] = [];
  const isSeen = { before: seenTest(before, after), after: seenTest(after, before) };
  for (const [path, old] of before.files) {
    const now = after.files.get(path);
    if (now === undefined) {
      if (isSeen.before(old)) pairs.push({ path, before: old, aspects: [], isOpen: false });
      continue;
    }
    const aspects = aspectsOf(old, now);
    const isOpen =
      old.type === 'file' &&
      now.type === 'file' &&
      old.size === now.size &&
      old.size > 0 &&
      !isSameEntry(before.layerDigest(old), after.layerDigest(now));
    if (aspects.length > 0 || isOpen)
      pairs.push({ path, before: old, after: now, aspects, isOpen });
  }
  for (const [path, now] of after.files)
    if (!before.files.has(path) && (isSeen.after(now) || isOpenFolder(now)))
      pairs.push({
        ...{ path, after: now, aspects: [], isOpen: false },
        isShownByFiles: !isSeen.after(now),
      });
  return pairs.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Whether a path that only one of the images has is listed: all but directories with something in them. */
function seenTest(image: ComparedFiles, other: ComparedFiles): (file: FinalFile) => boolean {
  const empty = new Set<string>();
  for (const [path, { type }] of image.files)
    if (type === 'directory' && !other.files.has(path)) empty.add(path);
  if (empty.size > 0)
    for (const path of image.files.keys())
      for (const folder of foldersAbove(path)) {
        // A layer need not list the folders above a file.
        if (!empty.delete(folder) && image.files.has(folder)) break;
      }
  return ({ path, type }) => type !== 'directory' || empty.has(path);
}

function isSameEntry(before: string | undefined, after: string | undefined): boolean {
  return before !== undefined && before === after;
}

function aspectsOf(before: FinalFile, after: FinalFile): FileAspect[] {
  const aspects: FileAspect[] = [];
  const areFiles = before.type === 'file' && after.type === 'file';
  if (before.type !== after.type) aspects.push('type');
  if (areFiles && before.size !== after.size) aspects.push('content');
  if (before.target !== after.target) aspects.push('target');
  // The permissions of a link mean nothing.
  if (before.mode !== after.mode && after.type !== 'symlink') aspects.push('mode');
  if (before.uid !== after.uid || before.gid !== after.gid) aspects.push('owner');
  if (before.capabilities !== after.capabilities) aspects.push('capabilities');
  return aspects;
}
