import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, test } from '@jest/globals';
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

/** Against a repository on loopback that begins with Sigstore's own root metadata. */
async function refresh() {
  const seeds = JSON.parse(await readFile('node_modules/@sigstore/tuf/seeds.json', 'utf8'));
  const root = seeds['https://tuf-repo-cdn.sigstore.dev']['root.json'];
  await writeFile(join(folder, 'root.json'), Buffer.from(root, 'base64'));
  const mirror = { url: `http://${server.host}`, root: join(folder, 'root.json') };
  return refreshTrustedRoot({ cache: join(folder, 'cache'), timeout: 500, mirror });
}

test.each([
  ['is missing', (r: Parameters<typeof reply>[0]) => reply(r, 404)],
  ['is a web page', (r: Parameters<typeof reply>[0]) => reply(r, 200, '<html>')],
  ['is unavailable', (r: Parameters<typeof reply>[0]) => reply(r, 503)],
  ['never answers', () => true as const],
])('the embedded root does, and why is said, where the repository %s', async (_, answer) => {
  server.answer = (_request, response) => answer(response);
  const started = performance.now();
  const { root, stale } = await refresh();
  expect(root).toBe(PUBLIC_GOOD_ROOT);
  expect(stale).toBeTruthy();
  expect(server.requests.length).toBeGreaterThan(0);
  expect(performance.now() - started).toBeLessThan(3000);
});

it('the embedded root does where the cache cannot be written', async () => {
  await writeFile(join(folder, 'file'), '');
  const { root, stale } = await refreshTrustedRoot({ cache: join(folder, 'file'), timeout: 500 });
  expect([root, typeof stale]).toEqual([PUBLIC_GOOD_ROOT, 'string']);
});
