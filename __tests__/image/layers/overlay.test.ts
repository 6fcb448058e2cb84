import { afterAll, describe, expect, it, test } from '@jest/globals';
import { dockerArchive, scanAll, type TarMember, tar, temporaryFolder } from '../build-tar.js';
import { openImage } from '../open-image.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let archives = 0;

async function scan(layers: readonly (readonly TarMember[])[], wellKnown: readonly string[] = []) {
  const file = folder.write(`${archives++}.tar`, dockerArchive(layers.map((layer) => tar(layer))));
  const image = await openImage(`docker-archive:${file}`);
  try {
    return await scanAll(image, wellKnown);
  } finally {
    await image.close();
  }
}

const file = (name: string, body = name): TarMember => ({ name, body });
const dir = (name: string): TarMember => ({ name: `${name}/`, type: '5' });
const link = (name: string, target: string): TarMember => ({ name, type: '2', link: target });
const hard = (name: string, target: string): TarMember => ({ name, type: '1', link: target });

describe('the final file system has', () => {
  const table: [string, TarMember[][], string[]][] = [
    ['the files of all layers', [[file('a')], [file('b')]], ['a@0', 'b@1']],
    ['the upper one of two files', [[file('a')], [file('a')]], ['a@1']],
    ['the last one of duplicates in a layer', [[file('a', '1'), file('a', '22')]], ['a@0']],
    ['no file that a whiteout deletes', [[file('a/x'), file('a/y')], [file('a/.wh.x')]], ['a/y@0']],
    [
      'no folder that a whiteout deletes, and no files in it',
      [[dir('a'), file('a/b/x')], [file('.wh.a')]],
      [],
    ],
    [
      'no file of a lower layer in an opaque folder',
      [[file('a/x')], [file('a/.wh..wh..opq'), file('a/y')]],
      ['a/y@1'],
    ],
    [
      'the files of its own layer in an opaque folder, even when the marker comes last',
      [[file('a/x')], [file('a/y'), file('a/.wh..wh..opq')]],
      ['a/y@1'],
    ],
    [
      'a file with its whiteout in the same layer',
      [[file('a')], [file('a'), file('.wh.a')]],
      ['a@1'],
    ],
    [
      'a file that was deleted and added again',
      [[file('a')], [file('.wh.a')], [file('a')]],
      ['a@2'],
    ],
    ['a file in place of a folder', [[dir('a'), file('a/x')], [file('a')]], ['a@1']],
    ['a folder in place of a file', [[file('a')], [dir('a'), file('a/x')]], ['a/x@1', 'a@1']],
    [
      'a folder that was a file in between',
      [[file('a/x')], [file('a')], [dir('a'), file('a/y')]],
      ['a/y@2', 'a@2'],
    ],
    [
      'the files of a folder that a layer repeats',
      [[dir('a'), file('a/x')], [dir('a')]],
      ['a/x@0', 'a@1'],
    ],
    [
      'no file of the layers below an opaque root',
      [[file('a')], [file('.wh..wh..opq'), file('b')]],
      ['b@1'],
    ],
    [
      'no internal files of aufs',
      [[file('.wh..wh.plnk/1'), file('.wh..wh.aufs'), file('a')]],
      ['a@0'],
    ],
    [
      'a file next to whiteouts of dots',
      [[file('a/x')], [file('a/.wh...'), file('a/.wh..'), file('a/.wh.')]],
      ['a/x@0'],
    ],
    [
      'normalized paths',
      [[file('./a'), file('/b'), file('../c'), file('d/../e'), file('f//g/./h')]],
      ['a@0', 'b@0', 'c@0', 'e@0', 'f/g/h@0'],
    ],
    [
      'a file where the link in its path leads',
      [[dir('usr/lib'), link('lib', 'usr/lib')], [file('lib/x')]],
      ['usr/lib@0', 'lib@0', 'usr/lib/x@1'],
    ],
    [
      'a file where the absolute link in its path leads',
      [[dir('usr/lib'), link('lib', '/usr/lib')], [file('lib/x')]],
      ['usr/lib@0', 'lib@0', 'usr/lib/x@1'],
    ],
    [
      'no file that a whiteout deletes through a link',
      [[file('usr/lib/x'), link('lib', 'usr/lib')], [file('lib/.wh.x')]],
      ['lib@0'],
    ],
    [
      'a folder in place of a link',
      [
        [file('usr/lib/x'), link('lib', 'usr/lib')],
        [dir('lib'), file('lib/y')],
      ],
      ['usr/lib/x@0', 'lib@1', 'lib/y@1'],
    ],
    [
      'a file inside the root when the link in its path leads out',
      [[link('l', '../../../etc')], [file('l/x')]],
      ['l@0', 'etc/x@1'],
    ],
  ];
  test.each(table)('%s', async (_, layers, expected) => {
    const { fileSystem } = await scan(layers);
    const entries = [...fileSystem.entries()];
    expect(entries.map(({ path, layer }) => `${path}@${layer}`).sort()).toEqual(
      [...expected].sort(),
    );
    for (const { path, layer } of entries) expect(fileSystem.get(path)?.layer).toBe(layer);
  });
});

