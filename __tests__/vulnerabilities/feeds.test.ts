import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type FeedAddresses, loadExploitData } from '../../src/vulnerabilities/feeds.js';
import { quietHost, temporaryFolder } from './fixtures.js';

const KEV = JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2026-1' }] });
const EPSS = gzipSync('cve,epss,percentile\nCVE-2026-1,0.5,0.9\nCVE-2026-2,0.1,0.2\n');

let server: Server;
let feeds: FeedAddresses;
let folder = '';
const pages = new Map<string, Buffer | string | number>();
const visits: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    visits.push(request.url ?? '');
    const page = pages.get(request.url ?? '') ?? 404;
    response.writeHead(typeof page === 'number' ? page : 200);
    response.end(typeof page === 'number' ? undefined : page);
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
  visits.length = 0;
  pages.clear();
  pages.set('/kev', KEV);
  pages.set('/epss', EPSS);
});

const cves = new Set(['CVE-2026-1']);
const read = (more: object = {}) => loadExploitData(cves, { feeds, folder, ...more }, quietHost());

test('feeds are fetched once a day', async () => {
  for (let run = 0; run < 2; run++) {
    const { urgency, notes } = await read();
    expect([...urgency.exploited]).toEqual(['CVE-2026-1']);
    expect([...urgency.epss]).toEqual([['CVE-2026-1', 0.5]]);
    expect(notes).toEqual([]);
  }
  expect(visits.sort()).toEqual(['/epss', '/kev']);
});

test('an old one is fetched again, and used when there is no newer', async () => {
  writeFileSync(join(folder, 'kev.json'), JSON.stringify({ vulnerabilities: [] }));
  utimesSync(join(folder, 'kev.json'), new Date('2026-01-01'), new Date('2026-01-01'));
  pages.set('/kev', 404);
  expect((await read()).urgency.exploited.size).toBe(0);
  pages.set('/kev', KEV);
  expect((await read()).urgency.exploited.size).toBe(1);
});

test('no vulnerability, no feeds and files of the user are asked nothing', async () => {
  await loadExploitData(new Set(), { feeds, folder }, quietHost());
  await read({ feeds: undefined });
  const kev = join(folder, 'mine.json');
  writeFileSync(kev, KEV);
  mkdirSync(join(folder, 'other'));
  await read({ kev });
  expect(visits).toEqual(['/epss']);
});

test.each([
  ['is gone', 404],
  ['is no catalog', '<html>'],
  ['is empty', ''],
])('a feed that %s is a note, and nothing of it is kept', async (_, page) => {
  pages.set('/kev', page);
  const { urgency, notes } = await read();
  expect(notes).toEqual([expect.stringMatching(/^What is exploited is not known: /)]);
  expect(urgency.epss.size).toBe(1);
  expect(existsSync(join(folder, 'kev.json'))).toBe(false);
});

test('a feed that unpacks without end is refused', async () => {
  pages.set('/epss', gzipSync(Buffer.alloc(200 << 20), { level: 1 }));
  const { urgency, notes } = await read();
  expect(notes).toEqual([expect.stringContaining('(EPSS) is not known')]);
  expect(urgency.exploited.size).toBe(1);
});
