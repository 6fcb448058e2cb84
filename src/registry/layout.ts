import type { FileTable } from '../image/archive.js';
import {
  type ArtifactSource,
  type BlobPointer,
  checkDigest,
  type Descriptor,
  hashFor,
  LARGEST_MANIFEST,
  type Manifest,
  parseManifest,
  readAll,
} from '../image/artifacts.js';
import { type ByteSource, readBytes } from '../image/bytes.js';
import { isDigest } from '../image/reference.js';
import { PortsideError } from '../lib/errors.js';

/**
 * An OCI image layout as a source of artifacts, in a folder or an archive; also what `cosign save` writes, whose
 * signatures and attestations are known by an annotation of their descriptor and are given here under cosign's tags.
 * `name` is for messages. Throws PortsideError (incomplete) for a damaged one.
 * Source: OCI image specification 1.1, "Image Layout".
 */
export function layoutSource(files: FileTable, name: string): ArtifactSource {
  const index = readIndex(files, name);
  const blob = (pointer: BlobPointer) => blobChunks(files, name, pointer);

  const manifest = async (reference: string): Promise<Manifest | undefined> => {
    const descriptor = isDigest(reference) ? { digest: reference } : find(index, reference);
    if (!descriptor || !files.file(blobPath(descriptor.digest))) return undefined;
    const where = `${descriptor.digest} of ${name}`;
    const bytes = await readAll(blob(descriptor), LARGEST_MANIFEST, `manifest ${where}`);
    const algorithm = descriptor.digest.slice(0, descriptor.digest.indexOf(':'));
    return parseManifest(bytes, where, undefined, algorithm);
  };

  return {
    name,
    manifest,
    resolve: async (reference) => (await manifest(reference))?.digest,
    blob,
    referrers: (digest) => referrers(index, digest, manifest),
    tags: async () => index.flatMap((one) => one.annotations.get(REF_NAME) ?? []),
  };
}

const REF_NAME = 'org.opencontainers.image.ref.name';
const COSIGN_KINDS: readonly (readonly [suffix: string, kind: string])[] = [
  ['.sig', 'dev.cosignproject.cosign/sigs'],
  ['.att', 'dev.cosignproject.cosign/atts'],
];
const MOST_MANIFESTS = 1000;
const CHUNK = 1 << 20;

function readIndex(files: FileTable, name: string): readonly Descriptor[] {
  const file = files.file('index.json');
  const why = !file
    ? 'it has no index.json'
    : file.size > LARGEST_MANIFEST
      ? `its index.json is over ${LARGEST_MANIFEST} bytes`
      : undefined;
  if (!file || why !== undefined)
    throw new PortsideError('PSE4500', `Cannot open OCI layout ${name}: ${why}`);
  const { manifests } = parseManifest(
    readBytes(file, 0, file.size) ?? new Uint8Array(),
    `index.json of ${name}`,
  );
  if (!manifests)
    throw new PortsideError('PSE4500', `Cannot open OCI layout ${name}: index.json lists nothing`);
  return manifests;
}

/** By name; the only image of the layout answers to `latest`, whatever its name is. */
function find(index: readonly Descriptor[], tag: string): Descriptor | undefined {
  const named = index.find((one) => isNamed(one, tag));
  if (named) return named;
  for (const [suffix, kind] of COSIGN_KINDS)
    if (tag.endsWith(suffix)) return attached(index, tag.slice(0, -suffix.length), kind);
  const images = index.filter(
    (one) => !COSIGN_KINDS.some(([, kind]) => one.annotations.get('kind') === kind),
  );
  return tag === 'latest' && images.length === 1 ? images[0] : undefined;
}

/** Some tools write the whole reference where the specification has the tag. */
function isNamed({ annotations }: Descriptor, tag: string): boolean {
  const name = annotations.get(REF_NAME);
  return name === tag || (name?.endsWith(`:${tag}`) ?? false);
}

/** `cosign save` keeps one image, and what is attached to it beside it. */
function attached(index: readonly Descriptor[], tag: string, kind: string): Descriptor | undefined {
  const belongs = index.some((one) => one.digest.replace(':', '-') === tag);
  return belongs ? index.find((one) => one.annotations.get('kind') === kind) : undefined;
}

/** Those manifests of the layout that name the digest as their subject, and the fallback tag's index. */
async function referrers(
  index: readonly Descriptor[],
  digest: string,
  manifest: (reference: string) => Promise<Manifest | undefined>,
): Promise<readonly Descriptor[]> {
  if (index.length > MOST_MANIFESTS)
    throw new PortsideError('PSE4500', `The layout has more than ${MOST_MANIFESTS} manifests`);
  const found: Descriptor[] = [];
  for (const one of index) {
    if (one.digest === digest) continue;
    if ((await manifest(one.digest))?.subject?.digest === digest) found.push(one);
  }
  const fallback = await manifest(digest.replace(':', '-'));
  return [...found, ...(fallback && fallback.digest !== digest ? (fallback.manifests ?? []) : [])];
}

async function* blobChunks(
  files: FileTable,
  name: string,
  { digest, size }: BlobPointer,
): AsyncGenerator<Uint8Array> {
  const hash = hashFor(digest);
  const file: ByteSource | undefined = files.file(blobPath(digest));
  if (!file) throw new PortsideError('PSE4500', `Blob ${digest} is missing in ${name}`);
  if (size !== undefined && file.size !== size)
    throw new PortsideError(
      'PSE4500',
      `Blob ${digest} in ${name} has ${file.size} bytes, not the ${size} that its descriptor says`,
    );
  for (let at = 0; at < file.size; at += CHUNK) {
    const chunk = readBytes(file, at, Math.min(CHUNK, file.size - at));
    hash.update(chunk);
    yield chunk;
  }
  checkDigest(hash, digest, `Blob ${digest} of ${name}`);
}

/** A digest is safe in a path because of its form. */
function blobPath(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}
