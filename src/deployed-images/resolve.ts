import { parseReference, type Reference, repositoryName } from '../core/reference.js';
import { PortsideError } from '../lib/errors.js';
import type { Options } from '../options/options.js';
import type { CheckContext } from '../policy/check-context.js';
import type { ArtifactSource } from '../registry/artifact-source.js';
import { openRegistry } from '../registry/client.js';
import type { OciManifest } from '../registry/manifest.js';
import { formatPlatform, parsePlatform, platformMatch } from '../registry/platform.js';
import { optionsForReference } from '../registry/registry-options.js';
import type { AskedByImage } from '../scan/image.js';

/** An image in its registry, of which no layer is read yet. */
export interface RegistryImage {
  readonly reference: Reference;
  readonly source: ArtifactSource;
  /** Of the index, if there is one. */
  readonly digest: string;
  /** The reference to read it from, with the digest. */
  readonly pinned: string;
  /** The platforms to inspect; absent for an image of one platform. */
  readonly platforms?: readonly string[];
  /** The number of platforms that it has. */
  readonly offered: number;
  /** Bytes of the compressed layers that would be read. */
  readonly bytes: number;
  /** The options to read it with. */
  readonly options: Pick<Options, AskedByImage>;
}

/** Clusters run it, unless an option says otherwise. */
const USUAL_PLATFORM = 'linux/amd64';
/** Platforms of an index; a registry can list any number. */
const MOST_PLATFORMS = 50;

/**
 * Resolves a reference by one or two requests. A registry that only the pull request names is asked only if it is public:
 * anybody who can open a pull request can write a host of the private network. Throws PortsideError.
 */
export async function resolveDeployed(
  text: string,
  { options, host }: Pick<CheckContext<AskedByImage>, 'options' | 'host'>,
  isTrusted: (registry: string) => Promise<boolean>,
): Promise<RegistryImage> {
  const reference = parseReference(text);
  const allowed = await isTrusted(reference.registry);
  const settings = allowed ? options : { ...options, publicRegistriesOnly: true };
  const source = openRegistry(reference, await optionsForReference(settings, host, text));
  const manifest = await source.manifest(reference.digest ?? reference.tag ?? 'latest');
  if (!manifest)
    throw new PortsideError('PSE4002', `${reference.registry} has no such image`, 'Check the name');
  const chosen = await choosePlatforms(manifest, source, options.platforms);
  return {
    reference,
    source,
    digest: manifest.digest,
    pinned: `registry:${repositoryName(reference)}@${manifest.digest}`,
    ...chosen,
    options: chosen.platforms ? { ...settings, platforms: chosen.platforms } : settings,
  };
}

async function choosePlatforms(
  manifest: OciManifest,
  source: ArtifactSource,
  wanted: readonly string[],
): Promise<Pick<RegistryImage, 'platforms' | 'offered' | 'bytes'>> {
  const entries = (manifest.manifests ?? [])
    .slice(0, MOST_PLATFORMS)
    .filter(({ platform }) => platform && platform.os !== 'unknown');
  if (entries.length === 0) return { offered: 1, bytes: sizeOf(manifest) };
  const fits = (name: string) =>
    entries.filter(({ platform }) => platform && platformMatch(parsePlatform(name), platform) > 0);
  const usual = fits(USUAL_PLATFORM).length > 0 ? [USUAL_PLATFORM] : [];
  const platforms = wanted.length > 0 ? wanted : usual;
  const read = platforms.length > 0 ? platforms.flatMap(fits) : entries;
  let bytes = 0;
  for (const { digest } of read) bytes += sizeOf(await source.manifest(digest));
  const names = entries.flatMap(({ platform }) => (platform ? formatPlatform(platform) : []));
  return { platforms: platforms.length > 0 ? platforms : names, offered: entries.length, bytes };
}

function sizeOf(manifest: OciManifest | undefined): number {
  return (manifest?.layers ?? []).reduce((sum, { size }) => sum + size, 0);
}
