import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { type FileTable, openArchive } from '../image/archive.js';
import { type ByteSource, openFile } from '../image/bytes.js';
import { DEFAULT_LIMITS } from '../image/limits.js';

/** The files of a layout's folder, each open only while it is read: nobody has to close a layout. */
export function folderFiles(folder: string): FileTable {
  return { file: (path) => fileAt(join(folder, path)) };
}

/** The files of an archive that is not compressed. Throws PortsideError (incomplete) when it is damaged. */
export async function archiveFiles(path: string): Promise<FileTable> {
  const file = fileAt(path);
  if (!file) return { file: () => undefined };
  return openArchive(file, path, DEFAULT_LIMITS);
}

/** Regular files only: a pipe in the place of a blob would hang the reader, a link might lead out of the layout. */
function fileAt(path: string): ByteSource | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) return undefined;
  return {
    size: stat.size,
    read(into, position) {
      const file = openFile(path);
      try {
        return file.read(into, position);
      } finally {
        file.close();
      }
    },
  };
}
