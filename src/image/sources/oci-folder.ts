import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PortsideError } from '../../lib/errors.js';
import { openFolder } from '../folder.js';
import type { Image } from '../image.js';
import { ociLayout } from './oci-layout.js';
import type { OpenRequest } from './source.js';
import { splitFile } from './split-file.js';

/** `DIR[:TAG][@DIGEST]`. Throws PortsideError. */
export async function ociFolder(request: OpenRequest): Promise<Image> {
  const { path, wanted } = splitFile(request.reference);
  if (!isFolder(path))
    throw new PortsideError(
      'PSE4000',
      `There is no folder ${path}`,
      'Give the folder of index.json.',
    );
  const files = openFolder(path);
  try {
    return await ociLayout({
      ...request,
      files,
      name: path,
      source: 'oci',
      close: files.close,
      ...(wanted ? { wanted } : {}),
    });
  } catch (error) {
    files.close();
    throw error;
  }
}

/** The layout at that path, if there is one. */
export async function findOciFolder(request: OpenRequest): Promise<Image | undefined> {
  const { path } = splitFile(request.reference);
  return isFolder(path) && existsSync(join(path, 'index.json')) ? ociFolder(request) : undefined;
}

export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
