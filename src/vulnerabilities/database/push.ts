import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RegistryOptions } from '../../registry/connection.js';
import { pushArtifact } from '../../registry/push.js';
import type { Reference } from '../../registry/reference.js';
import { MANIFEST_FILE } from './format.js';
import { readDatabaseManifest } from './manifest.js';

const TYPE = 'application/vnd.portside.advisories.v1';
const FILE_TYPES = {
  manifest: 'application/vnd.portside.advisories.manifest.v1+json',
  ecosystem: 'application/vnd.portside.advisories.ecosystem.v1',
} as const;

/**
 * Pushes a built database, a file a layer, and returns the digest of its manifest: what consumers pin. Throws
 * PortsideError (incomplete) for a database that cannot be read and a registry that does not take it.
 */
export async function pushDatabase(
  folder: string,
  reference: Reference,
  options: RegistryOptions,
): Promise<string> {
  const { built, ecosystems } = await readDatabaseManifest(folder);
  const parts = Object.values(ecosystems).map(({ file }) => file);
  const file = (title: string, kind: keyof typeof FILE_TYPES) => ({
    title,
    mediaType: FILE_TYPES[kind],
    read: () => readFile(join(folder, title)),
  });
  return pushArtifact(
    reference,
    {
      artifactType: TYPE,
      files: [file(MANIFEST_FILE, 'manifest'), ...parts.map((part) => file(part, 'ecosystem'))],
      annotations: { 'org.opencontainers.image.created': built },
    },
    options,
  );
}
