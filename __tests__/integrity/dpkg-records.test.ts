import { describe, expect, it } from '@jest/globals';
import { changesOf, debianPackage, digest, type Files } from './changes-of.js';

const base = debianPackage({
  'usr/bin/tool': '#!/bin/sh\necho tool\n',
  'usr/share/tool/data': 'data',
  'usr/lib/libcrypto.so.3': 'library',
});
const sums = 'var/lib/dpkg/info/tool.md5sums';

describe('a file of a Debian package', () => {
  it.each<[string, Files, string[]]>([
    ['a program', { 'usr/bin/tool': 'evil' }, ['1 INT-PROGRAM usr/bin/tool']],
    [
      'a library for TLS',
      { 'usr/lib/libcrypto.so.3': 'evil' },
      ['1 INT-LIBRARY usr/lib/libcrypto.so.3'],
    ],
    ['data', { 'usr/share/tool/data': 'other' }, ['1 INT-FILE usr/share/tool/data']],
    ['the same content', { 'usr/bin/tool': '#!/bin/sh\necho tool\n' }, []],
    ['a file of no package', { 'usr/bin/other': 'x' }, []],
    ['a deleted file', { 'usr/bin/.wh.tool': '' }, []],
    [
      'a link to another program',
      { 'usr/bin/evil': '#!/bin/sh', 'usr/bin/tool': { type: '2', link: 'evil' } },
      ['1 INT-PROGRAM usr/bin/tool'],
    ],
    [
      'a link to its own content at another path',
      { 'opt/tool': '#!/bin/sh\necho tool\n', 'usr/bin/tool': { type: '2', link: '/opt/tool' } },
      [],
    ],
    [
      'a folder that became a link',
      {
        'opt/evil/tool': '#!/bin/sh',
        'usr/.wh.bin': '',
        'usr/bin': { type: '2', link: '/opt/evil' },
      },
      ['1 INT-PROGRAM opt/evil/tool'],
    ],
  ])('that a layer above replaces by %s is compared by its content', async (_, layer, changes) => {
    const dirs: Files = { 'usr/bin/': { type: '5' } };
    expect((await changesOf([{ ...dirs, ...base }, layer])).changes).toEqual(changes);
  });

  it('is compared with the record of the layer that installed it', async () => {
    const forged = {
      'usr/bin/tool': 'evil',
      [sums]: `${digest('md5', 'evil')}  usr/bin/tool\n`,
    };
    expect((await changesOf([base, forged])).changes).toEqual([
      '1 INT-PROGRAM usr/bin/tool',
      `1 INT-RECORD ${sums}`,
    ]);
  });

  it('is compared if it is a hard link to a file whose name is gone', async () => {
    const link = (mode = 0o644) => ({ type: '1', link: 'opt/x', mode });
    const gone = { 'opt/.wh.x': '' };
    const swapped = { 'opt/x': 'evil', 'usr/bin/tool': link() };
    expect((await changesOf([base, swapped, gone])).changes).toEqual([
      '1 INT-PROGRAM usr/bin/tool',
    ]);
    const copied = { 'usr/bin/tool': 'evil' };
    expect((await changesOf([base, swapped, gone, copied])).changes).toEqual([
      '1 INT-PROGRAM usr/bin/tool',
    ]);
    const [tool] = [{ body: '#!/bin/sh\necho tool\n', mode: 0o755 }];
    const same = { 'opt/x': tool, 'usr/bin/tool': link(0o755) };
    expect((await changesOf([base, same, gone])).changes).toEqual([]);
  });

  it('is not changed by an upgrade, which writes a new version', async () => {
    const upgrade = debianPackage({ 'usr/bin/tool': 'new' }, { version: '1.1' });
    expect(await changesOf([base, upgrade])).toMatchObject({ changes: [], incomplete: [] });
  });

  it('is compared in every layer only if all files are', async () => {
    const altered = { ...base, 'usr/bin/tool': 'evil' };
    expect((await changesOf([altered, { app: '' }])).changes).toEqual([]);
    expect((await changesOf([altered], true)).changes).toEqual(['0 INT-PROGRAM usr/bin/tool']);
  });

  it('is on the layer that changed it, not on one that copies it', async () => {
    const evil = { 'usr/bin/tool': '#!/bin/evil' };
    expect((await changesOf([base, evil, evil])).changes).toEqual(['1 INT-PROGRAM usr/bin/tool']);
  });

  it('is compared if a layer above hides its package', async () => {
    const hidden = { 'var/lib/dpkg/status': '\n', 'usr/bin/tool': 'evil' };
    expect((await changesOf([base, hidden])).changes).toEqual(['1 INT-PROGRAM usr/bin/tool']);
    const removed = { ...hidden, 'var/lib/dpkg/info/.wh.tool.md5sums': '' };
    expect((await changesOf([base, removed])).changes).toEqual(['1 INT-PROGRAM usr/bin/tool']);
  });

  it('is not compared after its package was removed', async () => {
    const removed = {
      'var/lib/dpkg/status': '\n',
      'var/lib/dpkg/info/.wh.tool.md5sums': '',
      'usr/.wh.bin': '',
      'usr/share/.wh.tool': '',
      'usr/lib/.wh.libcrypto.so.3': '',
    };
    expect((await changesOf([base, removed, { 'usr/bin/tool': 'own' }])).changes).toEqual([]);
  });

  it('is not changed by an upgrade that changes the architecture', async () => {
    const upgrade = debianPackage({ 'usr/bin/tool': 'new' }, { version: '1.1' });
    const status = String(upgrade['var/lib/dpkg/status']).replace('amd64', 'all');
    const layer = { ...upgrade, 'var/lib/dpkg/status': status };
    expect((await changesOf([base, layer])).changes).toEqual([]);
  });

  it('is not compared if it is configuration', async () => {
    const conffiles = `Conffiles:\n /etc/tool.conf ${digest('md5', 'a')}\n`;
    const layer = debianPackage({ 'etc/tool.conf': 'a' }, { extra: conffiles });
    expect((await changesOf([layer, { 'etc/tool.conf': 'b' }])).changes).toEqual([]);
  });

  it('is compared at the path that a diversion gives it', async () => {
    const diversions = '/usr/bin/tool\n/usr/bin/tool.distrib\n:\n';
    const diverted = {
      'var/lib/dpkg/diversions': diversions,
      'usr/bin/tool.distrib': '#!/bin/sh\necho tool\n',
      'usr/bin/tool': 'own',
    };
    expect((await changesOf([base, diverted])).changes).toEqual([]);
    const evil = { ...diverted, 'usr/bin/tool.distrib': 'evil' };
    expect((await changesOf([base, evil])).changes).toEqual(['1 INT-PROGRAM usr/bin/tool.distrib']);
  });

  it('is found in a merged /usr when the record has the old path', async () => {
    const old = debianPackage({ 'bin/ls': 'ls' });
    const { 'bin/ls': _, ...record } = old;
    const merged: Files = { bin: { type: '2', link: 'usr/bin' }, 'usr/bin/ls': 'ls', ...record };
    expect((await changesOf([merged, { 'usr/bin/ls': '#!evil' }])).changes).toEqual([
      '1 INT-PROGRAM usr/bin/ls',
    ]);
    expect((await changesOf([merged, { 'bin/ls': '#!evil' }])).changes).toEqual([
      '1 INT-PROGRAM usr/bin/ls',
    ]);
  });
});

