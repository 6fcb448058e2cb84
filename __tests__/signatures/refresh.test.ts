import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, test } from '@jest/globals';
import { EMBEDDED_ROOTS } from '../../src/signatures/sigstore/embedded-roots.js';
import { PUBLIC_GOOD_ROOT } from '../../src/signatures/sigstore/public-good-root.js';
import { refreshTrustedRoot } from '../../src/signatures/sigstore/refresh.js';
import { type LoopbackRegistry, loopbackRegistry, reply } from '../registry/loopback.js';

let server: LoopbackRegistry;
let folder: string;
beforeEach(async () => {
  server = await loopbackRegistry();
  folder = await mkdtemp(join(tmpdir(), 'portside-tuf-'));
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** Refreshes from a TUF repository on loopback, with Sigstore's root metadata as the start. */
async function refresh(timeout: number) {
  const seeds = JSON.parse(await readFile('node_modules/@sigstore/tuf/seeds.json', 'utf8'));
  const root = seeds['https://tuf-repo-cdn.sigstore.dev']['root.json'];
  await writeFile(join(folder, 'root.json'), Buffer.from(root, 'base64'));
  const mirror = { url: `http://${server.host}`, root: join(folder, 'root.json') };
  return refreshTrustedRoot({ cache: join(folder, 'cache'), timeout, instance: 'public', mirror });
}

test.each([
  ['is missing', (r: Parameters<typeof reply>[0]) => reply(r, 404), 30_000],
  ['is a web page', (r: Parameters<typeof reply>[0]) => reply(r, 200, '<html>'), 30_000],
  ['is unavailable', (r: Parameters<typeof reply>[0]) => reply(r, 503), 30_000],
  // The only one that waits for the timeout: it must be long enough for a busy machine to send the request.
  ['never answers', () => true as const, 2_000],
])(
  'returns the embedded root with the reason when the TUF repository %s',
  async (_, answer, timeout) => {
    server.answer = (_request, response) => answer(response);
    const { root, stale } = await refresh(timeout);
    expect(root).toBe(PUBLIC_GOOD_ROOT);
    expect(stale).toBeTruthy();
    const urls = server.requests.map(({ url }) => url);
    expect(urls).not.toEqual([]);
    // No request is repeated: with retries, a machine without a network would wait for several seconds.
    expect(urls).toEqual([...new Set(urls)]);
  },
);

/** The file in which a refresh from the loopback server stores the trusted root. */
function cachedRoot(): string {
  return join(folder, 'cache', encodeURIComponent(server.host), 'targets', 'trusted_root.json');
}

it.each([
  ['2099-01-01T00:00:00Z', 'cached'],
  ['2001-01-01T00:00:00Z', 'embedded'],
])('returns the newer of the cached and the embedded root: %s is %s', async (start, expected) => {
  server.answer = (_request, response) => reply(response, 503);
  const root = JSON.parse(PUBLIC_GOOD_ROOT);
  const [log] = root.tlogs;
  log.publicKey.validFor.start = start;
  const text = JSON.stringify({ ...root, tlogs: [log], ctlogs: [], timestampAuthorities: [] });
  await mkdir(join(cachedRoot(), '..'), { recursive: true });
  await writeFile(cachedRoot(), text);
  const refreshed = await refresh(30_000);
  expect([refreshed.fallback, refreshed.root]).toEqual([
    expected,
    expected === 'cached' ? text : PUBLIC_GOOD_ROOT,
  ]);
});

it('ignores a damaged root in the cache', async () => {
  server.answer = (_request, response) => reply(response, 503);
  await mkdir(join(cachedRoot(), '..'), { recursive: true });
  await writeFile(cachedRoot(), '<html>');
  expect((await refresh(30_000)).root).toBe(PUBLIC_GOOD_ROOT);
});

it.each(['public', 'github'] as const)(
  'returns the embedded root of the %s instance with the reason when the cache cannot be written',
  async (instance) => {
    await writeFile(join(folder, 'file'), '');
    const cache = join(folder, 'file');
    const { root, stale } = await refreshTrustedRoot({ cache, timeout: 30_000, instance });
    expect([root, typeof stale]).toEqual([EMBEDDED_ROOTS[instance], 'string']);
  },
);