describe('resolve finds', () => {
  const table: [string, TarMember[][], string, string | undefined][] = [
    ['a file at its own path', [[file('a')]], 'a', 'a'],
    ['the target of a relative link', [[file('x/a'), link('x/l', 'a')]], 'x/l', 'x/a'],
    ['the target of an absolute link', [[file('x/a'), link('y/l', '/x/a')]], 'y/l', 'x/a'],
    [
      'the target of a chain of links in several layers',
      [[file('a')], [link('b', 'a')], [link('c', 'b')]],
      'c',
      'a',
    ],
    [
      'a file through the link to its folder',
      [[file('usr/lib/a'), link('lib', 'usr/lib')]],
      'lib/a',
      'usr/lib/a',
    ],
    [
      'a file inside the root when a link leads out',
      [[file('etc/a'), link('l', '../../../etc/a')]],
      'l',
      'etc/a',
    ],
    ['nothing for links in a loop', [[link('a', 'b'), link('b', 'a')]], 'a', undefined],
    ['nothing for a link to itself', [[link('a', 'a/x')]], 'a/y', undefined],
    [
      'nothing for a link to a deleted file',
      [[file('a'), link('l', 'a')], [file('.wh.a')]],
      'l',
      undefined,
    ],
    ['the file of a hard link', [[file('a'), hard('h', 'a')]], 'h', 'a'],
    ['the file of a hard link in a lower layer', [[file('a')], [hard('h', 'a')]], 'h', 'a'],
    ['a hard link to a deleted file', [[file('a'), hard('h', 'a')], [file('.wh.a')]], 'h', 'h'],
    [
      'the file of a hard link to a hard link',
      [[file('a'), hard('h', 'a'), hard('i', 'h')]],
      'i',
      'a',
    ],
    [
      'the first name that is left of a file',
      [[file('a'), hard('h', 'a'), hard('i', 'h')], [file('.wh.a')]],
      'i',
      'h',
    ],
    [
      'a hard link to a file that its own layer deletes after it',
      [[file('a')], [hard('h', 'a'), file('.wh.a')]],
      'h',
      'h',
    ],
    ['a hard link to a replaced file', [[file('a'), hard('h', 'a')], [file('a')]], 'h', 'h'],
    [
      'the file of a hard link through the link to its folder',
      [[file('usr/lib/a'), link('lib', 'usr/lib'), hard('h', 'lib/a')]],
      'h',
      'usr/lib/a',
    ],
    [
      'the target of a link by its hard link',
      [[file('x/a'), link('l', 'x'), hard('h', 'l')]],
      'h/a',
      'x/a',
    ],
    ['nothing for a hard link to a folder', [[dir('d'), hard('h', 'd')]], 'h', undefined],
    ['a file that a hard link wants as a folder', [[file('a'), hard('h', 'a/b')]], 'a', 'a'],
    ['nothing for a hard link to a missing file', [[hard('h', 'gone')]], 'h', undefined],
    ['a folder without an entry of its own', [[file('x/a'), link('y', 'x')]], 'y', 'x'],
  ];
  test.each(table)('%s', async (_, layers, path, expected) => {
    const { fileSystem } = await scan(layers);
    expect(fileSystem.resolve(path)).toBe(expected);
  });
});

