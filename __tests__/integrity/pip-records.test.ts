import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { changesOf, digest, type Files } from './changes-of.js';

const SITE = 'usr/lib/python3/site-packages';
const RECORD = `${SITE}/tool-1.0.dist-info/RECORD`;

function hash(text: string): string {
  return `sha256=${createHash('sha256').update(text).digest('base64url')}`;
}

const rows = (code = 'tool') =>
  [
    `tool/__init__.py,${hash(code)},4`,
    'tool/__pycache__/__init__.cpython-313.pyc,,',
    `../../../bin/tool,${hash('#!/bin/python')},13`,
    `"tool/a,b.txt",${hash('data')},4`,
    'tool-1.0.dist-info/RECORD,,',
    '',
  ].join('\r\n');

const noteRow = (installer: string) =>
  `tool-1.0.dist-info/INSTALLER,${hash(installer)},${installer.length}\n`;

const base: Files = {
  [RECORD]: rows(),
  [`${SITE}/tool-1.0.dist-info/METADATA`]: 'Name: tool',
  [`${SITE}/tool/__init__.py`]: 'tool',
  [`${SITE}/tool/a,b.txt`]: 'data',
  'usr/bin/tool': '#!/bin/python',
};

describe('a file of a Python package', () => {
  it.each<[string, Files, string[]]>([
    [
      'other code',
      { [`${SITE}/tool/__init__.py`]: 'evil' },
      [`1 INT-PROGRAM ${SITE}/tool/__init__.py`],
    ],
    ['a changed program', { 'usr/bin/tool': '#!/bin/sh' }, ['1 INT-PROGRAM usr/bin/tool']],
    ['other data', { [`${SITE}/tool/a,b.txt`]: 'x' }, [`1 INT-FILE ${SITE}/tool/a,b.txt`]],
    ['a compiled file', { [`${SITE}/tool/__pycache__/__init__.cpython-313.pyc`]: 'x' }, []],
    ['the same code', { [`${SITE}/tool/__init__.py`]: 'tool' }, []],
    [
      'other code and a record of it',
      { [`${SITE}/tool/__init__.py`]: 'evil', [RECORD]: rows('evil') },
      [`1 INT-PROGRAM ${SITE}/tool/__init__.py`, `1 INT-RECORD ${RECORD}`],
    ],
    [
      'another version',
      {
        [`${SITE}/.wh.tool-1.0.dist-info`]: '',
        [`${SITE}/tool-1.1.dist-info/RECORD`]: rows('new'),
        [`${SITE}/tool/__init__.py`]: 'new',
      },
      [],
    ],
    [
      'other code after its record was deleted',
      { [`${SITE}/tool/__init__.py`]: 'evil', [`${SITE}/tool-1.0.dist-info/.wh.RECORD`]: '' },
      [`1 INT-PROGRAM ${SITE}/tool/__init__.py`],
    ],
    [
      'other code after its metadata were deleted',
      { [`${SITE}/tool/__init__.py`]: 'evil', [`${SITE}/.wh.tool-1.0.dist-info`]: '' },
      [`1 INT-PROGRAM ${SITE}/tool/__init__.py`],
    ],
    [
      'other code and an empty record',
      { [`${SITE}/tool/__init__.py`]: 'evil', [RECORD]: '' },
      [`1 INT-PROGRAM ${SITE}/tool/__init__.py`, `1 INT-RECORD ${RECORD}`],
    ],
    [
      'code of another package in its folder',
      {
        [`${SITE}/tool/__init__.py`]: 'new',
        [`${SITE}/plugin-1.dist-info/RECORD`]: `tool/__init__.py,${hash('new')},3\n`,
      },
      [],
    ],
    [
      'a program that a package of another folder claims',
      {
        'usr/bin/tool': '#!/bin/sh',
        'opt/x-1.dist-info/RECORD': `../usr/bin/tool,${hash('#!/bin/sh')},9\n`,
      },
      ['1 INT-PROGRAM usr/bin/tool'],
    ],
  ])('that gets %s in a layer above is compared with RECORD', async (_, layer, changes) => {
    expect(await changesOf([base, layer])).toMatchObject({ changes, incomplete: [] });
  });

  it('is compared with the record of its last installation', async () => {
    const removed = {
      [`${SITE}/.wh.tool-1.0.dist-info`]: '',
      [`${SITE}/.wh.tool`]: '',
      'usr/bin/.wh.tool': '',
    };
    const again = { ...base, [RECORD]: rows('own'), [`${SITE}/tool/__init__.py`]: 'own' };
    expect((await changesOf([base, removed, again])).changes).toEqual([]);
  });

  it('is compared with the first record if its files stayed while the record was away', async () => {
    const dropped = { [`${SITE}/.wh.tool-1.0.dist-info`]: '' };
    const back = { [RECORD]: rows('evil'), [`${SITE}/tool/__init__.py`]: 'evil' };
    expect((await changesOf([base, dropped, back])).changes).toEqual([
      `2 INT-PROGRAM ${SITE}/tool/__init__.py`,
      `2 INT-RECORD ${RECORD}`,
    ]);
  });

  it('is compared with the last record if pip built the package from a folder', async () => {
    const local = (code: string) =>
      `${rows(code)}tool-1.0.dist-info/direct_url.json,${hash('x')},1\n`;
    const first = { ...base, [RECORD]: local('tool') };
    const changed = { [RECORD]: local('new'), [`${SITE}/tool/__init__.py`]: 'new' };
    expect((await changesOf([first, { ...base, ...changed }])).changes).toEqual([]);
    expect((await changesOf([first, changed])).changes).toHaveLength(2);
    expect((await changesOf([base, changed])).changes).toHaveLength(2);
  });

  it.each([
    ['of the same project', 'py3-tool', []],
    ['of another project', 'coreutils', ['1 INT-PROGRAM usr/bin/tool']],
  ])('may take the place of a program of a package %s', async (_, name, changes) => {
    const sum = Buffer.from(digest('sha1', 'old'), 'hex').toString('base64');
    const apk = {
      'lib/apk/db/installed': `P:${name}\nV:1\nF:usr/bin\nR:tool\nZ:Q1${sum}\n\n`,
      'usr/bin/tool': 'old',
    };
    expect((await changesOf([apk, base])).changes).toEqual(changes);
  });

  it.each([
    ['a copy', 'COPY /venv /venv # buildkit', 'medium'],
    ['a command', 'RUN /bin/sh -c sh ./replace.sh # buildkit', 'medium'],
    ['a command that names pip', 'RUN /bin/sh -c cp x /lib/pip && make install', 'medium'],
    ['pip', 'RUN /bin/sh -c pip install --force-reinstall tool # buildkit', 'info'],
    ['pip of a folder', 'RUN /bin/sh -c cd /a && /venv/bin/python -m pip install tool', 'info'],
    ['uv', '/bin/sh -c uv --no-cache pip install --reinstall tool', 'info'],
    ['uv with a lock file', 'RUN |1 A=b /bin/sh -c uv sync --reinstall # buildkit', 'info'],
    ['ensurepip', 'RUN /bin/sh -c python3 -m ensurepip --upgrade', 'info'],
  ])('is a file of another build if %s wrote all files and the record', async (_, by, severity) => {
    const other = { ...base, [RECORD]: rows('new'), [`${SITE}/tool/__init__.py`]: 'new' };
    const { findings } = await changesOf([base, other], false, ['RUN pip install tool', by]);
    expect(findings).toMatchObject([
      { rule: 'INT-REINSTALL', severity, subject: { layer: 1, path: RECORD } },
    ]);
  });

  it.each<[string, Files, string[]]>([
    ['the same files', base, []],
    [
      'other notes',
      {
        ...base,
        [RECORD]: `${rows()}${noteRow('uv')}`,
        [`${SITE}/tool-1.0.dist-info/INSTALLER`]: 'uv',
      },
      [],
    ],
    [
      'code that is not in its record',
      { ...base, [RECORD]: rows('new'), [`${SITE}/tool/__init__.py`]: 'evil' },
      [`2 INT-PROGRAM ${SITE}/tool/__init__.py`, `2 INT-REINSTALL ${RECORD}`],
    ],
    [
      'all files but one, which is not in its record any more',
      {
        [RECORD]: rows('new').replace(/"tool.*\n/, ''),
        [`${SITE}/tool/__init__.py`]: 'new',
        'usr/bin/tool': '#!/bin/python',
      },
      [`2 INT-PROGRAM ${SITE}/tool/__init__.py`, `2 INT-RECORD ${RECORD}`],
    ],
  ])('of a package that is installed again with %s', async (_, layer, changes) => {
    const note = `${SITE}/tool-1.0.dist-info/INSTALLER`;
    const first = { ...base, [note]: 'pip', [RECORD]: `${rows()}${noteRow('pip')}` };
    const again = { [note]: 'pip', ...layer };
    expect((await changesOf([first, {}, again])).changes).toEqual(changes);
  });

  it('is compared with the record of the last installation again', async () => {
    const other = { ...base, [RECORD]: rows('new'), [`${SITE}/tool/__init__.py`]: 'new' };
    const evil = { [RECORD]: rows('evil'), [`${SITE}/tool/__init__.py`]: 'evil' };
    expect((await changesOf([base, other, evil])).changes).toEqual([
      `1 INT-REINSTALL ${RECORD}`,
      `2 INT-PROGRAM ${SITE}/tool/__init__.py`,
      `2 INT-RECORD ${RECORD}`,
    ]);
    expect((await changesOf([base, evil, other])).changes).toEqual([`2 INT-REINSTALL ${RECORD}`]);
  });

  it('may take the place of a program of another project in its folder', async () => {
    const script = '#!/usr/bin/python3\nother';
    const other = (site: string) => ({
      'usr/bin/tool': script,
      [`${site}/other-1.dist-info/RECORD`]: `../../../bin/tool,${hash(script)},9\n`,
    });
    expect((await changesOf([base, other(SITE)])).changes).toEqual([]);
    expect((await changesOf([base, other('usr/lib/python3.13/site-packages')])).changes).toEqual([
      '1 INT-PROGRAM usr/bin/tool',
    ]);
  });

  it('is not compared if conda installed it', async () => {
    const conda = { ...base, [`${SITE}/tool-1.0.dist-info/INSTALLER`]: 'conda\n' };
    const layer = { [`${SITE}/tool/__init__.py`]: 'x' };
    expect((await changesOf([conda, layer])).changes).toEqual([]);
  });

  it('is compared if only a later layer says that it was conda', async () => {
    const installer = `${SITE}/tool-1.0.dist-info/INSTALLER`;
    const layer = { [`${SITE}/tool/__init__.py`]: 'evil', [installer]: 'conda\n' };
    expect((await changesOf([base, layer])).changes).toHaveLength(1);
  });

  it.each([
    ['an absolute path', '/usr/bin/tool'],
    ['an absolute path with ..', '/usr/lib/../bin/tool'],
    ['a path with .. inside', '../site-packages/tool/../../../../bin/tool'],
    ['a path that begins with .', './../../../bin/tool'],
  ])('is compared if RECORD has %s', async (_, path) => {
    const record = { [RECORD]: `${path},${hash('#!/bin/python')},13\n` };
    const outcome = await changesOf([{ ...base, ...record }, { 'usr/bin/tool': '#!/bin/evil' }]);
    expect(outcome).toMatchObject({ changes: ['1 INT-PROGRAM usr/bin/tool'], incomplete: [] });
  });

  it.each([
    ['a hash that is not Base64', 'tool/a.py,sha256=***,4'],
    ['a hash that is too short', 'tool/a.py,sha256=abcd,4'],
    ['an unknown kind of hash', 'tool/a.py,md4=abcd,4'],
    ['a path out of the image', `${'../'.repeat(9)}etc/passwd,${hash('')},0`],
    ['a path with NUL', `a\0b,${hash('')},0`],
    ['an open quote', `"a,${hash('')},0`],
  ])('makes the check incomplete if RECORD has %s', async (_, row) => {
    const { incomplete } = await changesOf([{ ...base, [RECORD]: `${row}\n` }, { app: '' }]);
    expect(incomplete).toEqual([expect.stringContaining(`${RECORD} has a damaged line`)]);
  });
});
