import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { digestAlgorithm, digestCheck, isDigest } from '../../core/digest.js';
import { collectChunks } from '../../lib/chunks.js';
import { PortsideError } from '../../lib/errors.js';
import type { ArtifactSource, BlobPointer } from '../../registry/artifact-source.js';
import {
  type Descriptor,
  MAX_MANIFEST_BYTES,
  type OciManifest,
  parseManifest,
} from '../../registry/manifest.js';
import { fallbackReferrers } from '../../registry/referrers.js';
import { type ByteSource, openFile, readBytes } from '../bytes.js';
import { DEFAULT_LIMITS } from '../limits.js';
import { type FileTable, openArchive } from '../tar/archive.js';

/**
 * An OCI image layout as a source of artifacts, in a folder or an archive. Also reads what `cosign save` writes: it
 * marks signatures and attestations by an annotation of their descriptor, and they are returned under cosign's tags.
 * `name` is for messages. Throws PortsideError (incomplete) when the layout is damaged.
 * Source: OCI image specification 1.1, "Image Layout".
 */
export function layoutSource(files: FileTable, name: string): ArtifactSource {
  const index = readIndex(files, name);
  const blob = (pointer: BlobPointer) => blobChunks(files, name, pointer);

  const manifest = async (reference: string): Promise<OciManifest | undefined> => {
    const descriptor = isDigest(reference) ? { digest: reference } : find(index, reference);
    if (!descriptor || !files.file(blobPath(descriptor.digest))) return undefined;
    const where = `${descriptor.digest} of ${name}`;
    const bytes = await collectChunks(blob(descriptor), MAX_MANIFEST_BYTES, `manifest ${where}`);
    return parseManifest(bytes, where, undefined, digestAlgorithm(descriptor.digest));
  };

  return {
    name,
    manifest,
    resolve: async (reference) => (await manifest(reference))?.digest,
    blob,
    referrers: (digest) => referrers(index, digest, manifest),
    tags: async () => index.flatMap(({ annotations }) => annotations.get(REF_NAME) ?? []),
  };
}

/** The files of a layout's folder. Each is open only while it is read, so that the caller need not close the layout. */
export function folderFiles(folder: string): FileTable {
  return { file: (path) => fileAt(join(folder, path)) };
}

/** The files of an uncompressed archive. Throws PortsideError (incomplete) when it is damaged. */
export async function archiveFiles(path: string): Promise<FileTable> {
  const file = fileAt(path);
  if (!file) return { file: () => undefined };
  return openArchive(file, path, DEFAULT_LIMITS);
}

const REF_NAME = 'org.opencontainers.image.ref.name';
/** The suffix of cosign's tags, and the annotation `kind` that `cosign save` writes instead. */
const COSIGN_KINDS: readonly (readonly [suffix: string, kind: string])[] = [
  ['.sig', 'dev.cosignproject.cosign/sigs'],
  ['.att', 'dev.cosignproject.cosign/atts'],
];
const MAX_MANIFESTS = 1000;
const CHUNK_BYTES = 1 << 20;

function readIndex(files: FileTable, name: string): readonly Descriptor[] {
  const file = files.file('index.json');
  if (!file)
    throw new PortsideError('PSE4501', `Cannot open OCI layout ${name}: it has no index.json`);
  if (file.size > MAX_MANIFEST_BYTES)
    throw new PortsideError(
      'PSE4503',
      `Cannot open OCI layout ${name}: index.json is larger than ${MAX_MANIFEST_BYTES} bytes`,
    );
  const { manifests } = parseManifest(readBytes(file, 0, file.size), `index.json of ${name}`);
  if (!manifests)
    throw new PortsideError(
      'PSE4501',
      `Cannot open OCI layout ${name}: index.json lists no manifests`,
    );
  return manifests;
}

/** The descriptor with this tag. `latest` also finds the only image of a layout, whatever its name is. */
function find(index: readonly Descriptor[], tag: string): Descriptor | undefined {
  const named = index.find((descriptor) => hasTag(descriptor, tag));
  if (named) return named;
  for (const [suffix, kind] of COSIGN_KINDS)
    if (tag.endsWith(suffix)) return attached(index, tag.slice(0, -suffix.length), kind);
  const images = index.filter(
    ({ annotations }) => !COSIGN_KINDS.some(([, kind]) => annotations.get('kind') === kind),
  );
  return tag === 'latest' && images.length === 1 ? images[0] : undefined;
}

/** Some tools write the full reference where the specification asks for the tag. */
function hasTag({ annotations }: Descriptor, tag: string): boolean {
  const name = annotations.get(REF_NAME);
  return name === tag || (name?.endsWith(`:${tag}`) ?? false);
}

/** What `cosign save` wrote for the image `sha256-<hex>`; it saves one image with everything that is attached to it. */
function attached(
  index: readonly Descriptor[],
  image: string,
  kind: string,
): Descriptor | undefined {
  const hasImage = index.some(({ digest }) => digest.replace(':', '-') === image);
  return hasImage ? index.find(({ annotations }) => annotations.get('kind') === kind) : undefined;
}

/** The manifests of the layout whose subject is the digest, and those in the index at the fallback tag. */
async function referrers(
  index: readonly Descriptor[],
  digest: string,
  manifest: (reference: string) => Promise<OciManifest | undefined>,
): Promise<readonly Descriptor[]> {
  if (index.length > MAX_MANIFESTS)
    throw new PortsideError(
      'PSE4503',
      `Cannot list the referrers of ${digest}: the layout has more than ${MAX_MANIFESTS} manifests`,
    );
  const found: Descriptor[] = [];
  for (const descriptor of index) {
    if (descriptor.digest === digest) continue;
    const { subject } = (await manifest(descriptor.digest)) ?? {};
    if (subject?.digest === digest) found.push(descriptor);
  }
  return [...found, ...(await fallbackReferrers(digest, manifest))];
}

async function* blobChunks(
  files: FileTable,
  name: string,
  { digest, size }: BlobPointer,
): AsyncGenerator<Uint8Array> {
  const where = `blob ${digest} of ${name}`;
  const check = digestCheck(digest, where);
  const file = files.file(blobPath(digest));
  if (!file) throw new PortsideError('PSE4505', `Cannot read ${where}: it is missing`);
  if (size !== undefined && file.size !== size)
    throw new PortsideError(
      'PSE4502',
      `Cannot read ${where}: it has ${file.size} bytes, not the ${size} in its descriptor`,
    );
  for (let at = 0; at < file.size; at += CHUNK_BYTES) {
    const chunk = readBytes(file, at, Math.min(CHUNK_BYTES, file.size - at));
    check.update(chunk);
    yield chunk;
  }
  check.finish();
}

/** Safe as a path, because a digest has only letters and digits around its colon. */
function blobPath(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}

/** Regular files only: a pipe in place of a blob would block the reader, and a link could lead out of the layout. */
function fileAt(path: string): ByteSource | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) return undefined;
  return {
    size: stat.size,
    read(into, position) {
      const file = openFile(path);
      try {
        return file.read(into, position);
      } finally {
        file.close();
      }
    },
  };
}
