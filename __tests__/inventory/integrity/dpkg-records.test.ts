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
    expect((await changesOf([base, removed])).changes).toEqual([]);
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
