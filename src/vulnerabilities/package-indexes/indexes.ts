import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../core/host.js';
import type {
  PackageIndexes,
  PublishedPackage,
  UpgradedSystem,
} from '../../core/package-indexes.js';
import { reason } from '../../lib/errors.js';
import { temporaryFolder } from '../../lib/run-resources.js';
import type { Options } from '../../options/options.js';
import { cacheDownload } from '../download-cache.js';
import { needsNetwork } from '../sources/open.js';
import { decompress } from '../vendor-feeds/decompress.js';
import { bytesAt, fetchFeedFile } from '../vendor-feeds/download.js';
import { apk } from '../versions/apk.js';
import { deb } from '../versions/deb.js';
import { rpm } from '../versions/rpm.js';
import type { VersionScheme } from '../versions/scheme.js';
import { apkIndex } from './apk-index.js';
import { debIndex } from './deb-index.js';
import type { IndexFormat, NamedFile, PackageRepository } from './package-index.js';
import { rpmIndex } from './rpm-index.js';

export const INDEX_FORMATS: readonly IndexFormat[] = [apkIndex, debIndex, rpmIndex];

const SCHEMES: ReadonlyMap<string, VersionScheme> = new Map([
  ['apk', apk],
  ['deb', deb],
  ['rpm', rpm],
]);

/** Where files of indexes are kept, and whether they may be downloaded. */
export interface IndexOptions {
  /** The folder of the cache; absent: they are downloaded in each run. */
  readonly cache: string | undefined;
  readonly offline: boolean;
  readonly now: Date;
  /** Another address of a repository, for tests. */
  readonly addressOf?: (address: string) => string;
}

/** With advisories of the user alone, nothing is downloaded. */
export function indexOptions({
  now,
  offline,
  advisories,
  environment,
}: Pick<Options, 'now' | 'offline' | 'advisories' | 'environment'>): IndexOptions {
  const { cacheFolder } = environment;
  return {
    now,
    offline: offline || !needsNetwork({ advisories, now }),
    cache: cacheFolder && join(cacheFolder, 'package-indexes'),
  };
}

/**
 * The package repositories at the official hosts of their distributions, read over HTTPS. A host that only an image names is
 * never asked.
 */
export function packageIndexes(options: IndexOptions, host: Host): PackageIndexes {
  return {
    async newest(system, names) {
      const repositories = INDEX_FORMATS.flatMap((format) =>
        format.repositories(system).map((repository) => ({ format, repository })),
      );
      if (repositories.length === 0) throw new Error(whyNone(system));
      const found = new Map<string, PublishedPackage>();
      for (const { format, repository } of repositories)
        for await (const one of packagesOf(format, repository, options, host)) {
          const known = names.has(one.name) ? found.get(one.name) : one;
          const scheme = SCHEMES.get(format.type);
          if (known === one || !scheme?.isValid(one.version)) continue;
          if (!known || scheme.compare(one.version, known.version) > 0)
            found.set(one.name, { version: one.version, sourceVersion: one.sourceVersion });
        }
      return found;
    },
    compare: (type, a, b) => SCHEMES.get(type)?.comparator(a)?.(b),
  };
}

function whyNone({ distribution, sources }: UpgradedSystem): string {
  const name = distribution?.id ?? 'its distribution';
  return sources.length === 0
    ? 'the image has no list of package repositories'
    : `none of the package repositories of the image is one of ${name} that Portside reads`;
}

/** The content of an index; the largest, Debian's main, has 60 MB. */
const MAX_CONTENT_BYTES = 192 << 20;
const MAX_FIRST_BYTES = 4 << 20;

/** The packages of a repository. Throws Error with the reason if it cannot be read. */
async function* packagesOf(
  { locate, packages }: IndexFormat,
  repository: PackageRepository,
  options: IndexOptions,
  host: Host,
): AsyncGenerator<PublishedPackage & { readonly name: string }> {
  const { addressOf = (address: string) => address, offline, now } = options;
  const folder = options.cache ?? join(temporaryFolder(), 'package-indexes');
  const { id } = repository;
  const address = addressOf(repository.address);
  try {
    const file = { name: id, addresses: [address], release: undefined };
    const cache = { folder, maximumAgeDays: undefined, offline, now };
    const { path } = await fetchFeedFile(file, cache, host);
    if (!locate) return yield* packages(decompress(createReadStream(path), MAX_CONTENT_BYTES));
    const named = await locate(await smallText(path), { ...repository, address }, now);
    yield* packages(decompress(createReadStream(await located(named)), MAX_CONTENT_BYTES));
  } catch (error) {
    throw new Error(`the index ${repository.address} cannot be used: ${reason(error)}`);
  }

  async function located({ url, digest, size }: NamedFile): Promise<string> {
    const path = join(folder, `${id}-packages`);
    const expected = { digest, ...(size !== undefined && { size }) };
    const download = offline ? undefined : () => bytesAt(url);
    await cacheDownload(path, expected, download, url.href);
    return path;
  }
}

async function smallText(path: string): Promise<string> {
  const { size } = await stat(path);
  if (size > MAX_FIRST_BYTES) throw new Error(`it is larger than ${MAX_FIRST_BYTES >> 20} MB`);
  return await readFile(path, 'utf8');
}
