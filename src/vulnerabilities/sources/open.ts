import { basename, dirname, join } from 'node:path';
import type { Host } from '../../core/host.js';
import { PortsideError } from '../../lib/errors.js';
import { temporaryFolder } from '../../lib/run-resources.js';
import type { RegistryOptions } from '../../registry/connection.js';
import { MANIFEST_FILE } from '../database/format.js';
import { isDatabase, openDatabase } from '../database/open.js';
import { FEED_FOLDER, openDump } from '../records/dump.js';
import type { AdvisorySource } from '../records/source.js';
import { isRemoteSource, openRemote } from '../remote/open.js';
import type { VendorFeed } from '../vendor-feeds/feed.js';
import type { FeedLocation } from '../vendor-feeds/load.js';
import { VENDOR_FEEDS } from '../vendor-feeds/registry.js';
import { withVendorFeeds } from '../vendor-feeds/source.js';
import { openApi } from './api.js';

/** Selects the source of advisories. */
export interface SourceOptions {
  /** A dump folder, a zip of records, a built database, or the location of one in a registry or at a web address. */
  readonly advisories?: string | undefined;
  /** A built database; takes precedence over `advisories`. */
  readonly database?: string | undefined;
  /** Use no network. */
  readonly offline?: boolean | undefined;
  /** https://api.osv.dev by default. */
  readonly api?: string | undefined;
  /** A folder for downloads. */
  readonly cache?: string | undefined;
  /** Older copies of vendor feeds are not used when a download fails. */
  readonly maximumAgeDays?: number | undefined;
  /** All by default; none for another API than OSV's. */
  readonly vendorFeeds?: readonly VendorFeed[] | undefined;
  readonly now: Date;
  /** Credentials and settings for the registry of a reference; anonymous by default. */
  readonly registry?: ((reference: string) => Promise<RegistryOptions>) | undefined;
}

/** Whether the advisories come over the network: from the API, a registry or a web address. */
export function needsNetwork({ database, advisories }: SourceOptions): boolean {
  const location = database ?? advisories;
  return location === undefined || isRemoteSource(location);
}

/**
 * Opens the given database or dump, else the API, with the vendor feeds: from the network, or from the folder of a local
 * source. Throws PortsideError: usage for a path that does not exist, incomplete when offline without advisories.
 */
export async function openSource(options: SourceOptions, host: Host): Promise<AdvisorySource> {
  const source = await openMainSource(options, host);
  const feeds = options.vendorFeeds ?? (options.api === undefined ? VENDOR_FEEDS : []);
  return withVendorFeeds(source, feeds, feedLocation(options), host);
}

function feedLocation(options: SourceOptions): FeedLocation {
  const { cache = temporaryFolder(), maximumAgeDays, offline = false, now } = options;
  const own = options.database ?? options.advisories;
  if (needsNetwork(options))
    return {
      cache: join(cache, 'feeds'),
      maximumAgeDays,
      offline,
      isOptional: own !== undefined,
      now,
    };
  const path = own ?? '';
  return {
    folder: join(basename(path) === MANIFEST_FILE ? dirname(path) : path, FEED_FOLDER),
    now,
  };
}

async function openMainSource(options: SourceOptions, host: Host): Promise<AdvisorySource> {
  const location = options.database ?? options.advisories;
  const { now } = options;
  if (location !== undefined && isRemoteSource(location))
    return openRemote(location, {
      folder: join(options.cache ?? temporaryFolder(), 'databases'),
      offline: options.offline ?? false,
      registry: options.registry ?? (async () => ({})),
      host,
      now,
    });
  if (location !== undefined)
    return (await isDatabase(location)) ? openDatabase(location, now) : openDump(location, now);
  if (options.offline)
    throw new PortsideError(
      'PSE6501',
      'Cannot look up vulnerabilities: offline, and no advisories were passed',
      'Pass a dump of OSV records or a built database with --advisories',
    );
  return openApi(
    { url: options.api, now, cache: options.cache && join(options.cache, 'records') },
    host,
  );
}
