import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { configOf, dockerArchive, scanAll, sha256, tar, temporaryFolder } from '../build-tar.js';
import { openImage, withImage } from '../open-image.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let count = 0;
const unique = () => `t${count++}`;

const lower = tar([{ name: 'a', body: '1' }]);
const upper = tar([{ name: 'b', body: '2' }]);
const LINES = ['0 a=1', '1 b=2'];

describe('the Docker engine', () => {
  async function engine(answer: (url: string) => { status: number; body: Uint8Array | string }) {
    const requests: string[] = [];
    const server = createServer((request, response) => {
      requests.push(request.url ?? '');
      const { status, body } = answer(request.url ?? '');
      response.writeHead(status).end(body);
    });
    const socket = join(folder.path, `${unique()}.sock`);
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    return { dockerHost: `unix://${socket}`, requests, close: () => server.close() };
  }

  it('gives the ID of an image, then exports the image by its ID', async () => {
    const archive = dockerArchive([lower, upper], { tags: [] });
    const id = sha256(configOf([lower, upper]));
    const { dockerHost, requests, close } = await engine((url) =>
      url.endsWith('/json')
        ? { status: 200, body: JSON.stringify({ Id: id, RepoTags: ['app:1'] }) }
        : { status: 200, body: archive },
    );
    for (const reference of ['docker:app:1', 'app:1'])
      await withImage(reference, { dockerHost }, async (image) => {
        expect(image).toMatchObject({
          name: 'app:1',
          source: 'docker',
          digest: id,
          tags: ['app:1'],
        });
        expect((await scanAll(image, [], true)).lines).toEqual(LINES);
      });
    expect(requests.slice(0, 2)).toEqual(['/images/app:1/json', `/images/${id}/get`]);
    close();
  });

  it('with the image for another platform is an error, and a registry is asked when no source is named', async () => {
    const image = { Id: sha256(configOf([lower])), Os: 'linux', Architecture: 'amd64' };
    const { dockerHost, requests, close } = await engine(() => ({
      status: 200,
      body: JSON.stringify(image),
    }));
    const notes: string[] = [];
    const options = { dockerHost, platforms: ['linux/arm64'], offline: true };
    await expect(openImage('docker:app', options)).rejects.toMatchObject({
      code: 'PSE4005',
      message: expect.stringContaining('linux/amd64'),
    });
    await expect(
      openImage('app', { ...options, note: (note) => notes.push(note) }),
    ).rejects.toMatchObject({ code: 'PSE4002' });
    expect(notes.join()).toContain('has none for linux/arm64');
    expect(requests.every((url) => url.endsWith('/json'))).toBe(true);
    close();
  });

  it('is not asked for a name that leads to another address', async () => {
    const { dockerHost, requests, close } = await engine(() => ({ status: 200, body: '{}' }));
    for (const name of ['a/../../containers', 'a..b', '../a'])
      await expect(openImage(`docker:${name}`, { dockerHost })).rejects.toMatchObject({
        code: 'PSE4001',
        message: expect.stringContaining('is not the name of an image'),
      });
    expect(requests).toEqual([]);
    await expect(openImage('docker:a.b', { dockerHost })).rejects.toMatchObject({
      code: 'PSE4507',
    });
    expect(requests).toEqual(['/images/a.b/json']);
    close();
  });

  it('causes an error when it fails, has no such image or sends an invalid answer', async () => {
    const table: [number, string, string][] = [
      [404, '{"message":"No such image"}', 'PSE4002'],
      [500, '{"message":"broken"}', 'PSE4507'],
      [200, 'not json', 'PSE4501'],
      [200, '{"Id":"../../etc"}', 'PSE4507'],
    ];
    for (const [status, body, code] of table) {
      const { dockerHost, close } = await engine(() => ({ status, body }));
      await expect(openImage('docker:app', { dockerHost })).rejects.toMatchObject({ code });
      close();
    }
    const dockerHost = `unix://${folder.path}/none.sock`;
    await expect(openImage('docker:app', { dockerHost })).rejects.toMatchObject({
      code: 'PSE4507',
    });
    await expect(openImage('docker:app', { dockerHost: 'ssh://x' })).rejects.toMatchObject({
      code: 'PSE4007',
    });
    await expect(openImage('docker:../../info', { dockerHost })).rejects.toMatchObject({
      code: 'PSE4001',
    });
  });

  it('causes an error when it sends only a part of the archive', async () => {
    const archive = dockerArchive([lower, upper]);
    const { dockerHost, close } = await engine((url) =>
      url.endsWith('/json')
        ? { status: 200, body: JSON.stringify({ Id: sha256(configOf([lower, upper])) }) }
        : { status: 200, body: archive.subarray(0, 2000) },
    );
    await expect(openImage('docker:app', { dockerHost })).rejects.toMatchObject({
      kind: 'incomplete',
    });
    close();
  });
});
