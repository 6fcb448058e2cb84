import { afterAll, describe, expect, it, test } from '@jest/globals';
import { openImage } from '../../../src/image/open.js';
import { dockerArchive, readAll, type TarMember, tar, temporaryFolder } from '../build-tar.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
let archives = 0;

async function read(layers: readonly (readonly TarMember[])[], wellKnown: readonly string[] = []) {
  const file = folder.write(`${archives++}.tar`, dockerArchive(layers.map((layer) => tar(layer))));
  const image = await openImage(`docker-archive:${file}`);
  try {
    return await readAll(image, wellKnown);
  } finally {
    await image.close();
  }
}

const file = (name: string, body = name): TarMember => ({ name, body });
const dir = (name: string): TarMember => ({ name: `${name}/`, type: '5' });
const link = (name: string, target: string): TarMember => ({ name, type: '2', link: target });
const hard = (name: string, target: string): TarMember => ({ name, type: '1', link: target });

describe('the final file system', () => {
  const table: [string, TarMember[][], string[]][] = [
    ['layers add up', [[file('a')], [file('b')]], ['a@0', 'b@1']],
    ['an upper file replaces a lower one', [[file('a')], [file('a')]], ['a@1']],
    ['the last of duplicates wins', [[file('a', '1'), file('a', '22')]], ['a@0']],
    ['a whiteout deletes', [[file('a/x'), file('a/y')], [file('a/.wh.x')]], ['a/y@0']],
    [
      'a whiteout deletes a folder with all in it',
      [[dir('a'), file('a/b/x')], [file('.wh.a')]],
      [],
    ],
    [
      'an opaque folder hides what is below',
      [[file('a/x')], [file('a/.wh..wh..opq'), file('a/y')]],
      ['a/y@1'],
    ],
    [
      'an opaque marker behind the new files hides none of them',
      [[file('a/x')], [file('a/y'), file('a/.wh..wh..opq')]],
      ['a/y@1'],
    ],
    [
      'a whiteout and the same name again in one layer',
      [[file('a')], [file('a'), file('.wh.a')]],
      ['a@1'],
    ],
    ['deleted and added again', [[file('a')], [file('.wh.a')], [file('a')]], ['a@2']],
    ['a file in place of a folder', [[dir('a'), file('a/x')], [file('a')]], ['a@1']],
    ['a folder in place of a file', [[file('a')], [dir('a'), file('a/x')]], ['a/x@1', 'a@1']],
    ['to a file and back', [[file('a/x')], [file('a')], [dir('a'), file('a/y')]], ['a/y@2', 'a@2']],
    ['a folder again keeps what it has', [[dir('a'), file('a/x')], [dir('a')]], ['a/x@0', 'a@1']],
    ['an opaque root', [[file('a')], [file('.wh..wh..opq'), file('b')]], ['b@1']],
    [
      'bookkeeping of aufs is none of the image',
      [[file('.wh..wh.plnk/1'), file('.wh..wh.aufs'), file('a')]],
      ['a@0'],
    ],
    [
      'a whiteout of dots deletes nothing',
      [[file('a/x')], [file('a/.wh...'), file('a/.wh..'), file('a/.wh.')]],
      ['a/x@0'],
    ],
    [
      'paths are cleaned',
      [[file('./a'), file('/b'), file('../c'), file('d/../e'), file('f//g/./h')]],
      ['a@0', 'b@0', 'c@0', 'e@0', 'f/g/h@0'],
    ],
    [
      'below a link of a lower layer',
      [[dir('usr/lib'), link('lib', 'usr/lib')], [file('lib/x')]],
      ['usr/lib@0', 'lib@0', 'usr/lib/x@1'],
    ],
    [
      'below an absolute link',
      [[dir('usr/lib'), link('lib', '/usr/lib')], [file('lib/x')]],
      ['usr/lib@0', 'lib@0', 'usr/lib/x@1'],
    ],
    [
      'a whiteout below a link',
      [[file('usr/lib/x'), link('lib', 'usr/lib')], [file('lib/.wh.x')]],
      ['lib@0'],
    ],
    [
      'a folder in place of a link is a folder',
      [
        [file('usr/lib/x'), link('lib', 'usr/lib')],
        [dir('lib'), file('lib/y')],
      ],
      ['usr/lib/x@0', 'lib@1', 'lib/y@1'],
    ],
    [
      'a link that climbs out stays inside',
      [[link('l', '../../../etc')], [file('l/x')]],
      ['l@0', 'etc/x@1'],
    ],
  ];
  test.each(table)('%s', async (_, layers, expected) => {
    const { fileSystem } = await read(layers);
    const entries = [...fileSystem.entries()];
    expect(entries.map(({ path, layer }) => `${path}@${layer}`).sort()).toEqual(
      [...expected].sort(),
    );
    for (const { path, layer } of entries) expect(fileSystem.get(path)?.layer).toBe(layer);
  });
});

