import {
  formatReference,
  parseReference,
  type Reference,
  readReference,
} from '../../core/reference.js';
import { collectChunks } from '../../lib/chunks.js';
import { PortsideError } from '../../lib/errors.js';
import type { ArtifactSource } from '../../registry/artifact-source.js';
import { openRegistry } from '../../registry/client.js';
import { descriptorOf, type OciManifest } from '../../registry/manifest.js';
import type { ImageSet } from '../image.js';
import { parseImageJson } from '../json.js';
import { layeredImage } from '../layers/layered-image.js';
import type { Limits } from '../limits.js';
import { type ManifestStore, resolveImages } from '../resolve.js';
import type { OpenRequest } from './source.js';

/**
 * An image in a registry, `[registry/]NAME[:TAG][@DIGEST]`. The tag is resolved once, and layers are streamed while
 * they are scanned. Throws PortsideError: usage for an invalid reference or an image that does not exist, incomplete
 * when the registry cannot be read.
 */
export async function registryImage(request: OpenRequest): Promise<ImageSet> {
  const reference = parseReference(request.reference.replace(/^\/\//, ''));
  const image = await openReference(reference, request);
  if (image) return image;
  throw new PortsideError(
    'PSE4002',
    `Cannot open ${formatReference(reference)}: ${reference.registry} has no such image`,
    'Check the name and the tag, and that the registry lets you read it.',
  );
}

/** The image with that name; undefined when it is no image reference, or the registry has no such image. */
export async function findRegistryImage(request: OpenRequest): Promise<ImageSet | undefined> {
  const { reference, offline, note } = request;
  // A name that looks like a file was meant as one, so that it is not sent to a registry.
  if (/^[./~]|\.(?:tar|tgz|gz|zst|json)$|\\/.test(reference)) return undefined;
  const parsed = readReference(reference);
  if (!parsed) return undefined;
  if (offline) {
    note(`${reference} was not looked up in ${parsed.registry}, because of --offline`);
    return undefined;
  }
  return openReference(parsed, request);
}

async function openReference(
  reference: Reference,
  request: OpenRequest,
): Promise<ImageSet | undefined> {
  const name = formatReference(reference);
  if (request.offline)
    throw new PortsideError(
      'PSE4511',
      `Cannot open ${name}: it is in a registry, and the run is offline`,
      'Save the image to a file, or run without --offline.',
    );
  const options = (await request.registryOptions?.(reference.registry)) ?? {};
  const source = openRegistry(reference, options);
  const manifest = await source.manifest(reference.digest ?? reference.tag ?? 'latest');
  return manifest && artifactImages(source, manifest, name, request);
}

/** The images behind a manifest or index that was already fetched. Throws PortsideError. */
export async function artifactImages(
  source: ArtifactSource,
  manifest: OciManifest,
  name: string,
  request: Pick<OpenRequest, 'reference' | 'platforms' | 'limits'>,
): Promise<ImageSet> {
  const { limits, reference } = request;
  const root = descriptorOf(manifest.digest, manifest.mediaType, manifest.bytes.length);
  const store = registryStore(source, name, limits);
  const { images, gaps } = await resolveImages([root], { ...request, store });
  return {
    images: images.map((image) =>
      layeredImage({
        ...image,
        name: reference,
        source: 'registry',
        tags: [name],
        layers: image.layers.map(({ digest, size }) => {
          // The registry client checks digest and size of what it streams.
          const stream = () => source.blob({ digest, size });
          return { size, blob: { size, checked: true, stream } };
        }),
        limits,
      }),
    ),
    gaps,
    close: async () => {},
  };
}

function registryStore(source: ArtifactSource, where: string, limits: Limits): ManifestStore {
  return {
    where,
    async json({ digest, size }, kind) {
      const blobName = `${kind} ${digest} of ${where}`;
      if (kind === 'configuration') {
        const bytes = await collectChunks(
          source.blob({ digest, size }),
          limits.jsonBytes,
          blobName,
        );
        return parseImageJson(bytes, blobName, limits);
      }
      const manifest = await source.manifest(digest);
      return manifest && parseImageJson(manifest.bytes, blobName, limits);
    },
  };
}
