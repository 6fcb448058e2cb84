import { isDigest } from '../core/digest.js';
import { PortsideError } from '../lib/errors.js';
import { nonEmptyText, object } from '../lib/json.js';
import {
  annotationsOf,
  type Descriptor,
  indexEntries,
  readDescriptor,
} from '../registry/manifest.js';
import { type Platform, platformMatch } from '../registry/platform.js';
import { readConfig } from './config.js';
import { damaged, limitExceeded, missing, unsupported } from './errors.js';
import type { PlatformGap } from './image.js';
import type { Limits } from './limits.js';
import { configPlatform, labelOf, type PlatformCandidate, selectPlatforms } from './platforms.js';

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
  /** As the index names it, else the configuration; undefined when neither does. */
  readonly platform: string | undefined;
}

/** The images of one name, one for each platform. */
export interface ResolvedImages {
  /** At least one. */
  readonly images: readonly ResolvedImage[];
  readonly gaps: readonly PlatformGap[];
}

export interface ResolveRequest {
  readonly store: ManifestStore;
  /** The platforms that the user asked for; all when absent. */
  readonly platforms?: readonly Platform[] | undefined;
  readonly limits: Limits;
}

/**
 * Finds the images of all platforms, or of the requested ones, below some descriptors. Opens indexes, however deep they are
 * nested, and skips attestations and signatures. An image of an index that cannot be read is a gap; the others are kept.
 * Throws PortsideError: incomplete when no image can be read, usage when the user must choose or there is no image for a
 * requested platform.
 * Sources: OCI image-spec, image-index.md; BuildKit "Attestation storage"; cosign save.
 */
export async function resolveImages(
  roots: readonly Descriptor[],
  request: ResolveRequest,
): Promise<ResolvedImages> {
  const { store } = request;
  const found = await collect(roots, request);
  const candidates = mergeByDigest(found.candidates);
  const [failure] = found.failures;
  if (candidates.length === 0 && failure) throw failure.error;
  if (candidates.length === 0 && found.offered.length === 0)
    throw damaged(store.where, 'it contains no image', 'Check that it is the layout of an image.');
  const requested = request.platforms?.filter(
    (wanted) => !found.failures.some(({ platform }) => platformMatch(wanted, platform) > 0),
  );
  const { where } = store;
  const images = selectPlatforms(candidates, {
    where,
    platforms: requested,
    offered: found.offered,
  });
  if (images.length === 0 && failure) throw failure.error;
  const gaps = found.failures.map(
    ({ platform, error }): PlatformGap => ({
      platform: labelOf(platform),
      state: 'failed',
      reason: error.message,
    }),
  );
  if (request.platforms || !images.some(isLinux)) return { images, gaps };
  const others = images.filter((image) => !isLinux(image)).map(otherSystem);
  return { images: images.filter(isLinux), gaps: [...gaps, ...others] };
}

/** An image without a platform counts, too. */
function isLinux({ platform = 'linux/' }: ResolvedImage): boolean {
  return platform.startsWith('linux/');
}

/** Images of other systems next to those of Linux are large, and little in them is supported: they must be requested. */
function otherSystem({ platform = '' }: ResolvedImage): PlatformGap {
  return {
    platform,
    state: 'not-covered',
    reason: 'Only the images for Linux are inspected by default. Choose platforms with --platform',
  };
}

type Candidate = Omit<ResolvedImage, 'platform'> & PlatformCandidate;

/** What the walk over the indexes found. */
interface Collected {
  readonly candidates: Candidate[];
  /** Images of an index that cannot be read. */
  readonly failures: { readonly platform: Platform; readonly error: PortsideError }[];
  /** The platforms that indexes list, read or not. */
  readonly offered: Platform[];
}

/** A descriptor on the path from a root to a manifest. */
interface Visit {
  readonly descriptor: Descriptor;
  readonly names: readonly string[];
  readonly depth: number;
  readonly root: string;
}

