import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { fetchFeedFile } from '../../../src/vulnerabilities/vendor-feeds/download.js';
import type { FeedFile } from '../../../src/vulnerabilities/vendor-feeds/feed.js';
import { NOW } from '../../now.js';
import { quietHost, temporaryFolder } from '../fixtures.js';
import { type FeedServer, startFeedServer } from './feed-server.js';

let server: FeedServer;
let folder = '';
beforeAll(async () => {
  server = await startFeedServer();
});
afterAll(() => server.close());
beforeEach(() => {
  folder = temporaryFolder();
  server.content.clear();
  server.requests.length = 0;
  server.content.set(
    '/core/mirror.list',
    `${server.url}/core/guid/x86_64/\n${server.url}/other/\n`,
  );
  server.content.set('/core/guid/x86_64/repodata/repomd.xml', repomd());
  server.content.set('/core/guid/x86_64/repodata/u.xml.gz', UPDATEINFO);
});

const UPDATEINFO = gzipSync('<updates></updates>');
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

function repomd(
  more: { href?: string; digest?: string; size?: number; type?: string } = {},
): string {
  const { href = 'repodata/u.xml.gz', digest = sha256(UPDATEINFO) } = more;
  const { size = UPDATEINFO.length, type = 'updateinfo' } = more;
  return `<repomd xmlns="http://linux.duke.edu/metadata/repo"><data type="primary"><location href="repodata/p.xml"/></data>
    <data type="${type}"><checksum type="sha256">${digest}</checksum><open-checksum type="sha256">${'0'.repeat(64)}</open-checksum>
    <location href="${href}"/><size>${size}</size><open-size>1</open-size></data></repomd>`;
}

const fetched = (kind: FeedFile['kind'], ...paths: readonly string[]) =>
  fetchFeedFile(
    {
      name: 'file',
      addresses: paths.map((path) => `${server.url}${path}`),
      ...(kind && { kind }),
      release: '2',
    },
    { folder, maximumAgeDays: undefined, offline: false, now: NOW },
    quietHost(),
  );

describe('a list of mirrors', () => {
  it('leads to the repomd.xml and the updateinfo of its first repository', async () => {
    await fetched('mirror-list', '/core/mirror.list');
    expect(server.requests).toEqual([
      '/core/mirror.list',
      '/core/guid/x86_64/repodata/repomd.xml',
      '/core/guid/x86_64/repodata/u.xml.gz',
    ]);
    expect(existsSync(join(folder, 'file'))).toBe(true);
  });

  it.each([
    ['', 'has no list of mirrors'],
    ['<html>', 'has no list of mirrors'],
    ['https://example.org/core/', 'names another host: https://example.org/core/'],
    ['file:///etc/passwd', 'names another host'],
  ])('%j is refused', async (list, why) => {
    server.content.set('/core/mirror.list', list);
    await expect(fetched('mirror-list', '/core/mirror.list')).rejects.toThrow(why);
  });
});

describe('a repomd.xml', () => {
  const path = '/core/guid/x86_64/repodata/repomd.xml';

  it.each([
    ['../../../secret', 'outside of its repository'],
    ['https://example.org/u.xml', 'outside of its repository'],
    ['//example.org/u.xml', 'outside of its repository'],
    ['data:text/xml,<updates/>', 'outside of its repository'],
  ])('with the location %j is refused', async (href, why) => {
    server.content.set(path, repomd({ href }));
    await expect(fetched('repomd', path)).rejects.toThrow(why);
  });

  it.each([
    [repomd({ type: 'updateinfo_zck' }), 'names no updateinfo'],
    ['<repomd/>', 'names no updateinfo'],
    ['<repomd>', 'it is not well-formed XML'],
    ['<!DOCTYPE x [<!ENTITY a "b">]><repomd/>', 'it has a document type'],
    [repomd({ digest: 'f'.repeat(64) }), 'its digest is'],
    [repomd({ size: UPDATEINFO.length - 1 }), 'it is longer than'],
    [repomd({ size: UPDATEINFO.length + 1 }), 'it ends after'],
  ])('that is damaged or does not fit its file is refused: %#', async (content, why) => {
    server.content.set(path, content);
    await expect(fetched('repomd', path)).rejects.toThrow(why);
    expect(existsSync(join(folder, 'file'))).toBe(false);
  });

  it('is looked for at the next address if the first has none', async () => {
    await fetched('repomd', '/gone/repodata/repomd.xml', path);
    expect(server.requests[0]).toBe('/gone/repodata/repomd.xml');
    expect(existsSync(join(folder, 'file'))).toBe(true);
  });

  it('is not looked for elsewhere if the server fails in another way', async () => {
    server.content.set('/gone/repodata/repomd.xml', 400);
    await expect(fetched('repomd', '/gone/repodata/repomd.xml', path)).rejects.toThrow(
      'status 400',
    );
  });
});

it('a file without an address has to be passed', async () => {
  await expect(fetched(undefined)).rejects.toThrow('Pass it in the folder vendor-feeds');
});

it('an address without TLS is not asked', async () => {
  const file = { name: 'file', addresses: ['http://example.org/x'], release: undefined };
  const cache = { folder, maximumAgeDays: undefined, offline: false, now: NOW };
  await expect(fetchFeedFile(file, cache, quietHost())).rejects.toThrow('not an https address');
});