describe('the entry of a name has', () => {
  const setuid = { name: 'a', body: 'x', mode: 0o4755, uid: 5 };
  const same = (name: string, target: string) => ({ ...hard(name, target), mode: 0o4755, uid: 5 });
  const facts = 'file 1 4755 5';
  const table: [string, TarMember[][], string, string][] = [
    ['the facts of the file', [[setuid, same('h', 'a')]], 'h', `${facts} @0`],
    ['the layer of the name', [[setuid], [], [same('h', 'a')]], 'h', `${facts} @2`],
    [
      'them by a chain over layers whose names come and go',
      [
        [setuid],
        [same('h', 'a')],
        [file('.wh.a')],
        [same('i', 'h'), file('a', 'other')],
        [file('.wh.h')],
      ],
      'i',
      `${facts} @3`,
    ],
    [
      'them in a folder that became opaque',
      [[setuid, same('d/h', 'a')], [file('.wh.a')], [file('d/.wh..wh..opq'), same('d/i', 'd/h')]],
      'd/i',
      `${facts} @2`,
    ],
    [
      'them when a folder takes the place of the first name',
      [
        [setuid, same('h', 'a')],
        [dir('a'), file('a/b')],
      ],
      'h',
      `${facts} @0`,
    ],
    [
      'the mode and owner of the last hard link',
      [[setuid, { ...hard('h', 'a'), mode: 0o600 }]],
      'a',
      'file 1 600 0 @0',
    ],
    [
      'its own mode when a layer replaces the name',
      [[setuid, same('h', 'a')], [{ name: 'h', body: 'x', mode: 0o700 }]],
      'a',
      `${facts} @0`,
    ],
    ['nothing of a missing file', [[hard('h', 'gone')]], 'h', 'hardlink 0 644 0 @0'],
  ];
  test.each(table)('%s', async (_, layers, path, expected) => {
    const { fileSystem } = await scan(layers);
    const entry = fileSystem.get(path);
    const { type, size, mode, uid, layer } = entry ?? {};
    expect(`${type} ${size} ${mode?.toString(8)} ${uid} @${layer}`).toBe(expected);
    expect([...fileSystem.entries()].find((one) => one.path === path)).toEqual(entry);
    expect(fileSystem.history(path).at(-1)).toEqual(entry);
  });
});

describe('history lists', () => {
  const table: [string, TarMember[][], string, string[]][] = [
    ['all versions of a file', [[file('a')], [], [file('a')]], 'a', ['file@0', 'file@2']],
    [
      'a whiteout of the file',
      [[file('d/a')], [file('d/.wh.a')], [file('d/a')]],
      'd/a',
      ['file@0', 'whiteout@1', 'file@2'],
    ],
    ['a whiteout of its folder', [[file('d/a')], [file('.wh.d')]], 'd/a', ['file@0', 'whiteout@1']],
    [
      'an opaque folder',
      [[file('d/a')], [file('d/.wh..wh..opq')]],
      'd/a',
      ['file@0', 'whiteout@1'],
    ],
    [
      'an opaque folder and the file again in one layer',
      [[file('d/a')], [file('d/a'), file('d/.wh..wh..opq')]],
      'd/a',
      ['file@0', 'whiteout@1', 'file@1'],
    ],
    [
      'a file in place of its folder',
      [[file('d/a')], [file('d')]],
      'd/a',
      ['file@0', 'whiteout@1'],
    ],
    [
      'no whiteout of a file that did not exist',
      [[file('d/b')], [file('.wh.d')], [file('d/a')]],
      'd/a',
      ['file@2'],
    ],
    [
      'a file at the path where a link leads',
      [[dir('usr/lib'), link('lib', 'usr/lib')], [file('lib/a')]],
      'usr/lib/a',
      ['file@1'],
    ],
    ['nothing for an unknown path', [[file('a')]], 'zzz', []],
  ];
  test.each(table)('%s', async (_, layers, path, expected) => {
    const { fileSystem } = await scan(layers);
    const history = fileSystem.history(path);
    expect(history.map(({ type, layer }) => `${type}@${layer}`)).toEqual(expected);
    for (const entry of history) expect(entry.path).toBe(path);
  });
});

