import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reference } from '../../core/reference.js';
import type { RegistryOptions } from '../../registry/connection.js';
import { pushArtifact } from '../../registry/push.js';
import { MANIFEST_FILE } from './format.js';
import { readDatabaseManifest } from './manifest.js';

const ARTIFACT_TYPE = 'application/vnd.portside.advisories.v1';
const FILE_TYPES = {
  manifest: 'application/vnd.portside.advisories.manifest.v1+json',
  ecosystem: 'application/vnd.portside.advisories.ecosystem.v1',
} as const;

/**
 * Pushes a built database as an OCI artifact with one layer for each file, and returns the digest of the artifact's
 * manifest. Throws PortsideError (incomplete) for an unreadable database, and for a registry that does not accept it.
 */
export async function pushDatabase(
  folder: string,
  reference: Reference,
  options: RegistryOptions,
): Promise<string> {
  const { built, ecosystems } = await readDatabaseManifest(folder);
  const file = (title: string, type: keyof typeof FILE_TYPES) => ({
    title,
    mediaType: FILE_TYPES[type],
    read: () => readFile(join(folder, title)),
  });
  return pushArtifact(
    reference,
    {
      artifactType: ARTIFACT_TYPE,
      files: [
        file(MANIFEST_FILE, 'manifest'),
        ...Object.values(ecosystems).map((entry) => file(entry.file, 'ecosystem')),
      ],
      annotations: { 'org.opencontainers.image.created': built },
    },
    options,
  );
}
