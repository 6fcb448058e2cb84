import { afterAll, describe, expect, it } from '@jest/globals';
import { dockerArchive, tar, temporaryFolder } from './build-tar.js';
import { openImage, withImage } from './open-image.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const lower = tar([{ name: 'a', body: '1' }]);

describe('openImage with a reference without a prefix', () => {
  it('opens a file with this name, and logs that', async () => {
    const path = folder.write('x.tar', dockerArchive([lower]));
    const logged: string[] = [];
    await withImage(path, { log: (line) => logged.push(line) }, async (image) =>
      expect(image.source).toBe('docker-archive'),
    );
    expect(logged).toEqual([`${path} is read as docker-archive:${path}`]);
  });

  it('throws when there is no such image, and makes no request when offline', async () => {
    const offline = { dockerHost: `unix://${folder.path}/no.sock`, offline: true };
    for (const reference of ['./missing.tar', 'missing.tar', '', 'docker-archive:', 'NOT A NAME'])
      await expect(openImage(reference, offline)).rejects.toMatchObject({ kind: 'usage' });
    await expect(openImage('app:1', offline)).rejects.toMatchObject({ kind: 'usage' });
    await expect(openImage('registry:app:1', offline)).rejects.toMatchObject({
      code: 'PSE4511',
    });
  });

  it('reads registry:5000/app as an image of the host registry, port 5000', async () => {
    const offline = { dockerHost: `unix://${folder.path}/no.sock`, offline: true };
    for (const reference of ['registry:5000/app:1', 'docker:5000/app'])
      await expect(openImage(reference, offline)).rejects.toMatchObject({
        kind: 'usage',
        message: expect.stringContaining(reference),
      });
  });

  it('says what to use for a folder without an image', async () => {
    folder.write('repository/Dockerfile', 'FROM scratch');
    const path = `${folder.path}/repository`;
    await expect(openImage(path, { offline: true })).rejects.toThrow(
      `To scan its files use dir:${path}, to check a repository use portside check ${path}`,
    );
  });
});
