import { describe, expect, it, test } from '@jest/globals';
import { packedProgram } from '../../../src/inventory/catalogers/packed-program.js';
import { elf } from '../build/elf.js';
import { file, wants } from '../build/file.js';

/** A program without sections that maps its beginning as writable memory of this size. */
function selfUnpacking(memory: number, { wide = true, offset = 0, flags = 6, type = 1 } = {}) {
  const body = elf([{ name: '.text', body: Buffer.alloc(20_000) }], { stripped: true, wide });
  const at = wide ? 64 : 52;
  body.writeUInt32LE(type, at);
  body.writeUInt32LE(flags, at + (wide ? 4 : 24));
  if (wide) {
    body.writeBigUInt64LE(BigInt(offset), at + 8);
    body.writeBigUInt64LE(4096n, at + 32);
    body.writeBigUInt64LE(BigInt(memory), at + 40);
  } else {
    body.writeUInt32LE(offset, at + 4);
    body.writeUInt32LE(4096, at + 16);
    body.writeUInt32LE(memory, at + 20);
  }
  return body;
}

function withMagic(): Buffer {
  const body = elf([{ name: '.text', body: Buffer.alloc(20_000) }]);
  body.write('UPX!', 0xec, 'latin1');
  return body;
}

function appImage(): Buffer {
  const body = elf([{ name: '.text', body: Buffer.alloc(20_000) }]);
  body.write('AI\x02', 8, 'latin1');
  return body;
}

const read = (body: string | Buffer) => packedProgram.read(file('usr/bin/a', body, 4096));

describe('the cataloger of packed programs', () => {
  test.each<[string, string | Buffer, RegExp]>([
    ['UPX', withMagic(), /^is packed with UPX, so/],
    ['UPX for Windows', 'MZ\0UPX!'.padEnd(20_000), /^is packed with UPX, so/],
    ['gzexe', '#!/bin/sh\nskip=49\n\ntab="\t"'.padEnd(20_000), /^is packed with gzexe, so/],
    ['AppImage', appImage(), /^is packed with AppImage, so/],
    ['a changed UPX', selfUnpacking(1_000_000), /^is packed, so/],
    ['a changed UPX for 32 bits', selfUnpacking(1_000_000, { wide: false }), /^is packed, so/],
  ])('reports a program that is packed with %s', (_, body, message) => {
    expect(() => read(body)).toThrow(message);
  });

  test.each<[string, string | Buffer]>([
    ['a program', elf([{ name: '.text', body: Buffer.alloc(20_000) }])],
    ['a program without sections', selfUnpacking(8192)],
    ['its memory read-only', selfUnpacking(1_000_000, { flags: 5 })],
    ['its memory at another place', selfUnpacking(1_000_000, { offset: 4096 })],
    ['another segment', selfUnpacking(1_000_000, { type: 4 })],
    ['a script', '#!/bin/sh\necho UPX!'.padEnd(20_000)],
    ['a text', 'UPX!'.padEnd(20_000)],
    ['nothing', ''],
    ['a part of a program', selfUnpacking(1_000_000).subarray(0, 100)],
  ])('finds nothing in %s', (_, body) => {
    expect(read(body)).toEqual([]);
  });

  it('wants executables only', () => {
    expect(wants(packedProgram, 'usr/bin/a', 20_000, 0o755)).toBe(true);
    expect(wants(packedProgram, 'usr/bin/a', 20_000, 0o644)).toBe(false);
  });
});
