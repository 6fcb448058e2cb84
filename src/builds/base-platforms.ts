import type { Host } from '../core/host.js';
import type { ExternalImage } from '../dockerfile/external-images.js';
import { platformOf } from '../image/config.js';
import type { Options } from '../options/options.js';
import type { BaseSource, BaseSources } from '../registry/base-sources.js';
import { formatPlatform } from '../registry/platform.js';
import { readBaseConfig } from './base-config.js';

/** The number of base images that are looked up; each takes one or two requests. */
const MOST = 20;

/**
 * The platforms of base images in their registries, by reference, for BuildKit's rule InvalidBaseImagePlatform. An image
 * whose registry does not answer is not in the map; other checks report registries that cannot be reached.
 */
export async function basePlatforms(
  images: readonly ExternalImage[],
  sources: BaseSources,
  options: Pick<Options, 'offline'>,
  host: Host,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  if (options.offline) return found;
  const references = [...new Set(images.map(({ reference }) => reference))].slice(0, MOST);
  await Promise.all(
    references.map(async (reference) => {
      try {
        found.set(reference, await platforms(await sources(reference)));
      } catch (error) {
        host.debug(`the platforms of ${reference} are not known: ${String(error)}`);
      }
    }),
  );
  return found;
}

async function platforms(base: BaseSource): Promise<readonly string[]> {
  const { manifest } = base;
  if (manifest?.manifests)
    return manifest.manifests.flatMap(({ platform }) =>
      platform === undefined || platform.os === 'unknown' ? [] : [formatPlatform(platform)],
    );
  const config = await readBaseConfig(base, manifest);
  const platform = config && platformOf(config);
  return platform === undefined ? [] : [platform];
}
