import { isFileEntry } from '../image/entry-type.js';
import type { FileSystem, LayerEntry } from '../image/image.js';

/** The file at a path in the final file system, or the file to which links lead. */
export function finalEntry(path: string, fileSystem: FileSystem): LayerEntry | undefined {
  const entry = fileSystem.get(path);
  if (isFileEntry(entry)) return entry;
  const target = fileSystem.resolve(path);
  return target === undefined ? undefined : fileSystem.get(target);
}