describe('readers get files', () => {
  it('layers lowest first, in archive order', async () => {
    const { lines } = await scan([[file('b', '1'), file('a', '2')], [file('c', '3')]]);
    expect(lines).toEqual(['0 b=1', '0 a=2', '1 c=3']);
  });

  it('under the paths of hard links', async () => {
    const { lines } = await scan([[file('a', 'x')], [hard('h', 'a')]]);
    expect(lines).toEqual(['0 a=x', '1 h=x']);
  });

  it('of a hard link that its layer does not replace', async () => {
    const layers = [
      [file('a', 'x'), hard('h', 'a'), file('h', 'y')],
      [file('h', 'z'), hard('h', 'a')],
    ];
    expect((await scan(layers)).lines).toEqual(['0 a=x', '0 h=y', '1 h=z', '1 h=x']);
  });

  it('that a layer writes twice where a link leads, the last one last', async () => {
    const layers = [
      [dir('usr/lib'), link('lib', 'usr/lib')],
      [file('lib/x', '1'), file('usr/lib/x', '2')],
    ];
    expect((await scan(layers)).lines.at(-1)).toBe('1 usr/lib/x=2');
  });

  it('whose name is gone, where a link leads to another name', async () => {
    const layers = [
      [file('a', 'x'), hard('h', 'a')],
      [file('.wh.a'), link('var/db', '/h')],
    ];
    const { lines } = await scan(layers, ['var/db']);
    expect(lines).toEqual(['0 a=x', '0 h=x', '0 var/db=x']);
  });

  it('under well-known paths that lead through links, in all versions', async () => {
    const layers = [
      [file('opt/db/status', 'old'), link('var/lib/dpkg', '/opt/db')],
      [file('opt/db/status', 'new')],
    ];
    const { lines } = await scan(layers, ['var/lib/dpkg/status']);
    expect(lines).toEqual([
      '0 opt/db/status=old',
      '1 opt/db/status=new',
      '0 var/lib/dpkg/status=old',
      '1 var/lib/dpkg/status=new',
    ]);
  });

  it('below a well-known folder that is a link', async () => {
    const { lines } = await scan([[file('opt/d/x', '1'), link('etc/d', '../opt/d')]], ['etc/d']);
    expect(lines).toEqual(['0 opt/d/x=1', '0 etc/d/x=1']);
  });

  it('under the path where they land, when a lower layer links their folder', async () => {
    const { lines } = await scan([[dir('usr/lib'), link('lib', 'usr/lib')], [file('lib/x', '1')]]);
    expect(lines).toEqual(['1 lib/x=1', '1 usr/lib/x=1']);
  });

  it('with as many bytes as each reader wants', async () => {
    const path = folder.write('part.tar', dockerArchive([tar([file('a', 'abcdef')])]));
    const image = await openImage(path);
    const parts: string[] = [];
    const reader = (wanted: number) => ({
      wants: () => wanted,
      read: (f: { bytes: Uint8Array }) => void parts.push(Buffer.from(f.bytes).toString()),
    });
    await image.scan([reader(2), reader(0), reader(99)]);
    expect(parts).toEqual(['ab', 'abcdef']);
    await image.close();
  });
});
