import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { scanAll, temporaryFolder } from '../build-tar.js';
import { openImage } from '../open-image.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const root = 'root';

describe('a folder', () => {
  it('is read as a root file system, and no link leads out of it', async () => {
    folder.write(join(root, 'usr/lib/os-release'), 'ID=x');
    folder.write(join(root, '.wh.file'), 'an ordinary file here');
    folder.write('secret', 'outside');
    mkdirSync(join(folder.path, root, 'etc'));
    symlinkSync('../usr/lib/os-release', join(folder.path, root, 'etc/os-release'));
    symlinkSync('../../secret', join(folder.path, root, 'etc/secret'));
    symlinkSync('/', join(folder.path, root, 'root'));
    const image = await openImage(`dir:${join(folder.path, root)}`);
    expect(image).toMatchObject({ source: 'dir', layers: [], tags: [] });
    expect(image.digest).toBeUndefined();
    const { lines, fileSystem } = await scanAll(image, ['etc/os-release', 'etc/secret']);
    expect(lines).toEqual([
      '0 .wh.file=an ordinary file here',
      '0 usr/lib/os-release=ID=x',
      '0 etc/os-release=ID=x',
    ]);
    expect(fileSystem.resolve('root/etc/os-release')).toBe('usr/lib/os-release');
    expect(fileSystem.resolve('etc/secret')).toBeUndefined();
  });

  it('names no platform, so that none can be requested', async () => {
    folder.write(join('no-platform', 'a'), '1');
    const reference = `dir:${join(folder.path, 'no-platform')}`;
    await expect(openImage(reference, { platforms: ['linux/amd64'] })).rejects.toMatchObject({
      code: 'PSE4005',
    });
  });

  it('that does not exist, or is a file, is a usage error', async () => {
    await expect(openImage(`dir:${folder.path}/none`)).rejects.toMatchObject({ code: 'PSE4006' });
    await expect(openImage(`dir:${folder.write('plain', '')}`)).rejects.toMatchObject({
      code: 'PSE4006',
    });
  });
});
