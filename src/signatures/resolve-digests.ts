import { collectChunks } from '../lib/chunks.js';
import { PortsideError } from '../lib/errors.js';
import { nonEmptyText, object, parseJson } from '../lib/json.js';
import type { ArtifactSource } from '../registry/artifact-source.js';
import type { Descriptor, OciManifest } from '../registry/manifest.js';
import {
  formatPlatform,
  type Platform,
  parsePlatform,
  platformMatch,
} from '../registry/platform.js';
import type { ImageTarget } from './options.js';

/**
 * The digest of the reference, then that of its platform image if the reference is an index and a platform is given.
 * Throws PortsideError: incomplete when the image does not exist, usage when it has no image for the platform.
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
  if (image === undefined && platform === undefined) return [manifest.digest];
  const child =
    image === undefined
      ? await imageFor(parsePlatform(platform ?? ''), { name, source, manifest })
      : manifest.manifests?.find((one) => one.digest === image);
  return child ? [manifest.digest, child.digest] : [manifest.digest];
}

/** Undefined if the reference itself is the image for the platform. */
async function imageFor(
  wanted: Platform,
  {
    name,
    source,
    manifest,
  }: { readonly name: string; readonly source: ArtifactSource; readonly manifest: OciManifest },
): Promise<Descriptor | undefined> {
  const offered = manifest.manifests
    ? manifest.manifests.flatMap((entry) => (entry.platform ? [entry.platform] : []))
    : [(await platformInConfig(source, manifest)) ?? []].flat();
  const best = Math.max(0, ...offered.map((one) => platformMatch(wanted, one)));
  if (best === 0) {
    const all = offered.filter(({ os }) => os !== 'unknown').map(formatPlatform);
    throw new PortsideError(
      'PSE4005',
      `Cannot verify ${name}: it has no image for ${formatPlatform(wanted)}`,
      `It has: ${[...new Set(all)].slice(0, 20).join(', ') || 'an unknown platform'}`,
    );
  }
  return manifest.manifests?.find(
    (one) => one.platform && platformMatch(wanted, one.platform) === best,
  );
}

const MAX_CONFIG_BYTES = 4 << 20;
const MAX_CONFIG_DEPTH = 200;

async function platformInConfig(
  source: ArtifactSource,
  { config }: OciManifest,
): Promise<Platform | undefined> {
  if (!config) return undefined;
  const bytes = await collectChunks(source.blob(config), MAX_CONFIG_BYTES, 'the configuration');
  const { os, architecture, variant } = object(parseJson(bytes, MAX_CONFIG_DEPTH));
  const [system, cpu] = [nonEmptyText(os), nonEmptyText(architecture)];
  return system && cpu
    ? { os: system, architecture: cpu, variant: nonEmptyText(variant) }
    : undefined;
}
