import { sha256Digest } from '../core/digest.js';
import type { Reference } from '../core/reference.js';
import { discard } from '../lib/http.js';
import { type Connection, connectToRegistry, type RegistryOptions } from './connection.js';

/** An artifact to push: named files under one manifest. */
export interface Artifact {
  readonly artifactType: string;
  readonly files: readonly ArtifactFile[];
  readonly annotations: Readonly<Record<string, string>>;
}

export interface ArtifactFile {
  /** The name that the file gets when it is pulled: `org.opencontainers.image.title`. */
  readonly title: string;
  readonly mediaType: string;
  /** Reads the file. Called once a file, so that only one file at a time is in memory. */
  read(): Promise<Uint8Array>;
}

const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
const EMPTY = Buffer.from('{}');
const EMPTY_TYPE = 'application/vnd.oci.empty.v1+json';

/**
 * Pushes an artifact to a tag, or by digest alone when there is no tag, and returns the manifest's digest. The same
 * files give the same digest. Blobs that the registry already has are not sent. Throws PortsideError (incomplete).
 * Sources: OCI distribution specification 1.1 "Push"; image specification 1.1 "Guidelines for Artifact Usage".
 */
export async function pushArtifact(
  reference: Pick<Reference, 'registry' | 'repository' | 'tag'>,
  artifact: Artifact,
  options: RegistryOptions,
): Promise<string> {
  const connection = connectToRegistry(reference, options);
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
  const digest = sha256Digest(manifest);
  const pointer = reference.tag ?? digest;
  discard(
    await connection.send(`manifests/${pointer}`, `push manifest ${connection.name}:${pointer}`, {
      method: 'PUT',
      headers: { 'Content-Type': MANIFEST_TYPE },
      body: manifest,
      accept: [201],
    }),
  );
  return digest;
}

async function pushBlob(connection: Connection, bytes: Uint8Array): Promise<string> {
  const digest = sha256Digest(bytes);
  const purpose = `push blob ${digest} to ${connection.name}`;
  const existing = await connection.send(`blobs/${digest}`, purpose, { method: 'HEAD' });
  discard(existing);
  if (existing.status !== 404) return digest;
  const upload = await connection.send('blobs/uploads/', purpose, {
    method: 'POST',
    body: Buffer.alloc(0),
    accept: [202],
  });
  discard(upload);
  const location = new URL(upload.header('location') ?? '', upload.url);
  location.searchParams.set('digest', digest);
  discard(
    await connection.send(location, purpose, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: bytes,
      accept: [201],
    }),
  );
  return digest;
}
