import type { Image } from '../../src/image/image.js';
import { type OpenOptions, openImages } from '../../src/image/open.js';
import { scanAll } from './build-tar.js';

/** An image that is closed alone. */
export type OpenedImage = Image & { close(): Promise<void> };

/** The only image of a name. */
export async function openImage(
  reference: string,
  options: OpenOptions = {},
): Promise<OpenedImage> {
  const { images, close } = await openImages(reference, options);
  const [image, ...others] = images;
  if (image && others.length === 0) return { ...image, close };
  await close();
  throw new Error(`${reference} has ${images.length} images`);
}

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
