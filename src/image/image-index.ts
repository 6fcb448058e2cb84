import { PortsideError } from '../lib/errors.js';
import { platformOf, readConfig } from './config.js';
import { array, object, string } from './json.js';
import { damaged, type Limits } from './limits.js';
import { type Platform, parsePlatform, platformMatch, platformText } from './platform.js';
import { isDigest } from './reference.js';

/** What an index or manifest says about other content. */
export interface ImageDescriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations: ReadonlyMap<string, string>;
  readonly platform?: Platform;
  readonly urls: readonly string[];
  readonly artifactType?: string;
}

/** Where manifests and configurations come from: a layout or a registry. */
export interface ManifestStore {
  /** For messages. */
  readonly where: string;
  /** The parsed JSON behind a digest, its bytes checked against it; undefined when it is not there. */
  json(
    descriptor: Pick<ImageDescriptor, 'digest' | 'size'>,
    kind: 'manifest' | 'configuration',
  ): Promise<unknown>;
}

/** An image's manifest and configuration. */
export interface ResolvedImage {
  readonly digest: string;
  readonly config: unknown;
  readonly layers: readonly ImageDescriptor[];
  /** The manifest's own. */
  readonly annotations: ReadonlyMap<string, string>;
  /** From org.opencontainers.image.ref.name and the like, on the way to it. */
  readonly names: readonly string[];
  /** The digest that the way to it began at: the outermost index's, or its own. */
  readonly root: string;
}

export interface ResolveRequest {
  readonly store: ManifestStore;
  readonly platform: Platform;
  readonly platformIsWish: boolean;
  readonly limits: Limits;
  readonly note: (message: string) => void;
}

/**
 * The one image for a platform behind some descriptors: indexes are opened, however nested, attestations and
 * signatures passed over. Another platform is taken, with a note, only when there is no choice and none was asked for.
 * Throws PortsideError: incomplete when something is missing or damaged, usage when the choice is the user's.
 * Source: OCI image-spec, image-index.md; BuildKit "Attestation storage"; cosign save.
 */
export async function resolveImage(
  roots: readonly ImageDescriptor[],
  request: ResolveRequest,
): Promise<ResolvedImage> {
  const { store } = request;
  const found = await collect(roots, request);
  if (found.length === 0)
    throw damaged(store.where, 'there is no image in it', 'Is it a layout of an image at all?');
  return choose(distinct(found), request);
}

interface Candidate extends ResolvedImage {
  readonly platform: Platform | undefined;
}

async function collect(
  roots: readonly ImageDescriptor[],
  request: ResolveRequest,
): Promise<Candidate[]> {
  const { store, limits } = request;
  const found: Candidate[] = [];
  const seen = new Set<string>();
  const visit = async (
    descriptor: ImageDescriptor,
    names: readonly string[],
    depth: number,
    root: string,
  ) => {
    if (isAttestationManifest(descriptor)) return;
    const named = nameOf(descriptor);
    const all = named === undefined ? names : [...names, named];
    if (!isDigest(descriptor.digest))
      throw damaged(
        store.where,
        `it names "${descriptor.digest.slice(0, 100)}", which is no digest`,
      );
    if (depth > limits.indexDepth)
      throw damaged(store.where, `its indexes are nested deeper than ${limits.indexDepth}`);
    if (seen.has(descriptor.digest)) return;
    seen.add(descriptor.digest);
    if (seen.size > limits.manifests)
      throw damaged(store.where, `it has more than ${limits.manifests} manifests`);
    const manifest = await store.json(descriptor, 'manifest');
    if (manifest === undefined)
      throw damaged(store.where, `${descriptor.digest} is named, but not in it`);
    const children = indexChildren(manifest);
    if (children) {
      for (const child of relevant(children, request)) await visit(child, all, depth + 1, root);
      return;
    }
    const image = await readImage(manifest, descriptor, store);
    if (image) found.push({ ...image, names: all, root });
  };
  for (const root of roots) await visit(root, [], 0, root.digest);
  return found;
}

/** Children for the platform when any says it is for it, else all: fewer blobs need to be there. */
function relevant(
  children: readonly ImageDescriptor[],
  { platform }: ResolveRequest,
): readonly ImageDescriptor[] {
  const images = children.filter((child) => !isAttestationManifest(child));
  const best = Math.max(
    0,
    ...images.map((child) => (child.platform ? platformMatch(platform, child.platform) : 0)),
  );
  if (best === 0) return images;
  return images.filter(
    (child) => !child.platform || platformMatch(platform, child.platform) === best,
  );
}

/** Attestations of BuildKit, signatures and attestations of cosign: not images. */
function isAttestationManifest(descriptor: ImageDescriptor): boolean {
  const { annotations, platform } = descriptor;
  if (annotations.get('vnd.docker.reference.type') === 'attestation-manifest') return true;
  if (platform?.os === 'unknown' && platform.architecture === 'unknown') return true;
  const kind = annotations.get('kind') ?? '';
  return /^dev\.cosignproject\.cosign\/(?:sigs|atts|sbom)/.test(kind);
}

