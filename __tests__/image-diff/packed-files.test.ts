import { createHash } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { FileAttributes, PackedFiles } from '../../src/core/image-snapshot.js';
import { type KnownFile, packFiles, unpackFiles } from '../../src/image-diff/packed-files.js';

function known(path: string, over: Partial<FileAttributes> = {}, digest?: string): KnownFile {
  const { type = 'file', mode = 0o644, uid = 0, gid = 0, layer = 0 } = over;
  const entry = { path, type, mode, uid, gid, size: type === 'file' ? path.length : 0 };
  return {
    file: {
      ...entry,
      ...(type === 'symlink' && { target: `/${path}` }),
      layer: 0,
      content: { ...entry, layer, mtime: 0 },
    },
    ...(digest && { contents: { digest, is: 'program' } }),
  };
}

const hash = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

const FILES = [
  known('bin', { type: 'directory', mode: 0o755 }),
  known('bin/sh', { type: 'symlink' }),
  known('bin/su', { mode: 0o4755, layer: 2 }, hash('su')),
  { ...known('etc/ä\u{1F600}', { uid: 1_000_000_000 }), owner: 'pkg:deb/debian/a@1' },
];

function packed(files: readonly KnownFile[] = FILES): PackedFiles {
  const result = packFiles(files);
  if (!result) throw new Error('they are few');
  return result;
}

const unpacked = (one: PackedFiles) =>
  Buffer.from(brotliDecompressSync(Buffer.from(one.data, 'base64')));

/** The same list with other columns, which have the right digest. */
function withColumns(columns: Buffer, over: Partial<PackedFiles> = {}): PackedFiles {
  const data = brotliCompressSync(columns).toString('base64');
  return { ...packed(), sha256: hash(columns), data, ...over };
}

/** The columns of one file with this path. */
function onePath(path: string): PackedFiles {
  const attributes = packed([known('a')]).attributes;
  const columns = unpacked(packed([known('a'.repeat(path.length))]));
  const at = columns.indexOf('a'.repeat(path.length));
  columns.write(path, at);
  return withColumns(columns, { count: 1, attributes });
}

describe('a list of files', () => {
  it('is the same after packing and unpacking, in the order of the paths', () => {
    const stored: PackedFiles = JSON.parse(JSON.stringify(packed([...FILES].reverse())));
    expect(unpackFiles(stored)).toEqual(FILES);
  });

  it('is the same for any files', () => {
    const segment = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
    const isName = (name: string) => !/^\.\.$|[/\0]/.test(name);
    const path = fc.array(segment.filter(isName), { minLength: 1, maxLength: 4 });
    const file = fc.record({
      path: path.map((parts) => parts.join('/')),
      mode: fc.nat(0o7777),
      uid: fc.nat(2 ** 31 - 1),
      layer: fc.nat(300),
      type: fc.constantFrom<FileAttributes['type']>('file', 'symlink', 'directory', 'fifo'),
      digest: fc.option(fc.string().map(hash), { nil: undefined }),
    });
    const files = fc.uniqueArray(file, { selector: (one) => Buffer.from(one.path).toString() });
    fc.assert(
      fc.property(files, (list) => {
        const all = list.map(({ path: at, digest, ...over }) =>
          known(at, over, over.type === 'file' ? digest : undefined),
        );
        const back = unpackFiles(packed(all));
        const byPath = (a: KnownFile, b: KnownFile) =>
          Buffer.compare(Buffer.from(a.file.path), Buffer.from(b.file.path));
        expect(back).toEqual(all.sort(byPath));
      }),
    );
  });

  it('keeps one digest of a file that each build changes, without what it changes', () => {
    const contents = { digest: hash('a'), is: 'file', noise: 'logs', core: hash('') } as const;
    const [file] = unpackFiles(packed([{ ...known('var/log/dpkg.log'), contents }]));
    expect(file?.contents).toEqual({ ...contents, digest: hash('') });
  });

  it('has at most 1 MB for 60,000 files of which 10,000 have a digest', () => {
    const files = Array.from({ length: 60_000 }, (_, i) => {
      const owner = `pkg:deb/debian/package-${i % 500}@1.${i % 500}-1?arch=amd64&distro=debian-12`;
      const name = `usr/share/${hash(`folder ${i % 3_000}`).slice(0, 12)}/${hash(`${i}`).slice(0, 6)}.js`;
      return i < 50_000
        ? { ...known(name), owner }
        : known(`app/${name}`, { layer: 7 }, hash(`content ${i}`));
    });
    expect(JSON.stringify(packed(files)).length).toBeLessThan(1_000_000);
  });
});

describe('an untrusted list of files is refused', () => {
  test.each<readonly [string, PackedFiles, RegExp]>([
    ['with another digest', { ...packed(), sha256: hash('') }, /do not match their digest/],
    ['that is cut', { ...packed(), data: packed().data.slice(0, 40) }, /damaged/],
    ['that is not compressed', { ...packed(), data: 'AAAA' }, /damaged/],
    ['that is empty', { ...packed(), data: '' }, /damaged/],
    ['with more files than it has', { ...packed(), count: 5 }, /ends too early/],
    ['with fewer files than it has', { ...packed(), count: 3 }, /more than its files/],
    ['with too many files', { ...packed(), count: 2_000_000 }, /more than 1000000 files/],
    ['with kinds that are not known', { ...packed(), attributes: [] }, /kind of a file/],
    ['with columns that end early', withColumns(unpacked(packed()).subarray(0, 30)), /too early/],
    ['with a number that is too large', withColumns(Buffer.alloc(20, 0xff)), /too large/],
    ['with a path above the root', onePath('a/../../b'), /not a path in an image/],
    ['with an absolute path', onePath('/etc/passwd'), /not a path in an image/],
    ['with a path with a null character', onePath('a\0b'), /not a path in an image/],
    ['with a path that is too long', onePath('a'.repeat(20_000)), /too long/],
    [
      'of gigabytes',
      { ...packed(), data: brotliCompressSync(Buffer.alloc(200 << 20)).toString('base64') },
      /damaged/,
    ],
  ])('%s', (_, list, problem) => {
    expect(() => unpackFiles(list)).toThrow(problem);
  });

  it('with paths that are not in order', () => {
    const columns = unpacked(packed([known('aa'), known('bb')]));
    const swapped = Buffer.from(columns);
    swapped.write('bbaa', columns.indexOf('aabb'));
    const { attributes } = packed([known('aa')]);
    const list = withColumns(swapped, { count: 2, attributes });
    expect(() => unpackFiles(list)).toThrow('not in order');
  });
});
