import { digestCheck, isDigest } from '../../core/digest.js';
import { PortsideError } from '../../lib/errors.js';
import { type Descriptor, descriptorOf, indexEntries } from '../../registry/manifest.js';
import { parsePlatform } from '../../registry/platform.js';
import { diffIDs } from '../config.js';
import { damaged } from '../errors.js';
import type { ImageSet } from '../image.js';
import { parseImageJson } from '../json.js';
import { storedBlob } from '../layers/layer-blob.js';
import { type LayerContent, layeredImage } from '../layers/layered-image.js';
import type { Limits } from '../limits.js';
import {
  type ManifestStore,
  type ResolvedImage,
  type ResolveRequest,
  resolveImages,
} from '../resolve.js';
import { type FileTable, readSmallFile } from '../tar/archive.js';
import type { OpenRequest } from './source.js';

export interface OciLayoutRequest extends OpenRequest {
  readonly files: FileTable;
  readonly name: string;
  readonly source: string;
  /** `TAG`, `@DIGEST` or both. */
  readonly selector?: string;
  close(): void;
}

/**
 * The images in an OCI layout, in a folder or an archive. The digests of manifests and configurations are checked here,
 * those of layers while they are read. Throws PortsideError.
 * Source: OCI image-spec, image-layout.md.
 */
export async function ociLayout(request: OciLayoutRequest): Promise<ImageSet> {
  const { files, name, limits } = request;
  const index = readSmallFile(files, 'index.json', name, limits);
  if (!index) throw damaged(name, 'it has no index.json', 'Check that it is an OCI layout.');
  const entries = indexEntries(parseImageJson(index, `index.json of ${name}`, limits));
  if (!entries) throw damaged(name, 'its index.json lists no manifests');
  const store = layoutStore(files, name, limits);
  const { images, gaps } = await resolveImages(select(entries, request), { ...request, store });
  const opened = images.map(async (image) =>
    layeredImage({
      ...image,
      name,
      source: request.source,
      baseLayers: await baseLayersOf(image, { ...request, store }),
      tags: image.names,
      layers: image.layers.map((layer) => layerContent(files, layer)),
      limits,
    }),
  );
  return { images: await Promise.all(opened), gaps, close: async () => request.close() };
}

/**
 * How many of the lowest layers belong to the base image that the manifest names. Undefined when the base image is not
 * in the same layout, is damaged, or has other layers.
 * Source: OCI image-spec, annotations.md, "org.opencontainers.image.base.digest".
 */
async function baseLayersOf(
  image: ResolvedImage,
  request: ResolveRequest,
): Promise<number | undefined> {
  const digest = image.annotations.get('org.opencontainers.image.base.digest');
  if (!digest) return undefined;
  try {
    const { platform } = image;
    const platforms = platform === undefined ? undefined : [parsePlatform(platform)];
    const { images } = await resolveImages([descriptorOf(digest)], { ...request, platforms });
    const [lower, all] = [diffIDs(images[0]?.config), diffIDs(image.config)];
    return images.length === 1 && lower.every((id, index) => id === all[index])
      ? lower.length
      : undefined;
  } catch (error) {
    if (error instanceof PortsideError) return undefined;
    throw error;
  }
}

/** The path of a blob. Safe as a path, because a digest has only letters and digits around its colon. */
function blobPath(digest: string): string | undefined {
  return isDigest(digest) ? `blobs/${digest.replace(':', '/')}` : undefined;
}

function layoutStore(files: FileTable, where: string, limits: Limits): ManifestStore {
  return {
    where,
    async json({ digest }) {
      const path = blobPath(digest);
      const bytes = path === undefined ? undefined : readSmallFile(files, path, where, limits);
      if (!bytes) return undefined;
      const check = digestCheck(digest, `${path} of ${where}`);
      check.update(bytes);
      check.finish();
      return parseImageJson(bytes, `${path} of ${where}`, limits);
    },
  };
}

function layerContent(
  files: FileTable,
  { digest, size, urls, mediaType }: Descriptor,
): LayerContent {
  const path = blobPath(digest);
  if (path === undefined)
    return { size, missing: `"${digest.slice(0, 100)}" is not a valid digest` };
  const source = files.file(path);
  if (source) return { size, blob: storedBlob(source, digest) };
  // Layers that must not be redistributed, such as Windows base layers, are downloaded from elsewhere.
  const isForeign = urls.length > 0 || /foreign|nondistributable/.test(mediaType);
  return {
    size,
    missing: isForeign
      ? 'it is a foreign layer, which is not in the layout'
      : `${digest} is not in the layout`,
  };
}

/** The entries of index.json that the user selected. */
function select(
  entries: readonly Descriptor[],
  { selector, name }: OciLayoutRequest,
): readonly Descriptor[] {
  if (!selector) return entries;
  const at = selector.indexOf('@');
  const tag = at < 0 ? selector : selector.slice(0, at);
  const digest = at < 0 ? undefined : selector.slice(at + 1);
  if (digest !== undefined) {
    if (!isDigest(digest))
      throw new PortsideError('PSE4001', `Cannot open ${name}: "${digest}" is not a digest`);
    return [entries.find((entry) => entry.digest === digest) ?? descriptorOf(digest)];
  }
  const selected = entries.filter(({ annotations }) =>
    NAME_ANNOTATIONS.some((key) => {
      const value = annotations.get(key);
      return value === tag || value?.endsWith(`:${tag}`);
    }),
  );
  if (selected.length > 0) return selected;
  const tags = entries.flatMap(({ annotations }) =>
    NAME_ANNOTATIONS.flatMap((key) => annotations.get(key) ?? []),
  );
  throw new PortsideError(
    'PSE4002',
    `Cannot open ${name}: it has no image with the tag ${tag}`,
    tags.length > 0 ? `It has ${[...new Set(tags)].slice(0, 10).join(', ')}.` : 'It has no tags.',
  );
}

const NAME_ANNOTATIONS = ['org.opencontainers.image.ref.name', 'io.containerd.image.name'];