function nameOf({ annotations }: ImageDescriptor): string | undefined {
  return (
    annotations.get('io.containerd.image.name') ??
    annotations.get('org.opencontainers.image.ref.name')
  );
}

/** The children of an index, whatever its media type says; undefined for anything else. */
export function indexChildren(value: unknown): readonly ImageDescriptor[] | undefined {
  const { manifests } = object(value);
  return Array.isArray(manifests) ? manifests.map(readDescriptor) : undefined;
}

function readDescriptor(value: unknown): ImageDescriptor {
  const descriptor = object(value);
  const { os, architecture, variant } = object(descriptor.platform);
  const artifactType = string(descriptor.artifactType);
  const platform =
    string(os) && string(architecture)
      ? {
          os: String(os),
          architecture: String(architecture),
          ...(string(variant) ? { variant: String(variant) } : {}),
        }
      : undefined;
  const size = descriptor.size;
  return {
    mediaType: string(descriptor.mediaType) ?? '',
    digest: string(descriptor.digest) ?? '',
    size: typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : 0,
    annotations: annotationsOf(descriptor),
    ...(platform ? { platform } : {}),
    ...(artifactType ? { artifactType } : {}),
    urls: array(descriptor.urls).filter((url): url is string => typeof url === 'string'),
  };
}

function annotationsOf({ annotations }: Record<string, unknown>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(object(annotations)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

/** Undefined for manifests of other things than images. */
async function readImage(
  value: unknown,
  descriptor: ImageDescriptor,
  store: ManifestStore,
): Promise<Omit<Candidate, 'names' | 'root'> | undefined> {
  const manifest = object(value);
  if (Array.isArray(manifest.fsLayers) || manifest.schemaVersion === 1)
    throw damaged(
      store.where,
      'it is in the old format of Docker, schema 1',
      'Push or save the image again with a current tool.',
    );
  const config = readDescriptor(manifest.config);
  if (string(manifest.artifactType) || !Array.isArray(manifest.layers)) return undefined;
  const layers = manifest.layers.map(readDescriptor);
  if (layers.some(({ mediaType }) => /simplesigning|in-toto|sigstore/.test(mediaType)))
    return undefined;
  if (!isDigest(config.digest))
    throw damaged(store.where, `the manifest ${descriptor.digest} names no configuration`);
  const content = await store.json(config, 'configuration');
  if (content === undefined)
    throw damaged(store.where, `the configuration ${config.digest} is not in it`);
  // Charts, modules and other artifacts have a manifest with layers, too; an image says what it runs on or of what
  // layers it is made.
  if (!object(object(content).rootfs).diff_ids) return undefined;
  const stated = platformOf(readConfig(content));
  const platform = descriptor.platform ?? (stated ? parseLeniently(stated) : undefined);
  const annotations = annotationsOf(manifest);
  return { digest: descriptor.digest, config: content, layers, annotations, platform };
}

function parseLeniently(text: string): Platform | undefined {
  try {
    return parsePlatform(text);
  } catch {
    return undefined;
  }
}

/** The same manifest under two names is one image. */
function distinct(found: readonly Candidate[]): Candidate[] {
  const byDigest = new Map<string, Candidate>();
  for (const candidate of found) {
    const known = byDigest.get(candidate.digest);
    const names = [...new Set([...(known?.names ?? []), ...candidate.names])];
    byDigest.set(candidate.digest, { ...candidate, names });
  }
  return [...byDigest.values()];
}

function choose(candidates: readonly Candidate[], request: ResolveRequest): ResolvedImage {
  const { store, platform, platformIsWish, note } = request;
  const wanted = platformText(platform);
  const rank = (candidate: Candidate) =>
    candidate.platform ? platformMatch(platform, candidate.platform) : 0;
  const best = Math.max(...candidates.map(rank));
  const fitting = candidates.filter((candidate) => rank(candidate) === best);
  const [first, second] = fitting;
  if (!first) throw damaged(store.where, 'there is no image in it');
  const have = candidates
    .slice(0, 10)
    .map(({ platform: of, names }) => [names[0], of && platformText(of)].filter(Boolean).join(' '))
    .join(', ');
  if (best > 0 && !second) return first;
  if (best > 0)
    throw new PortsideError(
      'PSE4000',
      `${store.where} has ${fitting.length} images for ${wanted}`,
      `Name one by its tag or digest: ${have}.`,
    );
  if (platformIsWish || second)
    throw new PortsideError(
      'PSE4000',
      `${store.where} has no image for ${wanted}`,
      `It has: ${have}. Choose with --platform.`,
    );
  const is = first.platform ? platformText(first.platform) : 'an unknown platform';
  note(`${store.where} has no image for ${wanted}; the one it has, for ${is}, was taken`);
  return first;
}
