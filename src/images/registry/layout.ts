import { createReadStream } from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PortsideError, reason } from '../../findings/errors.js';
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
} from '../artifacts.js';
import { isDigest } from '../reference.js';

/**
 * An OCI image layout folder as a source of artifacts; also what `cosign save` writes, whose signatures and
 * attestations are known by an annotation of their descriptor and are given here under cosign's tags.
 * Source: OCI image specification 1.1, "Image Layout". Throws PortsideError (incomplete) for a damaged one.
 */
export async function openLayout(folder: string): Promise<ArtifactSource> {
  const index = await readIndex(folder);
  const blob = (pointer: BlobPointer) => blobChunks(folder, pointer);

  const manifest = async (reference: string): Promise<Manifest | undefined> => {
    const descriptor = isDigest(reference) ? { digest: reference } : find(index, reference);
    if (!descriptor || !(await blobFile(folder, descriptor.digest))) return undefined;
    const where = `${descriptor.digest} of ${folder}`;
    const bytes = await readAll(blob(descriptor), LARGEST_MANIFEST, `manifest ${where}`);
    const algorithm = descriptor.digest.slice(0, descriptor.digest.indexOf(':'));
    return parseManifest(bytes, where, undefined, algorithm);
  };

  return {
    name: folder,
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

async function readIndex(folder: string): Promise<readonly Descriptor[]> {
  const path = join(folder, 'index.json');
  let bytes: Uint8Array;
  try {
    const { size } = await lstat(path);
    if (size > LARGEST_MANIFEST) throw new Error(`it is over ${LARGEST_MANIFEST} bytes`);
    bytes = await readFile(path);
  } catch (error) {
    throw new PortsideError(
      'incomplete',
      `Cannot open OCI layout ${folder}: ${reason(error)}`,
      undefined,
      error,
    );
  }
  const { manifests } = parseManifest(bytes, path);
  if (!manifests)
    throw new PortsideError(
      'incomplete',
      `Cannot open OCI layout ${folder}: index.json lists nothing`,
    );
  return manifests;
}

/** By name; the only image of the layout answers to `latest`. */
function find(index: readonly Descriptor[], tag: string): Descriptor | undefined {
  const named = index.find((one) => one.annotations.get(REF_NAME) === tag);
  if (named) return named;
  for (const [suffix, kind] of COSIGN_KINDS)
    if (tag.endsWith(suffix)) return attached(index, tag.slice(0, -suffix.length), kind);
  const images = index.filter(
    (one) => !COSIGN_KINDS.some(([, kind]) => one.annotations.get('kind') === kind),
  );
  return tag === 'latest' && images.length === 1 && !images[0]?.annotations.has(REF_NAME)
    ? images[0]
    : undefined;
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
    throw new PortsideError('incomplete', `The layout has more than ${MOST_MANIFESTS} manifests`);
  const found: Descriptor[] = [];
  for (const one of index) {
    if (one.digest === digest) continue;
    if ((await manifest(one.digest))?.subject?.digest === digest) found.push(one);
  }
  const fallback = await manifest(digest.replace(':', '-'));
  return [...found, ...(fallback && fallback.digest !== digest ? (fallback.manifests ?? []) : [])];
}

async function* blobChunks(
  folder: string,
  { digest, size }: BlobPointer,
): AsyncGenerator<Uint8Array> {
  const hash = hashFor(digest);
  const file = await blobFile(folder, digest);
  if (!file) throw new PortsideError('incomplete', `Blob ${digest} is missing in ${folder}`);
  if (size !== undefined && file.size !== size)
    throw new PortsideError(
      'incomplete',
      `Blob ${digest} in ${folder} has ${file.size} bytes, not the ${size} that its descriptor says`,
    );
  for await (const chunk of createReadStream(file.path) as AsyncIterable<Uint8Array>) {
    hash.update(chunk);
    yield chunk;
  }
  checkDigest(hash, digest, `Blob ${digest} of ${folder}`);
}

/** Regular files only: a pipe in the place of a blob would hang the reader. */
async function blobFile(
  folder: string,
  digest: string,
): Promise<{ path: string; size: number } | undefined> {
  const [algorithm = '', hex = ''] = digest.split(':');
  const path = join(folder, 'blobs', algorithm, hex);
  const stat = await lstat(path).catch(() => undefined);
  return stat?.isFile() ? { path, size: stat.size } : undefined;
}
