import { PortsideError } from '../lib/errors.js';
import { nonEmptyText, object } from '../lib/json.js';
import { isDigest } from '../registry/digest.js';
import {
  annotationsOf,
  type Descriptor,
  indexEntries,
  readDescriptor,
} from '../registry/manifest.js';
import {
  formatPlatform,
  type Platform,
  parsePlatform,
  platformMatch,
} from '../registry/platform.js';
import { platformOf, readConfig } from './config.js';
import { damaged, limitExceeded, missing, unsupported } from './errors.js';
import type { Limits } from './limits.js';

/** Where manifests and configurations are read from: a layout or a registry. */
export interface ManifestStore {
  /** For messages. */
  readonly where: string;
  /** The parsed JSON with this digest, which has been checked; undefined when the store does not have it. */
  json(
    descriptor: Pick<Descriptor, 'digest' | 'size'>,
    kind: 'manifest' | 'configuration',
  ): Promise<unknown>;
}

/** An image's manifest and configuration. */
export interface ResolvedImage {
  readonly digest: string;
  readonly config: unknown;
  readonly layers: readonly Descriptor[];
  /** Of the manifest. */
  readonly annotations: ReadonlyMap<string, string>;
  /** From org.opencontainers.image.ref.name and similar annotations on the path to the manifest. */
  readonly names: readonly string[];
  /** The digest of the outermost index, or of the manifest itself when it is in no index. */
  readonly root: string;
}

export interface ResolveRequest {
  readonly store: ManifestStore;
  readonly platform: Platform;
  /** Whether the user asked for this platform; otherwise it is a default. */
  readonly platformRequested: boolean;
  readonly limits: Limits;
  readonly note: (message: string) => void;
}

/**
 * Finds the one image for a platform below some descriptors. Opens indexes, however deep they are nested, and skips
 * attestations and signatures. Uses another platform, with a note, only when there is a single image and the user
 * asked for no platform.
 * Throws PortsideError: incomplete when something is missing or damaged, usage when the user must choose.
 * Sources: OCI image-spec, image-index.md; BuildKit "Attestation storage"; cosign save.
 */
export async function resolveImage(
  roots: readonly Descriptor[],
  request: ResolveRequest,
): Promise<ResolvedImage> {
  const candidates = await collect(roots, request);
  if (candidates.length === 0)
    throw damaged(
      request.store.where,
      'it contains no image',
      'Check that it is the layout of an image.',
    );
  return choose(mergeByDigest(candidates), request);
}

interface Candidate extends ResolvedImage {
  readonly platform: Platform | undefined;
}

/** A descriptor on the path from a root to a manifest. */
interface Visit {
  readonly descriptor: Descriptor;
  readonly names: readonly string[];
  readonly depth: number;
  readonly root: string;
}

async function collect(
  roots: readonly Descriptor[],
  request: ResolveRequest,
): Promise<Candidate[]> {
  const { store, limits } = request;
  const candidates: Candidate[] = [];
  const visited = new Set<string>();
  const visit = async ({ descriptor, names: outerNames, depth, root }: Visit) => {
    const { digest } = descriptor;
    if (isAttestationManifest(descriptor)) return;
    if (!isDigest(digest))
      throw damaged(store.where, `it refers to "${digest.slice(0, 100)}", which is not a digest`);
    if (depth > limits.indexDepth)
      throw limitExceeded(store.where, `its indexes are nested deeper than ${limits.indexDepth}`);
    if (visited.has(digest)) return;
    visited.add(digest);
    if (visited.size > limits.manifests)
      throw limitExceeded(store.where, `it has more than ${limits.manifests} manifests`);
    const manifest = await store.json(descriptor, 'manifest');
    if (manifest === undefined) throw missing(store.where, `the manifest ${digest} is missing`);
    const name = nameOf(descriptor);
    const names = name === undefined ? outerNames : [...outerNames, name];
    const entries = indexEntries(manifest);
    if (entries) {
      for (const entry of entriesForPlatform(entries, request.platform))
        await visit({ descriptor: entry, names, depth: depth + 1, root });
      return;
    }
    const image = await readImage(manifest, descriptor, store);
    if (image) candidates.push({ ...image, names, root });
  };
  for (const descriptor of roots)
    await visit({ descriptor, names: [], depth: 0, root: descriptor.digest });
  return candidates;
}

/**
 * The entries of an index for the platform, and those without a platform. All entries, when none is for the platform.
 * The blobs of other platforms may be missing, so they are not read.
 */