describe('the record of a Debian package in a layer above', () => {
  const twoSums = String(base[sums]);
  it.each<[string, string, string[]]>([
    ['the same lines in another order', twoSums.split('\n').toSorted().join('\n'), []],
    ['no lines of deleted files', twoSums.replace(/.*data\n/, ''), []],
    ['no lines', '', [`1 INT-RECORD ${sums}`]],
    ['a new line', `${twoSums}${digest('md5', 'x')}  usr/bin/x\n`, [`1 INT-RECORD ${sums}`]],
  ])('may have %s', async (_, text, changes) => {
    expect((await changesOf([base, { [sums]: text }])).changes).toEqual(changes);
  });
});

describe('the list of the files of a Debian package', () => {
  const list = 'var/lib/dpkg/info/tool.list';
  const text = '/.\n/usr\n/usr/bin\n/usr/bin/tool\n';
  const evil = { 'usr/bin/evil': '#!/bin/sh', 'usr/local/bin/': { type: '5' } };

  it.each<[string, Files, number]>([
    ['a program', { [list]: `${text}/usr/bin/evil\n` }, 1],
    ['a program instead of another', { [list]: text.replace('bin/tool', 'bin/evil') }, 1],
    ['a program, under another name', { [list.replace('l.', 'l:amd64.')]: `/usr/bin/evil\n` }, 1],
    ['a program by a link', { bin: { type: '2', link: 'usr/bin' }, [list]: '/bin/evil\n' }, 1],
    ['a folder', { [list]: `${text}/usr/local/bin\n` }, 0],
    ['a file that is not there', { [list]: `${text}/usr/bin/gone\n` }, 0],
    ['the same files', { [list]: text }, 0],
    ['fewer files', { [list]: '/.\n/usr\n' }, 0],
    [
      'a program and another version',
      { ...debianPackage({}, { version: '2' }), [list]: `${text}/usr/bin/evil\n` },
      0,
    ],
  ])('in a layer above may not have %s', async (_, layer, count) => {
    const { findings, incomplete } = await changesOf([{ ...base, [list]: text }, evil, layer]);
    const message = /\/bin\/evil was added to the dpkg list of tool 1.0 without a new version/;
    expect(findings.map((one) => one.message)).toEqual(
      Array(count).fill(expect.stringMatching(message)),
    );
    expect(incomplete).toEqual([]);
  });
});

