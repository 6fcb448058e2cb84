import { PortsideError } from '../../lib/errors.js';
import { openRegistry } from '../../registry/client.js';
import { type ArtifactSource, type Manifest, readAll } from '../artifacts.js';
import type { Image } from '../image.js';
import { type ManifestStore, resolveImage } from '../image-index.js';
import { parseJson } from '../json.js';
import { layeredImage } from '../layers/layered-image.js';
import type { Limits } from '../limits.js';
import { formatReference, parseReference, type Reference } from '../reference.js';
import type { OpenRequest } from './source.js';

/**
 * An image in a registry, `[registry/]NAME[:TAG][@DIGEST]`: the tag is resolved once, layers are streamed while they
 * are scanned. Throws PortsideError: usage for what is no reference or not there, incomplete when the registry cannot
 * be read.
 */
export async function registryImage(request: OpenRequest): Promise<Image> {
  const reference = parseReference(request.reference.replace(/^\/\//, ''));
  const image = await open(reference, request);
  if (image) return image;
  throw new PortsideError(
    'PSE4000',
    `${reference.registry} has no image ${formatReference(reference)}`,
    'Check the name and the tag, and that the registry lets you read it.',
  );
}

/** The image of that name in its registry, if the reference can be one and the registry has it. */
export async function findRegistryImage(request: OpenRequest): Promise<Image | undefined> {
  const { reference, offline, note } = request;
  // What looks like a file was meant as one: no name of it goes to anybody's registry.
  if (/^[./~]|\.(?:tar|tgz|gz|zst|json)$|\\/.test(reference)) return undefined;
  let parsed: Reference;
  try {
    parsed = parseReference(reference);
  } catch {
    return undefined;
  }
  if (offline) {
    note(`${reference} was not looked for in ${parsed.registry}: the network is not to be used`);
    return undefined;
  }
  return open(parsed, request);
}

async function open(reference: Reference, request: OpenRequest): Promise<Image | undefined> {
  const { offline } = request;
  const name = formatReference(reference);
  if (offline)
    throw new PortsideError(
      'PSE4500',
      `Cannot open ${name}: the network is not to be used`,
      'Save the image to a file, or run without --offline.',
    );
  const options = (await request.registryOptions?.(reference.registry)) ?? {};
  const source = openRegistry(reference, options);
  const manifest = await source.manifest(reference.digest ?? reference.tag ?? 'latest');
  return manifest && artifactImage(source, manifest, name, request);
}

/** The image behind a manifest or index that was looked up already. Throws PortsideError (incomplete). */
export async function artifactImage(
  source: ArtifactSource,
  manifest: Manifest,
  name: string,
  request: Omit<OpenRequest, 'offline'>,
): Promise<Image> {
  const { limits } = request;
  const root = {
    mediaType: manifest.mediaType,
    digest: manifest.digest,
    size: manifest.bytes.length,
    annotations: new Map<string, string>(),
    urls: [],
  };
  const image = await resolveImage([root], {
    ...request,
    store: registryStore(source, name, limits),
  });
  return layeredImage({
    name: request.reference,
    source: 'registry',
    digest: image.digest,
    root: image.root,
    config: image.config,
    tags: [name],
    layers: image.layers.map((layer) => {
      const { digest, size } = layer;
      // The client checks digest and size of what it streams.
      const stream = () => source.blob({ digest, size });
      return { size, blob: { size, checked: true, stream } };
    }),
    limits,
    close: () => {},
  });
}

function registryStore(source: ArtifactSource, where: string, limits: Limits): ManifestStore {
  return {
    where,
    async json({ digest, size }, kind) {
      const what = `${kind} ${digest} of ${where}`;
      if (kind === 'configuration') {
        const bytes = await readAll(source.blob({ digest, size }), limits.jsonBytes, what);
        return parseJson(bytes, what, limits);
      }
      const manifest = await source.manifest(digest);
      return manifest && parseJson(manifest.bytes, what, limits);
    },
  };
}
