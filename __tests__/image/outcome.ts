import type { Limits } from '../../src/image/limits.js';
import { PortsideError } from '../../src/lib/errors.js';
import { scanAll } from './build-tar.js';
import { openImage } from './open-image.js';

/** Reads all files of a docker archive, and checks the digests: the number of files, or the error. */
export async function outcomeOf(
  path: string,
  limits: Partial<Limits> = {},
): Promise<number | PortsideError> {
  try {
    const image = await openImage(`docker-archive:${path}`, { limits });
    try {
      return (await scanAll(image, ['etc/os-release'], true)).files.length;
    } finally {
      await image.close();
    }
  } catch (error) {
    if (error instanceof PortsideError) return error;
    throw error;
  }
}