describe('a forged record of a Debian package', () => {
  const status = String(base['var/lib/dpkg/status']);
  const forgedSums = `${digest('md5', 'evil')}  usr/bin/tool\n`;
  const evil = { 'usr/bin/tool': 'evil' };
  const program = '1 INT-PROGRAM usr/bin/tool';
  const other = (fields = '') =>
    `Package: other\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n${fields}\n`;

  it.each<[string, Files, string[]]>([
    [
      'with the architecture in its name',
      { 'var/lib/dpkg/info/tool:amd64.md5sums': forgedSums },
      [program, '1 INT-RECORD var/lib/dpkg/info/tool:amd64.md5sums'],
    ],
    [
      'in the folder of distroless images',
      {
        'var/lib/dpkg/status.d/tool': status,
        'var/lib/dpkg/status.d/tool.md5sums': forgedSums,
      },
      [program],
    ],
    [
      'with another architecture',
      {
        'var/lib/dpkg/status': status.replace('amd64', 'all'),
        'var/lib/dpkg/info/tool:all.md5sums': forgedSums,
      },
      [program],
    ],
    [
      'with a second architecture',
      {
        'var/lib/dpkg/status': status.replace('amd64', 'i386') + status,
        'var/lib/dpkg/info/tool:i386.md5sums': forgedSums,
      },
      [program],
    ],
    [
      'with the program as configuration',
      {
        'var/lib/dpkg/status': `${status.trim()}\nConffiles:\n /usr/bin/tool ${digest('md5', 'evil')}\n`,
      },
      [program],
    ],
    [
      'with the program as configuration, and another architecture',
      {
        'var/lib/dpkg/status': `${status.trim().replace('amd64', 'all')}\nConffiles:\n /usr/bin/tool ${digest('md5', 'evil')}\n`,
      },
      [program],
    ],
    [
      'of another package',
      {
        'var/lib/dpkg/status': status + other(),
        'var/lib/dpkg/info/other.md5sums': forgedSums,
      },
      [program],
    ],
    [
      'of another package, with the recorded digest',
      {
        'var/lib/dpkg/status': status + other(),
        'var/lib/dpkg/info/other.md5sums': String(base[sums]),
      },
      [program],
    ],
  ])('%s hides no change', async (_, record, changes) => {
    expect((await changesOf([base, { ...evil, ...record }])).changes).toEqual(changes);
  });

  it('of a package without a record hides no change', async () => {
    const both = { ...base, 'var/lib/dpkg/status': status + other() };
    const layer = { ...evil, 'var/lib/dpkg/info/other.md5sums': forgedSums };
    expect((await changesOf([both, layer])).changes).toEqual([program]);
  });

  it.each([
    ['in the next layer', []],
    ['two layers above', [{ app: '' }]],
  ])('that comes back %s after it was dropped is found', async (_, between) => {
    const dropped = { 'var/lib/dpkg/status': '\n', 'var/lib/dpkg/info/.wh.tool.md5sums': '' };
    const back = { ...evil, 'var/lib/dpkg/status': status, [sums]: forgedSums };
    const { findings } = await changesOf([base, dropped, ...between, back]);
    expect(findings.map(({ rule }) => rule).sort()).toEqual(['INT-PROGRAM', 'INT-RECORD']);
  });

  it('is no finding if the package was removed and installed again', async () => {
    const removed = {
      'var/lib/dpkg/status': '\n',
      'var/lib/dpkg/info/.wh.tool.md5sums': '',
      'usr/.wh.bin': '',
      'usr/share/.wh.tool': '',
      'usr/lib/.wh.libcrypto.so.3': '',
    };
    const again = { ...debianPackage({ 'usr/bin/tool': 'other build' }) };
    expect((await changesOf([base, removed, again])).changes).toEqual([]);
  });

  it('is no finding if a package replaces files of another one', async () => {
    const { 'var/lib/dpkg/status': _, ...successor } = debianPackage(
      { 'usr/bin/tool': 'new' },
      { name: 'other' },
    );
    const layer = {
      ...successor,
      'var/lib/dpkg/status': status + other('Replaces: x, tool (<< 2)\n'),
    };
    expect((await changesOf([base, layer])).changes).toEqual([]);
  });
});

describe('a damaged record', () => {
  it.each([
    ['a path out of the image', `${digest('md5', '')}  ../../etc/passwd\n`],
    ['a path with NUL', `${digest('md5', '')}  usr/\0bin\n`],
    ['a very long path', `${digest('md5', '')}  ${'a/'.repeat(100_000)}b\n`],
    ['a short digest', 'abc  usr/bin/tool\n'],
  ])('with %s makes the check incomplete and is named', async (_, text) => {
    const { incomplete } = await changesOf([{ ...base, [sums]: text }, { 'usr/bin/tool': '' }]);
    expect(incomplete).toEqual([expect.stringContaining(`${sums} has a damaged line`)]);
  });
});

it('says how much was compared if all files are, and for which packages nothing', async () => {
  const other = debianPackage({}, { name: 'other' });
  const status = 'var/lib/dpkg/status';
  const without = { ...other, [status]: `${base[status]}\n${other[status]}` };
  const { notes } = await changesOf([{ ...base, ...without }], true);
  expect(notes).toEqual([
    '3 files of 1 package were compared with the records; there is nothing to compare for other',
  ]);
  expect((await changesOf([base, {}])).notes).toEqual([]);
});
