import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import type { Host } from '../../../src/core/host.js';
import { archLinux } from '../../../src/vulnerabilities/vendor-feeds/arch-linux.js';
import { downloadFeed } from '../../../src/vulnerabilities/vendor-feeds/download-large.js';
import type { FeedFile } from '../../../src/vulnerabilities/vendor-feeds/feed.js';
import { readSmallFeed } from '../../../src/vulnerabilities/vendor-feeds/load-small.js';
import { quietHost, temporaryFolder } from '../fixtures.js';
import { type FeedServer, startFeedServer } from './feed-server.js';

let server: FeedServer;
beforeAll(async () => {
  server = await startFeedServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.content.clear();
  server.cut.clear();
  server.requests.length = 0;
});

/** A host that keeps what it is told. */
function listening(): Host & { readonly told: string[] } {
  const told: string[] = [];
  return { ...quietHost(), told, info: (message) => told.push(message) };
}

function file(path: string, kind?: FeedFile['kind']): FeedFile {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { name, addresses: [`${server.url}${path}`], release: undefined, ...(kind && { kind }) };
}

async function download(file: FeedFile, host: Host = quietHost()) {
  const folder = temporaryFolder();
  const paths = await downloadFeed([file], join(folder, 'feed'), host);
  return paths.map((path) => readFileSync(path, 'utf8'));
}

describe('a large feed', () => {
  it('is downloaded, and its size and digest are reported', async () => {
    server.content.set('/a.xml', '<a/>');
    const host = listening();
    expect(await download(file('/a.xml'), host)).toEqual(['<a/>']);
    const digest = createHash('sha256').update('<a/>').digest('hex');
    expect(host.told).toEqual([`downloaded ${server.url}/a.xml: 4 bytes, sha256:${digest}`]);
  });

  it('may be an archive whose name is in a text file', async () => {
    server.content.set('/vex/archive_latest.txt', 'csaf_vex_2026-11-26.tar.zst\n');
    server.content.set('/vex/csaf_vex_2026-11-26.tar.zst', 'content');
    expect(await download(file('/vex/archive_latest.txt', 'archive-name'))).toEqual(['content']);
  });

  test.each([
    ['', 'it has no name of an archive'],
    ['../../secret', 'it has no name of an archive'],
    ['https://example.org/a.tar.zst', 'it has no name of an archive'],
    ['a\nb', 'it has no name of an archive'],
    ['a'.repeat(300), 'larger'],
    ['missing.tar.zst', '404'],
  ])('is refused if its archive has the name %j', async (name, message) => {
    server.content.set('/archive_latest.txt', name);
    await expect(download(file('/archive_latest.txt', 'archive-name'))).rejects.toThrow(message);
  });

  test.each([
    ['is missing', 404, 'status 404'],
    ['needs a login', 401, 'status 401'],
    ['is on another host', 'redirect:https://example.org/a.xml', 'example.org'],
    ['is without HTTPS', 'redirect:http://example.org/a.xml', 'http'],
  ])('is refused if it %s, and leaves no file', async (_, answer, message) => {
    server.content.set('/a.xml', answer);
    const folder = join(temporaryFolder(), 'feed');
    const downloading = downloadFeed([file('/a.xml')], folder, quietHost());
    await expect(downloading).rejects.toThrow(message);
    await expect(downloading).rejects.toMatchObject({ kind: 'incomplete' });
    expect(filesIn(folder)).toEqual([]);
  });

  it('that ends early is refused, and leaves no file', async () => {
    server.cut.add('/a.xml');
    server.content.set('/a.xml', 'x'.repeat(1000));
    const folder = join(temporaryFolder(), 'feed');
    await expect(downloadFeed([file('/a.xml')], folder, quietHost())).rejects.toThrow();
    expect(filesIn(folder)).toEqual([]);
  });

  it('that is larger than the limit is refused, and leaves no file', async () => {
    server.content.set('/a.xml', 'x'.repeat(1000));
    const folder = join(temporaryFolder(), 'feed');
    const downloading = downloadFeed([file('/a.xml')], folder, quietHost(), 999);
    await expect(downloading).rejects.toThrow('it is larger than 999 bytes');
    expect(filesIn(folder)).toEqual([]);
  });

  it('is downloaded again, not resumed', async () => {
    server.content.set('/a.xml', 'first');
    const folder = join(temporaryFolder(), 'feed');
    await downloadFeed([file('/a.xml')], folder, quietHost());
    server.content.set('/a.xml', 'second');
    const [path = ''] = await downloadFeed([file('/a.xml')], folder, quietHost());
    expect(readFileSync(path, 'utf8')).toBe('second');
  });
});

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

describe('a small feed for a database', () => {
  const read = async (answer: string | number) => {
    server.content.set('/all.json', answer);
    const problems: string[] = [];
    const feed = { ...archLinux, files: () => [file('/all.json')] };
    const now = new Date('2026-11-26');
    const sink = { now, problem: (message: string) => problems.push(message) };
    const result = await readSmallFeed({ feed, path: undefined }, sink, quietHost());
    return { ...result, problems };
  };
  const group = {
    ...{ name: 'AVG-1', packages: ['vim'], status: 'Fixed' },
    ...{ affected: '1-1', fixed: '2-1', issues: ['CVE-2026-1'] },
  };

  it('is downloaded', async () => {
    const { advisories, coverage, problems } = await read(JSON.stringify([group]));
    expect(problems).toEqual([]);
    expect(advisories).toHaveLength(1);
    expect(coverage).toMatchObject({ feed: 'arch-linux', releases: new Set([undefined]) });
  });

  test.each([
    ['is missing', 404, '404'],
    ['is a page', '<html>', 'it is not JSON'],
    ['is on another host', 'redirect:https://example.org/', 'example.org'],
  ])('that %s is a problem, and not covered', async (_, answer, message) => {
    const { coverage, problems } = await read(answer);
    expect(coverage).toBeUndefined();
    expect(problems.join()).toContain(message);
  });
});