describe('links', () => {
  const table: [string, TarMember[][], string, string | undefined][] = [
    ['a file is where it is', [[file('a')]], 'a', 'a'],
    ['a relative link', [[file('x/a'), link('x/l', 'a')]], 'x/l', 'x/a'],
    ['an absolute link', [[file('x/a'), link('y/l', '/x/a')]], 'y/l', 'x/a'],
    ['a chain across layers', [[file('a')], [link('b', 'a')], [link('c', 'b')]], 'c', 'a'],
    ['through a folder link', [[file('usr/lib/a'), link('lib', 'usr/lib')]], 'lib/a', 'usr/lib/a'],
    [
      'a link that escapes is clamped to the root',
      [[file('etc/a'), link('l', '../../../etc/a')]],
      'l',
      'etc/a',
    ],
    ['a loop leads nowhere', [[link('a', 'b'), link('b', 'a')]], 'a', undefined],
    ['a link to itself leads nowhere', [[link('a', 'a/x')]], 'a/y', undefined],
    [
      'a link to what is deleted leads nowhere',
      [[file('a'), link('l', 'a')], [file('.wh.a')]],
      'l',
      undefined,
    ],
    ['a hard link leads to its file', [[file('a'), hard('h', 'a')]], 'h', 'a'],
    ['a hard link to a lower layer', [[file('a')], [hard('h', 'a')]], 'h', 'a'],
    ['a hard link outlives its file', [[file('a'), hard('h', 'a')], [file('.wh.a')]], 'h', 'h'],
    ['a hard link to a hard link', [[file('a'), hard('h', 'a'), hard('i', 'h')]], 'i', 'a'],
    ['a hard link to nothing', [[hard('h', 'gone')]], 'h', undefined],
    ['a folder that no layer lists', [[file('x/a'), link('y', 'x')]], 'y', 'x'],
  ];
  test.each(table)('%s', async (_, layers, path, expected) => {
    const { fileSystem } = await read(layers);
    expect(fileSystem.resolve(path)).toBe(expected);
  });
});

describe('history of a path', () => {
  const table: [string, TarMember[][], string, string[]][] = [
    ['every version', [[file('a')], [], [file('a')]], 'a', ['file@0', 'file@2']],
    [
      'deleted by name',
      [[file('d/a')], [file('d/.wh.a')], [file('d/a')]],
      'd/a',
      ['file@0', 'whiteout@1', 'file@2'],
    ],
    ['deleted with its folder', [[file('d/a')], [file('.wh.d')]], 'd/a', ['file@0', 'whiteout@1']],
    [
      'hidden by an opaque folder',
      [[file('d/a')], [file('d/.wh..wh..opq')]],
      'd/a',
      ['file@0', 'whiteout@1'],
    ],
    [
      'hidden and brought again in one layer',
      [[file('d/a')], [file('d/a'), file('d/.wh..wh..opq')]],
      'd/a',
      ['file@0', 'whiteout@1', 'file@1'],
    ],
    [
      'hidden by a file in place of its folder',
      [[file('d/a')], [file('d')]],
      'd/a',
      ['file@0', 'whiteout@1'],
    ],
    [
      'what was not there is not deleted',
      [[file('d/b')], [file('.wh.d')], [file('d/a')]],
      'd/a',
      ['file@2'],
    ],
    [
      'under its real name below a link',
      [[dir('usr/lib'), link('lib', 'usr/lib')], [file('lib/a')]],
      'usr/lib/a',
      ['file@1'],
    ],
    ['nothing is known', [[file('a')]], 'zzz', []],
  ];
  test.each(table)('%s', async (_, layers, path, expected) => {
    const { fileSystem } = await read(layers);
    const history = fileSystem.history(path);
    expect(history.map(({ type, layer }) => `${type}@${layer}`)).toEqual(expected);
    for (const entry of history) expect(entry.path).toBe(path);
  });
});

describe('bodies are handed over', () => {
  it('layers bottom to top, in archive order', async () => {
    const { lines } = await read([[file('b', '1'), file('a', '2')], [file('c', '3')]]);
    expect(lines).toEqual(['0 b=1', '0 a=2', '1 c=3']);
  });

  it('under the names of hard links, too', async () => {
    const { lines } = await read([[file('a', 'x')], [hard('h', 'a')]]);
    expect(lines).toEqual(['0 a=x', '1 h=x']);
  });

  it('under well-known paths that lead through links, every version of them', async () => {
    const layers = [
      [file('opt/db/status', 'old'), link('var/lib/dpkg', '/opt/db')],
      [file('opt/db/status', 'new')],
    ];
    const { lines } = await read(layers, ['var/lib/dpkg/status']);
    expect(lines).toEqual([
      '0 opt/db/status=old',
      '1 opt/db/status=new',
      '0 var/lib/dpkg/status=old',
      '1 var/lib/dpkg/status=new',
    ]);
  });

  it('all files below a well-known folder that is a link', async () => {
    const { lines } = await read([[file('opt/d/x', '1'), link('etc/d', '../opt/d')]], ['etc/d']);
    expect(lines).toEqual(['0 opt/d/x=1', '0 etc/d/x=1']);
  });

  it('where they landed, when a lower layer links their folder', async () => {
    const { lines } = await read([[dir('usr/lib'), link('lib', 'usr/lib')], [file('lib/x', '1')]]);
    expect(lines).toEqual(['1 lib/x=1', '1 usr/lib/x=1']);
  });

  it('as much of them as is wanted, to each reader its part', async () => {
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
