import { PortsideError } from '../lib/errors.js';
import { formatPlatform } from '../registry/platform.js';
import type { ImageTarget } from './options.js';

/**
 * The digest of the reference, then that of its platform image if the reference is an index and a platform is given.
 * Throws PortsideError (incomplete) when the image does not exist.
 */
export async function resolveDigests({
  source,
  name,
  reference,
  platform,
  image,
}: ImageTarget): Promise<readonly [string, ...string[]]> {
  const manifest = await source.manifest(reference);
  if (!manifest)
    throw new PortsideError(
      'PSE7501',
      `Cannot verify ${name}: the image does not exist`,
      'Check the name and the tag',
    );
  const child = manifest.manifests?.find((one) =>
    image === undefined
      ? one.platform !== undefined && formatPlatform(one.platform) === platform
      : one.digest === image,
  );
  return child ? [manifest.digest, child.digest] : [manifest.digest];
}
