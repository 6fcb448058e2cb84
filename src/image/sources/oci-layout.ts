import { PortsideError } from '../../lib/errors.js';
import { type FileTable, readSmall } from '../archive.js';
import { diffIDs } from '../config.js';
import type { Image } from '../image.js';
import {
  type ImageDescriptor,
  indexChildren,
  type ManifestStore,
  type ResolvedImage,
  type ResolveRequest,
  resolveImage,
} from '../image-index.js';
import { parseJson } from '../json.js';
import { digestCheck, storedBlob } from '../layers/layer-blob.js';
import { layeredImage } from '../layers/layered-image.js';
import { damaged, type Limits } from '../limits.js';
import { isDigest } from '../reference.js';
import type { OpenRequest } from './source.js';

export interface OciLayoutRequest extends OpenRequest {
  readonly files: FileTable;
  readonly name: string;
  readonly source: string;
  /** `TAG`, `@DIGEST` or both. */
  readonly wanted?: string;
  close(): void;
}

/**
 * An image in an OCI layout, in a folder or an archive. Manifests and configurations are checked against their digests
 * here, layers while they are read. Throws PortsideError.
 * Source: OCI image-spec, image-layout.md.
 */
export async function ociLayout(request: OciLayoutRequest): Promise<Image> {
  const { files, name, limits } = request;
  const index = readSmall(files, 'index.json', name, limits);
  if (!index) throw damaged(name, 'it has no index.json', 'Is it an OCI layout?');
  const children = indexChildren(parseJson(index, `index.json of ${name}`, limits));
  if (!children) throw damaged(name, 'its index.json names no manifests');
  const store = layoutStore(files, name, limits);
  const roots = select(children, request);
  const image = await resolveImage(roots, { ...request, store });
  const baseLayers = await knownBase(image, { ...request, store });
  return layeredImage({
    name,
    ...(baseLayers === undefined ? {} : { baseLayers }),
    source: request.source,
    digest: image.digest,
    root: image.root,
    config: image.config,
    tags: image.names,
    layers: image.layers.map((layer) => ({ size: layer.size, ...layerBlob(files, layer) })),
    limits,
    close: request.close,
  });
}

/**
 * How many of the lowest layers are those of the base image that the manifest names, where that is in the same layout
 * and its layers are the lowest indeed. What is wrong with the base is no fault of this image.
 * Source: OCI image-spec, annotations.md, "org.opencontainers.image.base.digest".
 */
async function knownBase(image: ResolvedImage, request: ResolveRequest) {
  const digest = image.annotations.get('org.opencontainers.image.base.digest');
  if (!digest || digest === image.digest) return undefined;
  const root = { mediaType: '', digest, size: 0, annotations: new Map<string, string>(), urls: [] };
  try {
    const base = await resolveImage([root], { ...request, note: () => {} });
    const [below, all] = [diffIDs(base.config), diffIDs(image.config)];
    return below.every((id, index) => id === all[index]) ? below.length : undefined;
  } catch (error) {
    if (error instanceof PortsideError) return undefined;
    throw error;
  }
}

/** The path of a blob; a digest is safe in a path because of its form. */
function blobPath(digest: string): string | undefined {
  return isDigest(digest) ? `blobs/${digest.replace(':', '/')}` : undefined;
}

function layoutStore(files: FileTable, where: string, limits: Limits): ManifestStore {
  return {
    where,
    async json({ digest }) {
      const path = blobPath(digest);
      const bytes = path === undefined ? undefined : readSmall(files, path, where, limits);
      if (!bytes) return undefined;
      const check = digestCheck(digest, `${path} of ${where}`);
      check.update(bytes);
      check.finish();
      return parseJson(bytes, `${path} of ${where}`, limits);
    },
  };
}

function layerBlob(files: FileTable, layer: ImageDescriptor) {
  const path = blobPath(layer.digest);
  if (path === undefined) return { missing: `"${layer.digest.slice(0, 100)}" is no digest` };
  const source = files.file(path);
  if (source) return { blob: storedBlob(source, layer.digest) };
  const foreign = layer.urls.length > 0 || /foreign|nondistributable/.test(layer.mediaType);
  return {
    missing: foreign
      ? 'it is a foreign layer, which is not in the layout'
      : `${layer.digest} is not in the layout`,
  };
}

/** The entries of index.json that the user means. */
function select(
  children: readonly ImageDescriptor[],
  { wanted, name }: OciLayoutRequest,
): readonly ImageDescriptor[] {
  if (!wanted) return children;
  const at = wanted.indexOf('@');
  const tag = at < 0 ? wanted : wanted.slice(0, at);
  const digest = at < 0 ? undefined : wanted.slice(at + 1);
  if (digest !== undefined) {
    if (!isDigest(digest))
      throw new PortsideError('PSE4000', `Cannot open ${name}: "${digest}" is not a digest`);
    const named = children.find((child) => child.digest === digest);
    return [named ?? { mediaType: '', digest, size: 0, annotations: new Map(), urls: [] }];
  }
  const named = children.filter(({ annotations }) =>
    NAME_ANNOTATIONS.some((key) => {
      const value = annotations.get(key);
      return value === tag || value?.endsWith(`:${tag}`);
    }),
  );
  if (named.length > 0) return named;
  const tags = children.flatMap(({ annotations }) =>
    NAME_ANNOTATIONS.flatMap((key) => annotations.get(key) ?? []),
  );
  throw new PortsideError(
    'PSE4000',
    `${name} has no image with the tag ${tag}`,
    tags.length > 0 ? `It has ${[...new Set(tags)].slice(0, 10).join(', ')}.` : 'It has no tags.',
  );
}

const NAME_ANNOTATIONS = ['org.opencontainers.image.ref.name', 'io.containerd.image.name'];
