import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { digestWithoutNoise } from '../../src/image-diff/noise.js';

const latin1 = (text: string) => Buffer.from(text, 'latin1');

function number(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}

function ar(time: number, body: string): Buffer {
  const header = `${'a.o/'.padEnd(16)}${String(time).padEnd(12)}0     0     100644  `;
  return latin1(
    `!<arch>\n${header}${String(body.length).padEnd(10)}\`\n${body}${body.length % 2 ? '\n' : ''}`,
  );
}

function zip(time: number, body: string): Buffer {
  const extra = Buffer.concat([latin1('UT'), number(5, 2), latin1('\x01'), number(time, 4)]);
  const sizes = Buffer.concat([number(7, 4), number(body.length, 4), number(body.length, 4)]);
  const common = [number(20, 2), number(0, 4), number(time, 4), sizes, number(1, 2)];
  const local = [latin1('PK\x03\x04'), ...common, number(9, 2), latin1('a'), extra, latin1(body)];
  const central = [latin1('PK\x01\x02'), number(20, 2), ...common, number(9, 2), Buffer.alloc(14)];
  const before = Buffer.concat(local);
  const directory = Buffer.concat([...central, latin1('a'), extra]);
  const counts = [Buffer.alloc(4), number(1, 2), number(1, 2), number(directory.length, 4)];
  const end = [latin1('PK\x05\x06'), ...counts, number(before.length, 4), number(0, 2)];
  return Buffer.concat([before, directory, ...end]);
}

/** The body is the digest of the one file. */
function gitIndex(time: number, body: string): Buffer {
  const entry = [
    Buffer.alloc(24, time),
    Buffer.alloc(16),
    latin1(body.padEnd(20)),
    latin1('\0\x01'),
  ];
  const name = [latin1('a'), Buffer.alloc(9)];
  const head = [latin1('DIRC'), Buffer.from([0, 0, 0, 2, 0, 0, 0, 1])];
  return Buffer.concat([...head, ...entry, ...name, Buffer.alloc(20, time)]);
}

function fontCache(time: number, body: string): Buffer {
  const head = [number(0xfc02fc04, 4), number(9, 4), number(64 + body.length, 6), Buffer.alloc(34)];
  return Buffer.concat([...head, Buffer.alloc(16, time), latin1(body)]);
}

function gitLog(time: number, body: string): Buffer {
  return latin1(`${'0'.repeat(40)} ${'1'.repeat(40)} a <a@b> ${time} +0100\t${body}\n`);
}

function keyStore(time: number, body: string): Buffer {
  const head = Buffer.from([0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2]);
  const entry = [latin1('\0\x01a'), Buffer.alloc(8, time), latin1('\0\x05X.509')];
  const certificate = [Buffer.from([0, 0, 0, body.length]), latin1(body)];
  return Buffer.concat([head, ...entry, ...certificate, Buffer.alloc(20, time)]);
}

const CASES: ReadonlyMap<string, (time: number, body: string) => Buffer> = new Map([
  ['usr/lib/liba.a', ar],
  ['etc/ssl/certs/java/cacerts', keyStore],
  ['app/a.zip', zip],
  ['app/a.jar', zip],
  ['app/.git/index', gitIndex],
  ['app/.git/logs/HEAD', gitLog],
  ['var/cache/fontconfig/a-le64.cache-9', fontCache],
]);

const core = (path: string, bytes: Uint8Array) => digestWithoutNoise(path, bytes).core;

describe.each([...CASES.keys()])('the times in %s', (path) => {
  const make = CASES.get(path) ?? ar;

  it('make no difference', () => {
    const one = core(path, make(100, 'body'));
    expect(one).toBeDefined();
    expect(core(path, make(117, 'body'))).toBe(one);
  });

  it('hide no other content', () => {
    expect(core(path, make(100, 'evil'))).not.toBe(core(path, make(100, 'body')));
  });

  it('are looked for in broken files without an error', () => {
    const bytes = make(100, 'body');
    fc.assert(
      fc.property(
        fc.nat(bytes.length - 1),
        fc.nat(bytes.length - 1),
        fc.nat(255),
        (to, at, one) => {
          const broken = Uint8Array.from(bytes);
          broken[at] = one;
          core(path, broken);
          core(path, broken.subarray(0, to));
        },
      ),
    );
  });
});

test.each([...CASES.keys()].filter((path) => !path.includes('logs')))(
  'a script in the place of %s is compared as it is',
  (path) => {
    expect(core(path, latin1('#!/bin/sh\nid\n'))).toBeUndefined();
  },
);
