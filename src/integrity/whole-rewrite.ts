import type { FileSystem, LayerEntry } from '../image/image.js';

/**
 * Whether a layer wrote each of the paths that was in the image, as an installer does that replaces a package by another build
 * of its version. Someone who hides a changed file changes this file and its record. Paths that the layer deleted, or that
 * were deleted before, do not count.
 */
export function isWrittenWhole(paths: Iterable<string>, layer: number, files: FileSystem): boolean {
  let written = 0;
  for (const path of paths) {
    const state = stateOf(path, layer, files);
    if (state === 'older') return false;
    if (state === 'written') written++;
  }
  return written > 0;
}

function stateOf(path: string, layer: number, files: FileSystem): 'written' | 'older' | 'absent' {
  const history = entriesOf(path, files).filter((entry) => entry.layer <= layer);
  if (history.some((entry) => entry.layer === layer && entry.type !== 'whiteout')) return 'written';
  const last = history.at(-1);
  return last === undefined || last.type === 'whiteout' ? 'absent' : 'older';
}

/** The path may lead through a link of a folder: `lib64`. */
function entriesOf(path: string, files: FileSystem): readonly LayerEntry[] {
  const direct = files.history(path);
  if (direct.length > 0) return direct;
  const target = files.resolve(path);
  return target === undefined || target === path ? direct : files.history(target);
}
