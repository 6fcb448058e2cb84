import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { DAY } from '../../src/lib/dates.js';
import { type FeedAddresses, loadExploitData } from '../../src/vulnerabilities/feeds.js';
import { NOW } from '../now.js';
import { quietHost, temporaryFolder } from './fixtures.js';

const KEV = JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2026-1' }] });
const EPSS = gzipSync('cve,epss,percentile\nCVE-2026-1,0.5,0.9\nCVE-2026-2,0.1,0.2\n');

let server: Server;
let feeds: FeedAddresses;
let folder = '';
/** Content or status by path. */
const responses = new Map<string, Buffer | string | number>();
const requests: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    requests.push(request.url ?? '');
    const content = responses.get(request.url ?? '') ?? 404;
    response.writeHead(typeof content === 'number' ? content : 200);
    response.end(typeof content === 'number' ? undefined : content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  feeds = { kev: `${url}/kev`, epss: `${url}/epss` };
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  folder = temporaryFolder();
  requests.length = 0;
  responses.clear();
  responses.set('/kev', KEV);
  responses.set('/epss', EPSS);
});

const cves = new Set(['CVE-2026-1']);
const load = (more: object = {}) =>
  loadExploitData(cves, { now: NOW, feeds, folder, ...more }, quietHost());

test('feeds are downloaded once a day', async () => {
  for (let run = 0; run < 2; run++) {
    const { exploitData, notes } = await load();
    expect([...exploitData.exploited]).toEqual(['CVE-2026-1']);
    expect([...exploitData.epss]).toEqual([['CVE-2026-1', 0.5]]);
    expect(notes).toEqual([]);
  }
  expect(requests.sort()).toEqual(['/epss', '/kev']);
});

test('an old copy is downloaded again, and used when that fails', async () => {
  copyFromDaysAgo(3);
  responses.set('/kev', 404);
  expect(await load()).toMatchObject({ exploitData: { exploited: { size: 0 } }, missing: [] });
  responses.set('/kev', KEV);
  expect((await load()).exploitData.exploited.size).toBe(1);
});

test.each([
  ['a week', 8, undefined],
  ['the policy allows', 3, 2],
])('a copy that is older than %s is not used', async (_, days, maximumAgeDays) => {
  copyFromDaysAgo(days);
  responses.set('/kev', 404);
  expect((await load({ maximumAgeDays })).missing).toEqual([
    {
      fact: 'known-exploited',
      reason: expect.stringMatching(
        `returned status 404; the copy in the cache is ${days} days old$`,
      ),
    },
  ]);
});

/** A catalog without entries in the cache. */
function copyFromDaysAgo(days: number): void {
  const time = new Date(NOW.getTime() - days * DAY - 1000);
  writeFileSync(join(folder, 'kev.json'), JSON.stringify({ vulnerabilities: [] }));
  utimesSync(join(folder, 'kev.json'), time, time);
}

test('facts are missing if nothing is downloaded and no file was passed', async () => {
  const { notes, missing } = await load({ feeds: undefined });
  expect(notes).toEqual([]);
  expect(missing).toEqual([
    { fact: 'known-exploited', reason: expect.stringContaining('Pass --kev FILE') },
    { fact: 'epss', reason: expect.stringContaining('Pass --epss FILE') },
  ]);
  const none = await loadExploitData(
    new Set(),
    { now: NOW, feeds: undefined, folder },
    quietHost(),
  );
  expect(none.missing).toEqual([]);
});

test('nothing is downloaded without vulnerabilities, without feeds, or with a file from the user', async () => {
  await loadExploitData(new Set(), { now: NOW, feeds, folder }, quietHost());
  await load({ feeds: undefined });
  const kev = join(folder, 'mine.json');
  writeFileSync(kev, KEV);
  mkdirSync(join(folder, 'other'));
  await load({ kev });
  expect(requests).toEqual(['/epss']);
});

test.each([
  ['does not exist', 404],
  ['is not a catalog', '<html>'],
  ['is empty', ''],
])('a feed that %s is a note and a missing fact, and is not cached', async (_, content) => {
  responses.set('/kev', content);
  const { exploitData, notes, missing } = await load();
  const reason = expect.stringMatching(
    /^Known exploited vulnerabilities \(KEV\) are not available: /,
  );
  expect(notes).toEqual([reason]);
  expect(missing).toEqual([{ fact: 'known-exploited', reason }]);
  expect(exploitData.epss.size).toBe(1);
  expect(existsSync(join(folder, 'kev.json'))).toBe(false);
});

test('a feed that decompresses to too many bytes is a note', async () => {
  responses.set('/epss', gzipSync(Buffer.alloc(200 << 20), { level: 1 }));
  const { exploitData, notes } = await load();
  expect(notes).toEqual([expect.stringMatching(/^EPSS scores are not available: /)]);
  expect(exploitData.exploited.size).toBe(1);
});