function entriesForPlatform(
  entries: readonly Descriptor[],
  platform: Platform,
): readonly Descriptor[] {
  const images = entries.filter((entry) => !isAttestationManifest(entry));
  const best = Math.max(
    0,
    ...images.map((entry) => (entry.platform ? platformMatch(platform, entry.platform) : 0)),
  );
  if (best === 0) return images;
  return images.filter(
    (entry) => !entry.platform || platformMatch(platform, entry.platform) === best,
  );
}

/** Attestations of BuildKit, and signatures, attestations and SBOMs of cosign. */
function isAttestationManifest({ annotations, platform }: Descriptor): boolean {
  if (annotations.get('vnd.docker.reference.type') === 'attestation-manifest') return true;
  if (platform?.os === 'unknown' && platform.architecture === 'unknown') return true;
  const kind = annotations.get('kind') ?? '';
  return /^dev\.cosignproject\.cosign\/(?:sigs|atts|sbom)/.test(kind);
}

function nameOf({ annotations }: Descriptor): string | undefined {
  return (
    annotations.get('io.containerd.image.name') ??
    annotations.get('org.opencontainers.image.ref.name')
  );
}

/** Undefined when the manifest is not of an image. */
async function readImage(
  value: unknown,
  descriptor: Descriptor,
  store: ManifestStore,
): Promise<Omit<Candidate, 'names' | 'root'> | undefined> {
  const manifest = object(value);
  if (Array.isArray(manifest.fsLayers) || manifest.schemaVersion === 1)
    throw unsupported(
      store.where,
      "its manifest has Docker's old format, schema 1",
      'Push or save the image again with a current tool.',
    );
  const config = readDescriptor(manifest.config);
  if (nonEmptyText(manifest.artifactType) || !Array.isArray(manifest.layers)) return undefined;
  const layers = manifest.layers.map(readDescriptor);
  if (layers.some(({ mediaType }) => /simplesigning|in-toto|sigstore/.test(mediaType)))
    return undefined;
  if (!isDigest(config.digest))
    throw damaged(store.where, `the manifest ${descriptor.digest} has no configuration`);
  const content = await store.json(config, 'configuration');
  if (content === undefined)
    throw missing(store.where, `the configuration ${config.digest} is missing`);
  // Charts, modules and other artifacts have a manifest with layers, too. Only an image's configuration lists diff IDs.
  if (!object(object(content).rootfs).diff_ids) return undefined;
  return {
    digest: descriptor.digest,
    config: content,
    layers,
    annotations: annotationsOf(manifest),
    platform: descriptor.platform ?? configPlatform(content),
  };
}

/** Undefined when the configuration names no valid platform. */
function configPlatform(config: unknown): Platform | undefined {
  const text = platformOf(readConfig(config));
  try {
    return text === undefined ? undefined : parsePlatform(text);
  } catch {
    return undefined;
  }
}

/** The same manifest under two names is one image with both names. */
function mergeByDigest(candidates: readonly Candidate[]): Candidate[] {
  const byDigest = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const earlier = byDigest.get(candidate.digest);
    const names = [...new Set([...(earlier?.names ?? []), ...candidate.names])];
    byDigest.set(candidate.digest, { ...candidate, names });
  }
  return [...byDigest.values()];
}

function choose(candidates: readonly Candidate[], request: ResolveRequest): ResolvedImage {
  const { store, platform, platformRequested, note } = request;
  const wanted = formatPlatform(platform);
  const rank = (candidate: Candidate) =>
    candidate.platform ? platformMatch(platform, candidate.platform) : 0;
  const best = Math.max(...candidates.map(rank));
  const matching = candidates.filter((candidate) => rank(candidate) === best);
  const [first, second] = matching;
  if (!first) throw damaged(store.where, 'it contains no image');
  if (best > 0 && !second) return first;
  const available = candidates
    .slice(0, 10)
    .map((candidate) =>
      [candidate.names[0], candidate.platform && formatPlatform(candidate.platform)]
        .filter(Boolean)
        .join(' '),
    )
    .join(', ');
  if (best > 0)
    throw new PortsideError(
      'PSE4004',
      `Cannot choose an image: ${store.where} has ${matching.length} images for ${wanted}`,
      `Name one by its tag or digest: ${available}.`,
    );
  if (platformRequested || second)
    throw new PortsideError(
      'PSE4005',
      `Cannot choose an image: ${store.where} has none for ${wanted}`,
      `It has: ${available}. Choose with --platform.`,
    );
  const actual = first.platform ? formatPlatform(first.platform) : 'an unknown platform';
  note(`${store.where} has no image for ${wanted}; its only image, for ${actual}, was used`);
  return first;
}
