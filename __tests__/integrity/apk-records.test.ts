import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { pax } from '../image/build-tar.js';
import { changesOf, type Files } from './changes-of.js';

const DATABASE = 'lib/apk/db/installed';

function checksum(text: string, algorithm = 'sha1'): string {
  const digest = createHash(algorithm).update(text).digest().subarray(0, 20);
  return `Q1${digest.toString('base64')}`;
}

const tool = `F:usr/bin\nR:tool\na:0:0:755\nZ:${checksum('tool')}\nR:link\na:0:0:777\nZ:${checksum('tool')}\n`;
const config = `F:etc\nR:tool.conf\nZ:${checksum('config')}\n`;
const database = (files: string, version = '1-r0') => `P:tool\nV:${version}\n${files}\n`;
const base: Files = {
  [DATABASE]: database(tool + config),
  'usr/bin/tool': { body: 'tool', mode: 0o755 },
  'usr/bin/link': { type: '2', link: 'tool' },
  'etc/tool.conf': 'config',
};

/** The file with a capability, by the bits of its lower half. */
function withCapability(low: string): Files {
  const value = `\x01\0\0\x02${low}${'\0'.repeat(12)}`;
  const { body = '' } = pax({ 'SCHILY.xattr.security.capability': value });
  return { 'PaxHeaders/x': { type: 'x', body }, 'usr/bin/tool': { body: 'tool', mode: 0o755 } };
}

describe('a file of an apk package', () => {
  it.each<[string, Files, string[]]>([
    ['other content', { 'usr/bin/tool': 'evil' }, ['1 INT-PROGRAM usr/bin/tool']],
    ['the same content', { 'usr/bin/tool': { body: 'tool', mode: 0o755 } }, []],
    [
      'a link to another file',
      { 'usr/bin/link': { type: '2', link: '/etc/tool.conf' } },
      ['1 INT-PROGRAM usr/bin/link'],
    ],
    ['the same link', { 'usr/bin/link': { type: '2', link: 'tool' } }, []],
    ['other configuration', { 'etc/tool.conf': 'own' }, []],
    [
      'a setuid bit',
      { 'usr/bin/tool': { body: 'tool', mode: 0o4755 } },
      ['1 INT-MODE usr/bin/tool'],
    ],
    ['a capability', withCapability('\0\0\x20\0'), ['1 INT-MODE usr/bin/tool']],
    ['the capability to use low ports', withCapability('\0\x04\0\0'), []],
    ['fewer permissions', { 'usr/bin/tool': { body: 'tool', mode: 0o700 } }, []],
    [
      'other content and a record of it',
      {
        'usr/bin/tool': 'evil',
        [DATABASE]: database(tool.replace(checksum('tool'), checksum('evil'))),
      },
      ['1 INT-PROGRAM usr/bin/tool', `1 INT-RECORD ${DATABASE}`],
    ],
    [
      'that of a new version',
      {
        'usr/bin/tool': 'new',
        [DATABASE]: database(tool.replace(checksum('tool'), checksum('new')), '2-r0'),
      },
      [],
    ],
  ])('that gets %s in a layer above is compared with its checksum', async (_, layer, changes) => {
    expect(await changesOf([base, layer])).toMatchObject({ changes, incomplete: [] });
  });

  const evil = { 'usr/bin/tool': 'evil' };
  const forged = tool.replace(checksum('tool'), checksum('evil'));
  const other = (fields: string) => `P:other\nV:1\n${fields}\n`;

  it.each<[string, readonly Files[], string[]]>([
    ['drops its package', [{ [DATABASE]: '', ...evil }], ['1 INT-PROGRAM usr/bin/tool']],
    [
      'drops its lines',
      [{ [DATABASE]: database(config), ...evil }],
      ['1 INT-PROGRAM usr/bin/tool', `1 INT-RECORD ${DATABASE}`],
    ],
    [
      'brings back its package with another record',
      [{ [DATABASE]: '' }, { [DATABASE]: database(forged), ...evil }],
      ['2 INT-PROGRAM usr/bin/tool', `2 INT-RECORD ${DATABASE}`],
    ],
    [
      'has another package claim it',
      [{ [DATABASE]: database(tool + config) + other(forged), ...evil }],
      ['1 INT-PROGRAM usr/bin/tool'],
    ],
    ['removes the package', [{ [DATABASE]: '', 'usr/.wh.bin': '' }, { 'usr/bin/tool': 'own' }], []],
    [
      'installs a package that replaces it',
      [{ [DATABASE]: database(config) + other(`r:x tool<2\n${forged}${tool}`), ...evil }],
      [],
    ],
  ])('is compared with its first record if a layer %s', async (_, layers, changes) => {
    expect((await changesOf([base, ...layers])).changes).toEqual(changes);
  });

  it.each<[string, string, string, string[]]>([
    ['a link', 'of a package', '/usr/bin/other', ['1 INT-FILE usr/bin/link']],
    ['a link', 'that is new', '/usr/bin/new', ['1 INT-PROGRAM usr/bin/link']],
    ['a program', 'of a package', '/usr/bin/other', ['1 INT-PROGRAM usr/bin/tool']],
  ])('that is %s may become a link to a file %s', async (what, _, link, changes) => {
    const path = what === 'a link' ? 'usr/bin/link' : 'usr/bin/tool';
    const other = `R:other\na:0:0:755\nZ:${checksum('other')}\n`;
    const lower: Files = { ...base, [DATABASE]: database(tool + other), 'usr/bin/other': 'other' };
    const layer: Files = { 'usr/bin/new': 'new', [path]: { type: '2', link } };
    expect((await changesOf([lower, layer])).changes).toEqual(changes);
  });

  it('is compared with the beginning of SHA-256 in the format of apk 3', async () => {
    const files = `F:usr/bin\nR:tool\nZ:${checksum('tool', 'sha256')}\n`;
    const layer = { [DATABASE]: `P:tool\nV:1\nf:S\n${files}\n`, 'usr/bin/tool': 'tool' };
    expect((await changesOf([layer], true)).changes).toEqual([]);
    const evil = { ...layer, 'usr/bin/tool': 'evil' };
    expect((await changesOf([evil], true)).changes).toEqual(['0 INT-PROGRAM usr/bin/tool']);
  });

  it.each([
    ['a checksum that is not Base64', 'F:usr/bin\nR:tool\nZ:Q1***\n'],
    ['a path out of the image', `F:usr/../..\nR:tool\nZ:${checksum('')}\n`],
    ['a mode that is not octal', `F:usr/bin\nR:tool\na:0:0:9\nZ:${checksum('')}\n`],
  ])('makes the check incomplete if its record has %s', async (_, files) => {
    const { incomplete } = await changesOf([{ [DATABASE]: database(files) }, { app: '' }]);
    expect(incomplete).toEqual([expect.stringContaining('a damaged line in the package tool')]);
  });
});
