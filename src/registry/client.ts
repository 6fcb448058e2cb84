import {
  type ArtifactSource,
  checkDigest,
  hashFor,
  LARGEST_MANIFEST,
  MANIFEST_TYPES,
  type Manifest,
  parseManifest,
} from '../image/artifacts.js';
import { isDigest, type Reference } from '../image/reference.js';
import { blobChunks } from './blob.js';
import { type Connection, connect, type RegistryOptions } from './connection.js';
import { body, discard } from './http.js';
import { listReferrers, listTags } from './referrers.js';

/**
 * One repository of a registry (OCI distribution specification 1.1). Nothing is asked before the first call. Only 404
 * means "none": any other failure throws PortsideError (incomplete) with the registry's own reason.
 */
export function openRegistry(
  reference: Pick<Reference, 'registry' | 'repository'>,
  options: RegistryOptions = {},
): ArtifactSource {
  const connection = connect(reference, options);
  const known = new Map<string, Manifest>();

  const manifest = async (pointer: string): Promise<Manifest | undefined> => {
    const cached = known.get(pointer);
    if (cached) return cached;
    const found = await fetchManifest(connection, pointer);
    if (found && known.size < MOST_CACHED) known.set(found.digest, found);
    return found;
  };

  return {
    name: connection.name,
    manifest,
    resolve: async (pointer) => (await manifest(pointer))?.digest,
    blob: (pointer) => blobChunks(connection, pointer),
    referrers: (digest) => listReferrers(connection, digest, manifest),
    tags: (mostPages) => listTags(connection, mostPages),
  };
}

const MOST_CACHED = 256;

async function fetchManifest(
  connection: Connection,
  pointer: string,
): Promise<Manifest | undefined> {
  const where = `${connection.name}${isDigest(pointer) ? '@' : ':'}${pointer}`;
  const purpose = `read manifest ${where}`;
  const response = await connection.get(`manifests/${pointer}`, purpose, {
    headers: { Accept: MANIFEST_TYPES.join(', ') },
  });
  if (response.status === 404) {
    discard(response);
    return undefined;
  }
  const bytes = await body(response, LARGEST_MANIFEST, connection.options.timeout, purpose);
  const algorithm = isDigest(pointer) ? pointer.slice(0, pointer.indexOf(':')) : 'sha256';
  if (isDigest(pointer)) checkDigest(hashFor(pointer).update(bytes), pointer, `Manifest ${where}`);
  return parseManifest(bytes, where, response.header('content-type'), algorithm);
}
