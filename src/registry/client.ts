import { digestAlgorithm, digestCheck, isDigest } from '../core/digest.js';
import type { Reference } from '../core/reference.js';
import { discard, readBody } from '../lib/http.js';
import type { ArtifactSource } from './artifact-source.js';
import { blobChunks } from './blob.js';
import { type Connection, connectToRegistry, type RegistryOptions } from './connection.js';
import { MANIFEST_TYPES, MAX_MANIFEST_BYTES, type OciManifest, parseManifest } from './manifest.js';
import { listReferrers, listTags } from './referrers.js';

/**
 * One repository of a registry (OCI distribution specification 1.1). No request is sent before the first call. Only
 * the status 404 means "not there": every other failure throws PortsideError (incomplete) with the registry's reason.
 */
export function openRegistry(
  reference: Pick<Reference, 'registry' | 'repository'>,
  options: RegistryOptions = {},
): ArtifactSource {
  const connection = connectToRegistry(reference, options);
  const cache = new Map<string, OciManifest>();

  const manifest = async (pointer: string): Promise<OciManifest | undefined> => {
    const cached = cache.get(pointer);
    if (cached) return cached;
    const found = await fetchManifest(connection, pointer);
    if (found && cache.size < MAX_CACHED_MANIFESTS) cache.set(found.digest, found);
    return found;
  };

  return {
    name: connection.name,
    manifest,
    resolve: async (pointer) => (await manifest(pointer))?.digest,
    blob: (blob) => blobChunks(connection, blob),
    referrers: (digest) => listReferrers(connection, digest, manifest),
    tags: (mostPages) => listTags(connection, mostPages),
  };
}

const MAX_CACHED_MANIFESTS = 256;

/** `pointer` is a tag or a digest. */
async function fetchManifest(
  connection: Connection,
  pointer: string,
): Promise<OciManifest | undefined> {
  const where = `${connection.name}${isDigest(pointer) ? '@' : ':'}${pointer}`;
  const purpose = `read manifest ${where}`;
  const response = await connection.get(`manifests/${pointer}`, purpose, {
    headers: { Accept: MANIFEST_TYPES.join(', ') },
  });
  if (response.status === 404) {
    discard(response);
    return undefined;
  }
  const { timeout } = connection.options;
  const bytes = await readBody(response, MAX_MANIFEST_BYTES, timeout, purpose);
  const algorithm = isDigest(pointer) ? digestAlgorithm(pointer) : 'sha256';
  if (isDigest(pointer)) {
    const check = digestCheck(pointer, `manifest ${where}`);
    check.update(bytes);
    check.finish();
  }
  return parseManifest(bytes, where, response.header('content-type'), algorithm);
}
