import { createHash } from 'node:crypto';
import type { Reference } from '../image/reference.js';
import { type Connection, connect, type RegistryOptions } from './connection.js';
import { discard } from './http.js';

/** What is pushed: files, each with a name, under one manifest. */
export interface Artifact {
  /** Media type of the whole. */
  readonly artifactType: string;
  readonly files: readonly ArtifactFile[];
  readonly annotations: Readonly<Record<string, string>>;
}

export interface ArtifactFile {
  /** Its name when it is pulled: `org.opencontainers.image.title`. */
  readonly title: string;
  readonly mediaType: string;
  /** Reads it; each file is read once and held alone. */
  read(): Promise<Uint8Array>;
}

const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
const EMPTY = Buffer.from('{}');
const EMPTY_TYPE = 'application/vnd.oci.empty.v1+json';

/**
 * Pushes an artifact to a tag, or without one by digest alone, and returns its manifest's digest: the same files make
 * the same digest. Blobs that the registry has are not sent again. Throws PortsideError (incomplete).
 * Sources: OCI distribution specification 1.1 "Push"; image specification 1.1 "Guidelines for Artifact Usage".
 */
export async function pushArtifact(
  reference: Pick<Reference, 'registry' | 'repository' | 'tag'>,
  artifact: Artifact,
  options: RegistryOptions,
): Promise<string> {
  const connection = connect(reference, options);
  const layers: object[] = [];
  for (const { title, mediaType, read } of artifact.files) {
    const bytes = await read();
    const digest = await pushBlob(connection, bytes);
    const annotations = { 'org.opencontainers.image.title': title };
    layers.push({ mediaType, digest, size: bytes.length, annotations });
  }
  const config = {
    mediaType: EMPTY_TYPE,
    digest: await pushBlob(connection, EMPTY),
    size: EMPTY.length,
  };
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST_TYPE,
      artifactType: artifact.artifactType,
      config,
      layers,
      annotations: artifact.annotations,
    }),
  );
  const digest = digestOf(manifest);
  const pointer = reference.tag ?? digest;
  discard(
    await connection.ask(`manifests/${pointer}`, `push manifest ${connection.name}:${pointer}`, {
      method: 'PUT',
      headers: { 'Content-Type': MANIFEST_TYPE },
      body: manifest,
      also: [201],
    }),
  );
  return digest;
}

async function pushBlob(connection: Connection, bytes: Uint8Array): Promise<string> {
  const digest = digestOf(bytes);
  const purpose = `push blob ${digest} to ${connection.name}`;
  const known = await connection.ask(`blobs/${digest}`, purpose, { method: 'HEAD' });
  discard(known);
  if (known.status !== 404) return digest;
  const started = await connection.ask('blobs/uploads/', purpose, {
    method: 'POST',
    body: Buffer.alloc(0),
    also: [202],
  });
  discard(started);
  const upload = new URL(started.header('location') ?? '', started.url);
  upload.searchParams.set('digest', digest);
  discard(
    await connection.ask(upload, purpose, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: bytes,
      also: [201],
    }),
  );
  return digest;
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
