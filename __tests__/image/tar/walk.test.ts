import { describe, expect, it, test } from '@jest/globals';
import { memorySource } from '../../../src/image/bytes.js';
import { DEFAULT_LIMITS } from '../../../src/image/limits.js';
import type { Member } from '../../../src/image/tar/decoder.js';
import { TarError } from '../../../src/image/tar/header.js';
import { walkSource, walkStream } from '../../../src/image/tar/walk.js';
import { longName, pax, type TarMember, tar } from '../build-tar.js';

interface Visited {
  readonly member: Member;
  readonly body: string;
}

/** Walks with random access, and as a stream in pieces of several sizes: all must give the same result. */
async function walk(archive: Buffer): Promise<Visited[]> {
  const results: Visited[][] = [];
  const visitor = (seen: { member: Member; body: string }[]) => ({
    member(member: Member) {
      seen.push({ member, body: '' });
      return member.type === 'file' ? Number.POSITIVE_INFINITY : 0;
    },
    body(bytes: Buffer) {
      const last = seen.at(-1);
      if (last) last.body = bytes.toString('latin1');
    },
  });
  const expected: Visited[] = [];
  await walkSource(memorySource(archive), visitor(expected), DEFAULT_LIMITS);
  for (const size of [7, 512, 1000, 1 << 20]) {
    const seen: Visited[] = [];
    await walkStream(inPieces(archive, size), visitor(seen), DEFAULT_LIMITS);
    results.push(seen);
  }
  for (const seen of results) expect(seen).toEqual(expected);
  return expected;
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const base256 = (value: number, length = 12) => {
  const bytes = Buffer.alloc(length);
  bytes.writeUInt32BE(value, length - 4);
  bytes[0] = 0x80;
  return bytes;
};

describe('walkSource and walkStream read', () => {
  const name150 = `${'d'.repeat(90)}/${'f'.repeat(59)}`;
  const table: [string, TarMember[], Partial<Member>, string?][] = [
    [
      'a file',
      [{ name: 'a', body: 'hello', mode: 0o4755 }],
      { name: 'a', size: 5, mode: 0o4755 },
      'hello',
    ],
    ['a folder', [{ name: 'd/', type: '5' }], { name: 'd/', type: 'directory', size: 0 }],
    [
      'a folder of an old archive, by its trailing slash',
      [{ name: 'd/', type: '\0' }],
      { type: 'directory' },
    ],
    [
      'a symbolic link',
      [{ name: 'l', type: '2', link: '../x' }],
      { type: 'symlink', linkTarget: '../x' },
    ],
    ['a hard link', [{ name: 'l', type: '1', link: 'x' }], { type: 'hardlink', linkTarget: 'x' }],
    [
      'a link with a size in its header',
      [{ name: 'l', type: '2', link: 'x', size: 9999 }],
      { type: 'symlink', size: 0 },
    ],
    ['a pipe', [{ name: 'p', type: '6' }], { type: 'fifo' }],
    ['a character device', [{ name: 'c', type: '3' }], { type: 'character' }],
    ['a ustar prefix', [{ name: 'b', prefix: 'x/y' }], { name: 'x/y/b' }],
    [
      'a GNU long name',
      [longName(name150), { name: 'd', body: '1' }],
      { name: name150, size: 1 },
      '1',
    ],
    [
      'a GNU long link',
      [longName('t'.repeat(200), 'K'), { name: 'l', type: '2', link: 'tt' }],
      { linkTarget: 't'.repeat(200) },
    ],
    ['a PAX path', [pax({ path: 'größe/ü' }), { name: 'x', body: '2' }], { name: 'größe/ü' }, '2'],
    [
      'a PAX link',
      [pax({ linkpath: 'far/away' }), { name: 'x', type: '2', link: 'y' }],
      { linkTarget: 'far/away' },
    ],
    [
      'a PAX size in place of the one in the header',
      [pax({ size: '3' }), { name: 'x', body: 'abc', size: 0 }],
      { size: 3 },
      'abc',
    ],
    ['a base-256 size', [{ name: 'x', body: 'abc', size: base256(3) }], { size: 3 }, 'abc'],
    [
      'a member after a global PAX header, which runtimes ignore',
      [
        { ...pax({ path: 'evil' }), type: 'g' },
        { name: 'x', body: '1' },
      ],
      { name: 'x' },
      '1',
    ],
    [
      'a name in Latin-1',
      [{ name: Buffer.from([0x66, 0xfc, 0x72]), body: '1' }],
      { name: 'für' },
      '1',
    ],
    ['a PAX time with a fraction', [pax({ mtime: '12.75' }), { name: 'x' }], { mtime: 12 }],
  ];
  test.each(table)('%s', async (_, members, expected, body = '') => {
    const seen = await walk(tar(members));
    expect(seen).toHaveLength(1);
    expect(seen[0]?.member).toMatchObject(expected);
    expect(seen[0]?.body).toBe(body);
  });

  it('a PAX header for the next member only', async () => {
    const seen = await walk(tar([pax({ path: 'a' }), { name: 'x' }, { name: 'y' }]));
    expect(seen.map(({ member }) => member.name)).toEqual(['a', 'y']);
  });

  it('extended attributes byte by byte', async () => {
    const capability = '\x01\0\0\x02\0\x04';
    const [seen] = await walk(
      tar([pax({ 'SCHILY.xattr.security.capability': capability }), { name: 'x' }]),
    );
    expect(
      Buffer.from(seen?.member.xattrs?.get('security.capability') ?? []).toString('latin1'),
    ).toBe(capability);
  });

  it('an archive without the blocks of zeros at its end', async () => {
    expect(await walk(tar([{ name: 'a', body: '1' }], { end: false }))).toHaveLength(1);
  });

  it('no members of an empty archive', async () => {
    expect(await walk(Buffer.alloc(0))).toEqual([]);
    expect(await walk(Buffer.alloc(1024))).toEqual([]);
  });
});

describe('walkSource and walkStream expand a sparse file in the format', () => {
  const content = `${'\0'.repeat(512)}abc${'\0'.repeat(509)}xyz`;
  test('PAX 0.0, a record for each segment', async () => {
    const records: [string, string][] = [
      ['GNU.sparse.size', '1027'],
      ['GNU.sparse.numblocks', '2'],
      ['GNU.sparse.offset', '512'],
      ['GNU.sparse.numbytes', '3'],
      ['GNU.sparse.offset', '1024'],
      ['GNU.sparse.numbytes', '3'],
    ];
    const [seen] = await walk(tar([pax(records), { name: 's', body: 'abcxyz' }]));
    expect(seen?.member.size).toBe(1027);
    expect(seen?.body).toBe(content);
  });

  test('PAX 0.1, with one list', async () => {
    const records = { 'GNU.sparse.size': '1027', 'GNU.sparse.map': '512,3,1024,3' };
    const [seen] = await walk(tar([pax(records), { name: 's', body: 'abcxyz' }]));
    expect(seen?.body).toBe(content);
  });

  test('PAX 1.0, with the map in front of the data', async () => {
    const records = {
      'GNU.sparse.major': '1',
      'GNU.sparse.minor': '0',
      'GNU.sparse.name': 'real/name',
      'GNU.sparse.realsize': '1027',
    };
    const map = '2\n512\n3\n1024\n3\n'.padEnd(512, '\0');
    const [seen] = await walk(
      tar([pax(records), { name: 'GNUSparseFile.1/s', body: `${map}abcxyz` }]),
    );
    expect(seen?.member.name).toBe('real/name');
    expect(seen?.body).toBe(content);
  });

  test('GNU, with the map in the header', async () => {
    const fields = Buffer.alloc(483 + 12 - 386);
    const put = (at: number, value: number) =>
      fields.write(value.toString(8).padStart(11, '0'), at);
    put(0, 512);
    put(12, 3);
    put(24, 1024);
    put(36, 3);
    put(483 - 386, 1027);
    const [seen] = await walk(
      tar([{ name: 's', type: 'S', body: 'abcxyz', overwrite: { at: 386, bytes: fields } }]),
    );
    expect(seen?.member.size).toBe(1027);
    expect(seen?.body).toBe(content);
  });
});

describe('walkSource and walkStream throw TarError for', () => {
  const valid = tar([
    { name: 'a', body: 'x'.repeat(700) },
    { name: 'b', body: 'y' },
  ]);
  const table: [string, Buffer][] = [
    ['a wrong checksum', tar([{ name: 'a', wrongChecksum: true }])],
    ['a size beyond the end', tar([{ name: 'a', size: 5000 }])],
    ['a size of 8 GB', tar([{ name: 'a', size: 0o77777777777 }])],
    ['a negative size', tar([{ name: 'a', size: Buffer.alloc(12, 0xff) }])],
    [
      'a size above 2^53',
      tar([{ name: 'a', size: Buffer.concat([Buffer.from([0x80]), Buffer.alloc(11, 0x7f)]) }]),
    ],
    ['a size that is not a number', tar([{ name: 'a', size: Buffer.from('12x45678901\0') }])],
    [
      'a PAX record longer than its header',
      tar([{ name: 'p', type: 'x', body: '99 path=a\n' }, { name: 'a' }]),
    ],
    [
      'a PAX record without a length',
      tar([{ name: 'p', type: 'x', body: 'path=a\n' }, { name: 'a' }]),
    ],
    ['a PAX size that is not a number', tar([pax({ size: '-5' }), { name: 'a' }])],
    ['a PAX path with a NUL', tar([pax({ path: 'a\0b' }), { name: 'a' }])],
    [
      'a huge PAX header',
      tar([{ name: 'p', type: 'x', body: 'x'.repeat(2 ** 20 + 1) }, { name: 'a' }]),
    ],
    ['a path above the limit', tar([pax({ path: 'a/'.repeat(20_000) }), { name: 'a' }])],
    [
      'members after the end of the archive',
      Buffer.concat([Buffer.alloc(512), tar([{ name: 'a' }])]),
    ],
    [
      'a sparse map that is longer than the data',
      tar([pax({ 'GNU.sparse.size': '9', 'GNU.sparse.map': '0,9' }), { name: 's', body: 'abc' }]),
    ],
    [
      'a sparse map out of order',
      tar([
        pax({ 'GNU.sparse.size': '9', 'GNU.sparse.map': '4,1,0,1' }),
        { name: 's', body: 'ab' },
      ]),
    ],
  ];
  test.each(table)('%s', async (_, archive) => {
    await expect(walk(archive)).rejects.toThrow(TarError);
    const stream = walkStream(
      inPieces(archive, 1000),
      { member: () => 1, body: () => {} },
      DEFAULT_LIMITS,
    );
    await expect(stream).rejects.toThrow(TarError);
  });

  it('an archive that is cut short inside a header or body, but not in padding or between members', async () => {
    const bodies = [512 + 700, 1536 + 512 + 1];
    for (let length = 1; length < valid.length - 1024; length += 31) {
      const inPadding = bodies.some((end) => length >= end && length <= Math.ceil(end / 512) * 512);
      const walked = walk(valid.subarray(0, length));
      if (inPadding) await expect(walked).resolves.toBeDefined();
      else await expect(walked).rejects.toThrow(TarError);
    }
  });
});

test.each([100, 512, 7999, 8000, 70_000, 1 << 20])(
  'walkStream skips large bodies that are not wanted after their first bytes, in pieces of %d',
  async (size) => {
    const text = 'text '.repeat(40_000);
    const archive = tar([
      { name: 'program', body: `\0${text}` },
      { name: 'small', body: '\0' },
      { name: 'log', body: text },
      { name: 'last', body: `\0${text}` },
    ]);
    const seen: string[] = [];
    const heads: number[] = [];
    const offsets: number[] = [];
    await walkStream(
      inPieces(archive, size),
      {
        member({ name }, offset) {
          seen.push(name);
          offsets.push(offset);
          return Number.POSITIVE_INFINITY;
        },
        peek(head) {
          heads.push(head.length);
          return head[0] === 0 ? 0 : Number.POSITIVE_INFINITY;
        },
        body: (bytes) => void seen.push(`${bytes.length}`),
      },
      DEFAULT_LIMITS,
    );
    expect(seen).toEqual(['program', 'small', '1', 'log', `${text.length}`, 'last']);
    expect(heads).toEqual([8000, 8000, 8000]);
    expect(offsets).toEqual([512, 201_216, 202_240, 402_944]);
  },
);
