import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PortsideError } from '../../lib/errors.js';
import { type FileSource, openFile, sliceSource } from '../bytes.js';
import type { ImageSet } from '../image.js';
import type { FileTable } from '../tar/archive.js';
import { ociLayout } from './oci-layout.js';
import type { OpenRequest } from './source.js';
import { splitFile } from './split-file.js';

/** An OCI layout in a folder, `DIR[:TAG][@DIGEST]`. Throws PortsideError. */
export async function ociFolder(request: OpenRequest): Promise<ImageSet> {
  const { path, selector } = splitFile(request.reference);
  if (!isFolder(path))
    throw new PortsideError(
      'PSE4006',
      `Cannot open the OCI layout ${path}: there is no such folder`,
      'Name the folder with index.json.',
    );
  const files = openFolder(path);
  try {
    return await ociLayout({
      ...request,
      files,
      name: path,
      source: 'oci',
      close: files.close,
      selector,
    });
  } catch (error) {
    files.close();
    throw error;
  }
}

/** The layout at that path, if there is one. */
export async function findOciFolder(request: OpenRequest): Promise<ImageSet | undefined> {
  const { path } = splitFile(request.reference);
  return isFolder(path) && existsSync(join(path, 'index.json')) ? ociFolder(request) : undefined;
}

export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** The files of a folder. Each is opened once, and all are closed with `close`. The caller has checked the names. */
function openFolder(path: string): FileTable & { close(): void } {
  const open = new Map<string, FileSource>();
  return {
    file(name) {
      const opened = open.get(name);
      if (opened) return sliceSource(opened, 0, opened.size);
      const absolute = join(path, name);
      if (!isFile(absolute)) return undefined;
      const file = openFile(absolute);
      open.set(name, file);
      return sliceSource(file, 0, file.size);
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