async function collect(roots: readonly Descriptor[], request: ResolveRequest): Promise<Collected> {
  const { store, limits } = request;
  const collected: Collected = { candidates: [], failures: [], offered: [] };
  const visited = new Set<string>();
  const visit = async ({ descriptor, names: outerNames, depth, root }: Visit) => {
    const { digest } = descriptor;
    if (!isDigest(digest))
      throw damaged(store.where, `it refers to "${digest.slice(0, 100)}", which is not a digest`);
    if (depth > limits.indexDepth)
      throw limitExceeded(store.where, `its indexes are nested deeper than ${limits.indexDepth}`);
    if (visited.has(digest)) return addPlatform(descriptor, collected);
    visited.add(digest);
    if (visited.size > limits.manifests)
      throw limitExceeded(store.where, `it has more than ${limits.manifests} manifests`);
    const manifest = await store.json(descriptor, 'manifest');
    // Tools that copy an image may leave out its signatures.
    if (manifest === undefined && isMarkedAttestation(descriptor)) return;
    if (manifest === undefined) throw missing(store.where, `the manifest ${digest} is missing`);
    const name = nameOf(descriptor);
    const names = name === undefined ? outerNames : [...outerNames, name];
    const entries = indexEntries(manifest);
    if (entries) {
      await visitAll(
        entries.map((entry) => ({ descriptor: entry, names, depth: depth + 1, root })),
      );
      return;
    }
    const image = await readImage(manifest, descriptor, store);
    if (image) collected.candidates.push({ ...image, names, root });
    else if (platformIn(descriptor))
      throw unsupported(store.where, `the manifest ${digest} is not that of an image`);
  };
  const visitAll = async (visits: readonly Visit[]) => {
    collected.offered.push(...visits.flatMap(({ descriptor }) => platformIn(descriptor) ?? []));
    for (const one of visits)
      if (isWanted(one.descriptor, request))
        await keepFailure(() => visit(one), one.descriptor, collected);
  };
  await visitAll(
    roots.map((descriptor) => ({ descriptor, names: [], depth: 0, root: descriptor.digest })),
  );
  return collected;
}

/** An index may list the same image for several platforms. */
function addPlatform(descriptor: Descriptor, { candidates }: Collected): void {
  const platform = platformIn(descriptor);
  const { digest } = descriptor;
  const at = candidates.findIndex((candidate) => candidate.digest === digest);
  const candidate = candidates[at];
  if (candidate && platform)
    candidates[at] = { ...candidate, platforms: [...candidate.platforms, platform] };
}

/**
 * The blobs of platforms that were not requested may be missing, so they are not read. Container engines choose no
 * attestation for a platform.
 */
function isWanted(descriptor: Descriptor, { platforms }: ResolveRequest): boolean {
  if (platforms && isMarkedByBuildKit(descriptor)) return false;
  const platform = platformIn(descriptor);
  if (!platform || !platforms) return true;
  return platforms.some((wanted) => platformMatch(wanted, platform) > 0);
}

/** An image of one platform that cannot be read does not hide those of other platforms. */
async function keepFailure(
  visit: () => Promise<void>,
  descriptor: Descriptor,
  { failures }: Collected,
): Promise<void> {
  const platform = platformIn(descriptor);
  try {
    await visit();
  } catch (error) {
    if (!(error instanceof PortsideError) || error.code === 'PSE4503' || !platform) throw error;
    failures.push({ platform, error });
  }
}

/** The platform of a manifest; undefined for `unknown/unknown`, so that its configuration decides. */
function platformIn({ platform }: Descriptor): Platform | undefined {
  return platform?.os === 'unknown' && platform.architecture === 'unknown' ? undefined : platform;
}

/**
 * Whether the index says that this is an attestation of BuildKit, or a signature, attestation or SBOM of cosign. Only its
 * layers show whether that is true.
 */
function isMarkedAttestation({ annotations, platform }: Descriptor): boolean {
  return (
    isMarkedByBuildKit({ annotations, platform }) ||
    /^dev\.cosignproject\.cosign\/(?:sigs|atts|sbom)/.test(annotations.get('kind') ?? '')
  );
}

function isMarkedByBuildKit({
  annotations,
  platform,
}: Pick<Descriptor, 'annotations' | 'platform'>): boolean {
  const type = annotations.get('vnd.docker.reference.type');
  return type === 'attestation-manifest' && platform?.os === 'unknown';
}

/** The layers of signatures, attestations and SBOMs, of which no file system can be made. */
const ATTESTATION = /simplesigning|in-toto|sigstore|dsse\.envelope|spdx|cyclonedx|syft/;

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
  if (layers.length > 0 && layers.every(({ mediaType }) => ATTESTATION.test(mediaType)))
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
    platforms: [platformIn(descriptor) ?? configPlatform(readConfig(content)) ?? []].flat(),
  };
}

/** The same manifest under two names or for two platforms is one image with both. */
function mergeByDigest(candidates: readonly Candidate[]): Candidate[] {
  const byDigest = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const earlier = byDigest.get(candidate.digest);
    const names = [...new Set([...(earlier?.names ?? []), ...candidate.names])];
    const platforms = [...(earlier?.platforms ?? []), ...candidate.platforms];
    byDigest.set(candidate.digest, { ...candidate, names, platforms });
  }
  return [...byDigest.values()];
}
