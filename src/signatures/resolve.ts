import { PortsideError } from '../lib/errors.js';
import type { ImageTarget } from './options.js';

/**
 * The digest behind the reference, and that of its platform's image where it is an index and one is asked for.
 * Throws PortsideError (incomplete) when there is no such image.
 */
export async function resolveImage({
  source,
  name,
  reference,
  platform,
  image,
}: ImageTarget): Promise<readonly [string, ...string[]]> {
  const manifest = await source.manifest(reference);
  if (!manifest)
    throw new PortsideError('PSE7500', `There is no image ${name}`, 'Check the name and the tag');
  const child = manifest.manifests?.find((one) =>
    image === undefined
      ? platform !== undefined && one.platform === platform
      : one.digest === image,
  );
  return child ? [manifest.digest, child.digest] : [manifest.digest];
}
