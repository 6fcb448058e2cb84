import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../../core/host.js';
import { PortsideError } from '../../lib/errors.js';
import type { RegistryOptions } from '../../registry/connection.js';
import { isDatabase, openDatabase } from '../database/open.js';
import { isRemoteSource, openRemote } from '../remote/open.js';
import { openApi } from './api.js';
import { openDump } from './dump.js';
import type { AdvisorySource } from './source.js';

/** Which advisories to ask. */
export interface SourceOptions {
  /** A dump folder, a zip of records, or a built database; or where one is, in a registry or at a web address. */
  readonly advisories?: string | undefined;
  /** A built database; the same as `advisories` with one. */
  readonly database?: string | undefined;
  /** Nothing is asked over the network. */
  readonly offline?: boolean | undefined;
  /** https://api.osv.dev by default. */
  readonly api?: string | undefined;
  /** A folder for what was fetched. */
  readonly cache?: string | undefined;
  /** How the registry of a reference is spoken to; anonymously without. */
  readonly registry?: ((reference: string) => Promise<RegistryOptions>) | undefined;
}

/** Whether advisories come over the network: from the API, a registry or a web address. */
export function needsNetwork({ database, advisories }: SourceOptions): boolean {
  const path = database ?? advisories;
  return path === undefined || isRemoteSource(path);
}

/**
 * The database or dump that is given, else the API. Throws PortsideError: usage for a path that does not exist,
 * incomplete when offline without advisories.
 */
export async function openSource(options: SourceOptions, host: Host): Promise<AdvisorySource> {
  const path = options.database ?? options.advisories;
  if (path !== undefined && isRemoteSource(path))
    return openRemote(path, {
      folder: join(options.cache ?? join(tmpdir(), 'portside'), 'databases'),
      offline: options.offline ?? false,
      registry: options.registry ?? (async () => ({})),
      host,
    });
  if (path !== undefined) return (await isDatabase(path)) ? openDatabase(path) : openDump(path);
  if (options.offline)
    throw new PortsideError(
      'PSE6500',
      'Cannot look for vulnerabilities: offline, and no advisories are given',
      'Give a dump of OSV records or a built database with --advisories',
    );
  return openApi(
    { url: options.api, cache: options.cache && join(options.cache, 'records') },
    host,
  );
}
