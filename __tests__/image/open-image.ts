import type { Image } from '../../src/image/image.js';
import { type OpenOptions, openImage } from '../../src/image/open.js';
import { scanAll } from './build-tar.js';

/** Opens an image, and closes it in the end. */
export async function withImage<T>(
  reference: string,
  options: OpenOptions,
  use: (image: Image) => Promise<T>,
): Promise<T> {
  const image = await openImage(reference, options);
  try {
    return await use(image);
  } finally {
    await image.close();
  }
}

/** `layer path=text` of all files. */
export function linesOf(reference: string, options: OpenOptions = {}): Promise<readonly string[]> {
  return withImage(reference, options, async (image) => (await scanAll(image)).lines);
}
