import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { layoutIn } from '../build-layout.js';
import { scanAll, tar, temporaryFolder } from '../build-tar.js';
import { linesOf, openImage, withImage } from '../open-image.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const lower = tar([{ name: 'a', body: '1' }]);
const upper = tar([{ name: 'b', body: '2' }]);
const LINES = ['0 a=1', '1 b=2'];

describe('an image in a registry', () => {
  it('is read with the manifests and layers of its platform only, and its digests are checked', async () => {
    const made = layoutIn(folder, 'layout');
    const amd = made.image([lower, upper], { platform: 'linux/amd64' });
    const arm = made.image([upper], { platform: 'linux/arm64' });
    const top = made.nested([amd, arm]);
    const requests: string[] = [];
    const server = createServer((request, response) => {
      const path = request.url ?? '';
      requests.push(path);
      const digest =
        /sha256:([0-9a-f]{64})$/.exec(path)?.[1] ??
        (path.endsWith('/1.0') ? top.digest.slice(7) : '');
      const file = join(made.path, 'blobs/sha256', digest);
      if (!path.startsWith('/v2/acme/app/') || digest === '' || !existsSync(file))
        response.writeHead(404).end('{}');
      else response.writeHead(200).end(readFileSync(file));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const name = `127.0.0.1:${port}/acme/app:1.0`;
    const noEngine = { dockerHost: `unix://${folder.path}/no.sock` };
    for (const reference of [name, `registry:${name}`])
      await withImage(reference, { ...noEngine, platforms: ['linux/amd64'] }, async (image) => {
        expect(image).toMatchObject({
          source: 'registry',
          digest: amd.digest,
          platform: 'linux/amd64',
        });
        expect((await scanAll(image, [], true)).lines).toEqual(LINES);
      });
    expect(requests.some((path) => path.includes(arm.digest))).toBe(false);
    await expect(openImage(`127.0.0.1:${port}/acme/app:2`, noEngine)).rejects.toMatchObject({
      code: 'PSE4002',
    });
    await expect(
      openImage(`registry:127.0.0.1:${port}/acme/app:2`, noEngine),
    ).rejects.toMatchObject({ code: 'PSE4002' });

    // The wrong blob has the right length, so that the client does not request more bytes.
    const [blob = ''] = requests.filter((path) => path.includes('/blobs/')).slice(-1);
    const file = join(made.path, 'blobs/sha256', blob.split(':')[1] ?? '');
    const wrong = readFileSync(file);
    writeFileSync(
      file,
      wrong.map((byte, at) => (at === 4 ? byte ^ 1 : byte)),
    );
    await expect(linesOf(name, { ...noEngine, platforms: ['linux/amd64'] })).rejects.toMatchObject({
      code: 'PSE4502',
    });
    server.closeAllConnections();
    server.close();
  });
});
