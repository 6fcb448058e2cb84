import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DAY } from '../../../src/lib/dates.js';
import { EMPTY_RESULT } from '../../../src/vulnerabilities/records/source.js';
import { alpineSecdb } from '../../../src/vulnerabilities/vendor-feeds/alpine-secdb.js';
import type { VendorFeed } from '../../../src/vulnerabilities/vendor-feeds/feed.js';
import type { FeedLocation } from '../../../src/vulnerabilities/vendor-feeds/load.js';
import { withVendorFeeds } from '../../../src/vulnerabilities/vendor-feeds/source.js';
import { NOW } from '../../now.js';
import { query, quietHost, temporaryFolder } from '../fixtures.js';
import { type FeedServer, startFeedServer } from './feed-server.js';

let server: FeedServer;
let cache = '';
beforeAll(async () => {
  server = await startFeedServer();
});
afterAll(() => server.close());
beforeEach(() => {
  cache = temporaryFolder();
  server.content.clear();
  server.requests.length = 0;
  server.content.set('/v3.20/main.json', secdb('main', 'busybox', '1.36.1-r30'));
  server.content.set('/v3.20/community.json', secdb('community', 'nodejs', '20.15.1-r0'));
});

function secdb(reponame: string, name: string, version: string, cve = 'CVE-2026-2001'): string {
  const packages = [{ pkg: { name, secfixes: { [version]: [cve] } } }];
  return JSON.stringify({ distroversion: 'v3.20', reponame, packages });
}

/** Alpine's feed, from the server of the test. */
function feed(): VendorFeed {
  return {
    ...alpineSecdb,
    files: (release) =>
      alpineSecdb.files(release).map((file) => ({
        ...file,
        addresses: file.addresses.map((address) => `${server.url}${new URL(address).pathname}`),
      })),
  };
}

const NODEJS = query('apk/alpine/nodejs@20.12.0-r0?distro=alpine-3.20.1');
const BUSYBOX = query('apk/alpine/busybox@1.36.1-r28?distro=alpine-3.20.1');

async function find(location: FeedLocation, queries = [NODEJS, BUSYBOX]) {
  const main = { name: 'main', find: async () => EMPTY_RESULT };
  const result = await withVendorFeeds(main, [feed()], location, quietHost()).find(queries);
  return {
    rows: result.advisories.flatMap(({ id, affected }) =>
      affected.map(({ release, name }) => `${id} ${release} ${name}`),
    ),
    covered: (result.coverage.feeds ?? []).map(
      ({ name, releases }) => `${name} ${[...releases].join(' ')}`,
    ),
    problems: result.problems.map(({ message }) => message),
  };
}

const online = () => ({
  cache,
  maximumAgeDays: undefined,
  offline: false,
  isOptional: false,
  now: NOW,
});

describe('feeds from the network', () => {
  it('are downloaded once a day, for the releases of the image only', async () => {
    for (let run = 0; run < 2; run++)
      expect(await find(online())).toEqual({
        rows: ['ALPINE-CVE-2026-2001 v3.20 busybox', 'ALPINE-CVE-2026-2001 v3.20 nodejs'],
        covered: ['Alpine secdb v3.20'],
        problems: [],
      });
    expect(server.requests.sort()).toEqual(['/v3.20/community.json', '/v3.20/main.json']);
  });

  it('are not asked without a package of the system', async () => {
    expect(await find(online(), [query('npm/x@1.0.0')])).toEqual({
      rows: [],
      covered: [],
      problems: [],
    });
    expect(server.requests).toEqual([]);
  });

  it('are a problem if the server does not have them', async () => {
    server.content.set('/v3.20/community.json', 404);
    const { rows, covered, problems } = await find(online());
    expect(rows).toEqual(['ALPINE-CVE-2026-2001 v3.20 busybox']);
    expect(covered).toEqual([]);
    expect(problems).toEqual([
      expect.stringMatching(
        /^Cannot read Alpine secdb \(alpine-v3.20-community.json\): .* status 404/,
      ),
    ]);
  });

  it('are a problem if their host redirects to another one', async () => {
    const other = server.url.replace('127.0.0.1', 'localhost');
    server.content.set('/v3.20/main.json', `redirect:${other}/v3.20/community.json`);
    expect((await find(online())).problems).toEqual([
      expect.stringContaining('redirects to localhost'),
    ]);
  });

  it('are downloaded again when the copy was edited', async () => {
    await find(online());
    const path = join(cache, 'alpine-v3.20-main.json');
    writeFileSync(path, secdb('main', 'busybox', '0'));
    expect((await find(online())).rows).toContain('ALPINE-CVE-2026-2001 v3.20 busybox');
    expect(readFileSync(path, 'utf8')).toContain('1.36.1-r30');
  });

  it('come from an old copy while the server is down, but not from one that is too old', async () => {
    await find(online());
    server.content.clear();
    const age = (days: number) => {
      const time = new Date(NOW.getTime() - days * DAY);
      for (const name of ['main', 'community'])
        utimesSync(join(cache, `alpine-v3.20-${name}.json`), time, time);
    };
    age(3);
    expect((await find(online())).problems).toEqual([]);
    expect((await find({ ...online(), offline: true })).problems).toEqual([]);
    age(8);
    expect((await find(online())).problems).toEqual([
      expect.stringContaining('the copy in the cache is 8 days old'),
      expect.stringContaining('the copy in the cache is 8 days old'),
    ]);
  });
});

