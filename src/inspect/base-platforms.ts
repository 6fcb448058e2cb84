import type { ExternalImage } from '../dockerfile/external-images.js';
import type { Host } from '../host.js';
import type { ArtifactSource } from '../images/artifacts.js';
import { readAll } from '../images/artifacts.js';
import { platformOf, readConfig } from '../images/config.js';
import { openArtifact } from '../images/registry/open.js';
import type { Settings } from '../settings/settings.js';
import { registryOptions } from './registry.js';

/** Base images that are asked about: each costs a registry a request or two. */
const MOST = 20;
/** Milliseconds for one answer, and one try: without an answer the check has nothing to say. */
const PATIENCE = { timeout: 5_000, attempts: 1 };
const LARGEST_CONFIG = 4 << 20;

/**
 * The platforms that registries offer for base images, by reference (BuildKit's InvalidBaseImagePlatform). An image
 * whose registry does not answer is not in the map: other checks say that a registry cannot be reached.
 */
export async function basePlatforms(
  images: readonly ExternalImage[],
  settings: Settings,
  host: Host,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  if (settings.offline) return found;
  const references = [...new Set(images.map(({ reference }) => reference))].slice(0, MOST);
  await Promise.all(
    references.map(async (reference) => {
      try {
        const options = await registryOptions(settings, host, reference);
        const opened = await openArtifact(reference, { ...options, ...PATIENCE });
        found.set(reference, await platforms(opened.source, opened.reference));
      } catch (error) {
        host.debug(`the platforms of ${reference} are not known: ${String(error)}`);
      }
    }),
  );
  return found;
}

async function platforms(source: ArtifactSource, reference: string): Promise<readonly string[]> {
  const manifest = await source.manifest(reference);
  if (manifest?.manifests)
    return manifest.manifests.flatMap(({ platform }) =>
      platform === undefined || platform.startsWith('unknown/') ? [] : [platform],
    );
  if (!manifest?.config) return [];
  const bytes = await readAll(
    source.blob(manifest.config),
    LARGEST_CONFIG,
    'the image configuration',
  );
  const platform = platformOf(readConfig(JSON.parse(Buffer.from(bytes).toString('utf8'))));
  return platform === undefined ? [] : [platform];
}
