import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { reason } from '../../lib/errors.js';
import {
  type AdvisorySource,
  type EcosystemCoverage,
  type EcosystemQuery,
  type Problem,
  queriesByEcosystem,
} from '../sources/source.js';
import { readEcosystemFile } from './ecosystem-file.js';
import { MANIFEST_FILE, type ManifestEntry } from './format.js';
import { readDatabaseManifest } from './manifest.js';

/** Whether a path is a built database: a folder with a manifest, or the manifest itself. */
export async function isDatabase(path: string): Promise<boolean> {
  if (basename(path) === MANIFEST_FILE) return true;
  return stat(join(path, MANIFEST_FILE)).then(
    (found) => found.isFile(),
    () => false,
  );
}

/**
 * A built database as a source: of each file only the header and the blocks of wanted packages are read, and checked
 * against their digests. Throws PortsideError (incomplete) for a database of another version or without a readable
 * manifest; a damaged file is a problem of its ecosystem alone. `provide` is called before a file is read, to bring it.
 */
export async function openDatabase(
  path: string,
  provide: (entry: ManifestEntry) => Promise<void> = async () => undefined,
): Promise<AdvisorySource> {
  const folder = basename(path) === MANIFEST_FILE ? join(path, '..') : path;
  const manifest = await readDatabaseManifest(path);
  const ecosystems = new Map<string, EcosystemCoverage>(
    Object.entries(manifest.ecosystems)
      .filter(([, { dumped }]) => dumped)
      .map(([base, { records, modified, releases }]) => [
        base,
        { records, modified, releases: new Set(releases) },
      ]),
  );
  return {
    name: path,
    async find(queries) {
      const problems: Problem[] = [];
      const read = async ([base, asked]: [string, EcosystemQuery]) => {
        const entry = Object.hasOwn(manifest.ecosystems, base)
          ? manifest.ecosystems[base]
          : undefined;
        if (!entry) return [];
        try {
          await provide(entry);
          return await readEcosystemFile(join(folder, entry.file), base, entry, asked);
        } catch (error) {
          problems.push({ message: `The advisories of ${base} in ${path}: ${reason(error)}` });
          return [];
        }
      };
      // Ecosystems beside each other: one is unpacked while another is parsed.
      const advisories = (await Promise.all([...queriesByEcosystem(queries)].map(read))).flat();
      return { advisories, coverage: { ecosystems }, problems };
    },
  };
}