it('an entry that is not readable counts only for a package of the image', async () => {
  server.content.set('/v3.20/main.json', secdb('main', 'xen', 'unknown'));
  expect((await find(online())).problems).toEqual([]);
  server.content.set('/v3.20/community.json', secdb('community', 'nodejs', 'unknown'));
  cache = temporaryFolder();
  expect((await find(online())).problems).toEqual([
    'Alpine secdb (alpine-v3.20-community.json): package nodejs has a fix without a valid version',
  ]);
});

it('a feed that cannot be reached is no problem next to advisories of the user', async () => {
  server.content.clear();
  expect(await find({ ...online(), isOptional: true })).toEqual({
    rows: [],
    covered: [],
    problems: [],
  });
});

describe('feeds in a folder', () => {
  const folder = () => {
    mkdirSync(join(cache, 'vendor-feeds'));
    return join(cache, 'vendor-feeds');
  };

  it('are read without the network, compressed or not', async () => {
    const path = folder();
    writeFileSync(join(path, 'alpine-v3.20-main.json'), secdb('main', 'busybox', '1.36.1-r30'));
    const community = gzipSync(secdb('community', 'nodejs', '20.15.1-r0'));
    writeFileSync(join(path, 'alpine-v3.20-community.json.gz'), community);
    expect(await find({ folder: path, now: NOW })).toEqual({
      rows: ['ALPINE-CVE-2026-2001 v3.20 busybox', 'ALPINE-CVE-2026-2001 v3.20 nodejs'],
      covered: ['Alpine secdb v3.20'],
      problems: [],
    });
    expect(server.requests).toEqual([]);
  });

  it('cover nothing if they are not there', async () => {
    expect(await find({ folder: folder(), now: NOW })).toEqual({
      rows: [],
      covered: [],
      problems: [],
    });
  });

  it.each([
    ['a damaged file', Buffer.from('{'), 'it is not JSON'],
    ['a truncated gzip', gzipSync('{}').subarray(0, 12), 'its gzip data is damaged'],
    ['a truncated xz', Buffer.from('fd377a585a000004', 'hex'), 'its xz data is damaged'],
    ['bzip2 cut short', Buffer.from('BZh91AY&SY'), 'its bzip2 data ends early'],
    ['zchunk', Buffer.from('\0ZCK1 and more'), 'it is compressed with zchunk'],
    ['a truncated zstd', Buffer.from('28b52ffd', 'hex'), 'its zstd data ends early'],
  ])('are a problem each if not readable: %s', async (_, content, why) => {
    const path = folder();
    writeFileSync(join(path, 'alpine-v3.20-main.json'), content);
    writeFileSync(join(path, 'alpine-v3.20-community.json'), secdb('community', 'a', '1-r0'));
    const { covered, problems } = await find({ folder: path, now: NOW });
    expect(covered).toEqual([]);
    expect(problems).toEqual([
      expect.stringContaining(`Cannot read Alpine secdb (alpine-v3.20-main.json): ${why}`),
    ]);
  });

  it('are a problem if one is missing next to another, or is a folder', async () => {
    const path = folder();
    mkdirSync(join(path, 'alpine-v3.20-main.json'));
    expect((await find({ folder: path, now: NOW })).problems).toEqual([
      'Cannot read Alpine secdb (alpine-v3.20-main.json): it is a folder',
      'Cannot read Alpine secdb (alpine-v3.20-community.json): there is no such file in vendor-feeds',
    ]);
  });
});
