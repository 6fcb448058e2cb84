import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { FileTable } from './archive.js';
import { type FileSource, openFile, slice } from './bytes.js';

/** Files of a folder as a table; each is opened once and closed with `close`. Names must have been checked. */
export function openFolder(path: string): FileTable & { close(): void } {
  const open = new Map<string, FileSource>();
  return {
    file(name) {
      const known = open.get(name);
      if (known) return slice(known, 0, known.size);
      const absolute = join(path, name);
      if (!isFile(absolute)) return undefined;
      const file = openFile(absolute);
      open.set(name, file);
      return slice(file, 0, file.size);
    },
    close() {
      for (const file of open.values()) file.close();
      open.clear();
    },
  };
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
