import { existsSync } from 'node:fs';
import { PortsideError, reason } from '../../findings/errors.js';
import { openArchive } from '../archive.js';
import { openFile } from '../bytes.js';
import type { Image } from '../image.js';
import { dockerArchive } from './docker-archive.js';
import type { OpenRequest } from './source.js';

/**
 * An image in one file. What kind of archive it is, the archive itself says; the scheme is what the user believed.
 */
export async function archiveFile(request: OpenRequest, source: string): Promise<Image> {
  const { path, wanted } = splitFile(request.reference);
  const file = openReadable(path);
  const close = () => file.close();
  try {
    const files = await openArchive(file, path, request.limits);
    const { limits } = request;
    return dockerArchive({
      files,
      name: path,
      source,
      limits,
      close,
      ...(wanted ? { wanted } : {}),
    });
  } catch (error) {
    close();
    throw error;
  }
}

/** FILE or FILE:TAG, where a file's name may have a colon of its own: the longest name that exists. */
export function splitFile(reference: string): { path: string; wanted?: string } {
  for (let end = reference.length; end > 0; end = reference.lastIndexOf(':', end - 1)) {
    const path = reference.slice(0, end);
    if (existsSync(path))
      return end === reference.length ? { path } : { path, wanted: reference.slice(end + 1) };
  }
  return { path: reference };
}

function openReadable(path: string) {
  try {
    return openFile(path);
  } catch (error) {
    if (error instanceof PortsideError) throw error;
    throw new PortsideError('usage', `Cannot open the image ${path}: ${reason(error)}`);
  }
}
