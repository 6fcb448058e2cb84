import { describe, expect, it } from '@jest/globals';
import { type RpmFileFacts, rpmHeader } from '../inventory/build/rpm.js';
import { sqlite } from '../inventory/build/sqlite.js';
import { changesOf, digest, type Files } from './changes-of.js';

const DATABASE = 'usr/lib/sysimage/rpm/rpmdb.sqlite';

const facts: Readonly<Record<string, RpmFileFacts>> = {
  '/usr/bin/tool': { digest: digest('sha256', 'tool'), mode: 0o100755 },
  '/usr/bin/link': { link: 'tool', mode: 0o120777 },
  '/etc/tool.conf': { digest: digest('sha256', 'config'), flags: 1 },
  '/usr/share/tool/data': { digest: digest('sha256', 'data') },
};

function database(changed: Readonly<Record<string, RpmFileFacts>> = {}, version = '1'): Buffer {
  const files = { ...facts, ...changed };
  return sqlite([
    rpmHeader({
      name: 'tool',
      version,
      release: '1',
      files: Object.keys(files),
      fileFacts: Object.values(files),
    }),
  ]);
}

const base: Files = {
  [DATABASE]: database(),
  'usr/bin/tool': { body: 'tool', mode: 0o755 },
  'usr/bin/link': { type: '2', link: 'tool' },
  'etc/tool.conf': 'config',
  'usr/share/tool/data': 'data',
};
const evil = { '/usr/bin/tool': { digest: digest('sha256', 'evil'), mode: 0o100755 } };

describe('a forged record of an rpm package', () => {
  const forged = { ...facts, ...evil };
  const header = (name: string, files: Readonly<Record<string, RpmFileFacts>>) =>
    rpmHeader({
      name,
      version: '1',
      release: '1',
      files: Object.keys(files),
      fileFacts: Object.values(files),
    });
  const changed = { 'usr/bin/tool': { body: 'evil', mode: 0o755 } };

  it.each<[string, readonly Files[], string[]]>([
    [
      'that is dropped',
      [{ [DATABASE]: sqlite([header('other', {})]), ...changed }],
      ['INT-PROGRAM'],
    ],
    [
      'that comes back',
      [
        { [DATABASE]: sqlite([header('other', {})]) },
        { [DATABASE]: sqlite([header('tool', forged)]), ...changed },
      ],
      ['INT-PROGRAM', 'INT-RECORD'],
    ],
    [
      'of another package',
      [{ [DATABASE]: sqlite([header('tool', facts), header('other', evil)]), ...changed }],
      ['INT-PROGRAM'],
    ],
    [
      'of a package that was removed with its files',
      [
        {
          [DATABASE]: sqlite([header('other', {})]),
          'usr/.wh.bin': '',
          'usr/share/.wh.tool': '',
        },
        { [DATABASE]: sqlite([header('tool', forged)]), ...changed },
      ],
      [],
    ],
  ])('%s hides no change', async (_, layers, rules) => {
    const { findings } = await changesOf([base, ...layers]);
    expect(findings.map(({ rule }) => rule).sort()).toEqual(rules);
  });
});

describe('a file of an rpm package', () => {
  it.each<[string, Files, string[]]>([
    ['other content', { 'usr/bin/tool': 'evil' }, ['1 INT-PROGRAM usr/bin/tool']],
    ['other data', { 'usr/share/tool/data': 'x' }, ['1 INT-FILE usr/share/tool/data']],
    ['other configuration', { 'etc/tool.conf': 'own' }, []],
    [
      'another target',
      { 'usr/bin/link': { type: '2', link: '/etc/tool.conf' } },
      ['1 INT-PROGRAM usr/bin/link'],
    ],
    [
      'the same target by another way',
      { 'usr/bin/link': { type: '2', link: '/usr/bin/tool' } },
      [],
    ],
    ['content in the place of a link', { 'usr/bin/link': 'evil' }, ['1 INT-PROGRAM usr/bin/link']],
    [
      'a setgid bit',
      { 'usr/bin/tool': { body: 'tool', mode: 0o2755 } },
      ['1 INT-MODE usr/bin/tool'],
    ],
    [
      'other content and a record of it',
      { 'usr/bin/tool': 'evil', [DATABASE]: database(evil) },
      ['1 INT-PROGRAM usr/bin/tool', '1 INT-RECORD var/lib/rpm'],
    ],
    ['that of a new version', { 'usr/bin/tool': 'evil', [DATABASE]: database(evil, '2') }, []],
  ])('that gets %s in a layer above is compared with its header', async (_, layer, changes) => {
    expect(await changesOf([base, layer])).toMatchObject({ changes, incomplete: [] });
  });

  it.each<[string, Buffer, string]>([
    ['is cut', database().subarray(0, -3000), 'rpmdb.sqlite '],
    ['has a path out of the image', database({ '/usr/../../x': {} }), 'a damaged list of files'],
    [
      'has fewer digests than files',
      sqlite([
        rpmHeader({ name: 'a', version: '1', release: '1', files: ['/a', '/b'], fileFacts: [{}] }),
      ]),
      'a damaged list of files',
    ],
  ])('makes the check incomplete if the database %s', async (_, bytes, message) => {
    const { incomplete } = await changesOf([{ [DATABASE]: bytes }, { app: '' }]);
    expect(incomplete).toEqual([expect.stringContaining(message)]);
  });
});
