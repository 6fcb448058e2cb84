import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { GoFunctions } from '../../../src/core/go-program.js';
import { executableOf } from '../../../src/inventory/executables/executable.js';
import { readGoFunctions } from '../../../src/inventory/executables/go-functions.js';
import { elf } from '../build/elf.js';
import { file } from '../build/file.js';
import { pclntab } from '../build/pclntab.js';

const NAMES = [
  'main.main',
  'runtime.main',
  'net/http.(*Transport).RoundTrip',
  'net/http.Get',
  'net/http.Server.Serve-fm',
  'encoding/json.Marshal.func1',
  'sync.(*Pool[...]).Get.func1.2',
  'slices.SortFunc[...]',
  'gopkg.in/yaml%2ev3.Unmarshal',
  'example.com/a%2520b.F',
  'net/url.glob..func1',
  'type:.eq.net/http.conn',
];
const text = { name: '.text', body: Buffer.alloc(5000, 0xcc) };

function read(bytes: Uint8Array): ReturnType<typeof readGoFunctions> {
  const program = file('usr/bin/shop', bytes, 4096);
  const executable = executableOf(program);
  return executable ? readGoFunctions(program, executable) : { problem: 'is no program' };
}

function functionsOf(bytes: Uint8Array): GoFunctions {
  const functions = read(bytes);
  if ('problem' in functions) throw new Error(functions.problem);
  return functions;
}

const named = (body: Buffer, options = {}) => elf([text, { name: '.gopclntab', body }], options);

describe('the functions of a Go program', () => {
  test.each([
    ['Go 1.16', named(pclntab(NAMES, { format: 'go1.16' }))],
    ['Go 1.18', named(pclntab(NAMES, { format: 'go1.18' }))],
    ['Go 1.20', named(pclntab(NAMES))],
    ['32 bits', named(pclntab(NAMES, { pointer: 4 }), { wide: false })],
    ['big-endian order', named(pclntab(NAMES, { bigEndian: true }))],
    ['big-endian order of Go 1.16', named(pclntab(NAMES, { bigEndian: true, format: 'go1.16' }))],
    [
      'a position-independent program',
      elf([{ name: '.data.rel.ro.gopclntab', body: pclntab(NAMES) }]),
    ],
    ['a program without section headers', named(pclntab(NAMES), { stripped: true })],
    [
      'a segment with something similar before it',
      named(Buffer.concat([pclntab([], { functions: 3 }), Buffer.alloc(33), pclntab(NAMES)]), {
        stripped: true,
      }),
    ],
  ])('are read from the table of %s', (_, bytes) => {
    const functions = functionsOf(bytes);
    expect(functions.has('net/http', 'Get')).toBe(true);
    expect(functions.has('net/http', 'Post')).toBe(false);
  });

  test.each([
    ['a function', 'net/http', 'Get', true],
    ['a method of a pointer', 'net/http', 'Transport.RoundTrip', true],
    ['a method value', 'net/http', 'Server.Serve', true],
    ['a type', 'net/http', 'Transport', true],
    ['the function of a closure', 'encoding/json', 'Marshal', true],
    ['a method of a generic type', 'sync', 'Pool.Get', true],
    ['an instance of a generic function', 'slices', 'SortFunc', true],
    ['a package with an escaped dot', 'gopkg.in/yaml.v3', 'Unmarshal', true],
    ['a package with an escaped percent sign', 'example.com/a%20b', 'F', true],
    ['the beginning of a name', 'net/http', 'Ge', false],
    ['the beginning of a package', 'net', 'Get', false],
    ['another package', 'http', 'Get', false],
    ['a method as a function', 'net/http', 'RoundTrip', false],
  ])('%s: %s %s is found: %s', (_, path, symbol, found) => {
    expect(functionsOf(named(pclntab(NAMES))).has(path, symbol)).toBe(found);
  });

  it('show the packages and modules that are linked', () => {
    const functions = functionsOf(named(pclntab(NAMES)));
    const paths = ['net/http', 'net', 'gopkg.in/yaml.v3', 'gopkg.in', 'example', 'net/htt'];
    expect(paths.filter((path) => functions.hasPackage(path))).toEqual([
      'net/http',
      'gopkg.in/yaml.v3',
    ]);
    expect(paths.filter((path) => functions.hasModule(path))).toEqual([
      'net/http',
      'net',
      'gopkg.in/yaml.v3',
      'gopkg.in',
    ]);
  });

  const table = pclntab(NAMES);
  test.each([
    ['no table', elf([text])],
    ['fewer names than functions', named(pclntab(NAMES, { functions: NAMES.length + 1 }))],
    ['more functions than any program', named(pclntab(NAMES, { functions: 0xffffffff }))],
    ['no function', named(pclntab(NAMES, { functions: 0 }))],
    ['a truncated table', named(table.subarray(0, 100))],
    ['a truncated header', named(table.subarray(0, 12))],
    ['names without an end', named(Buffer.from(table).fill(0x61, 72))],
    ['a cleared table', named(Buffer.alloc(table.length))],
    ['another magic number', named(Buffer.from(table).fill(0xf5, 0, 1))],
  ])('are not known for a program with %s', (_, bytes) => {
    expect(read(bytes)).toEqual({ problem: 'has no readable table of its functions' });
  });

  it('are not known for a program of Go before 1.16, whose table is another one', () => {
    const old = Buffer.from(table);
    old.writeUInt32LE(0xfffffffb);
    expect(read(named(old))).toEqual({ problem: 'was built with a Go version before 1.16' });
  });

  it('are the names or a problem, whatever bytes a program has', () => {
    const offset = fc.integer({ min: 0, max: 80 });
    const word = fc.oneof(fc.integer({ min: 0, max: 400 }), fc.constant(0xffffffff));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(offset, word), { maxLength: 8 }),
        fc.boolean(),
        (edits, stripped) => {
          const damaged = Buffer.from(table);
          for (const [at, value] of edits) damaged.writeUInt32LE(value, at);
          const functions = read(named(damaged, { stripped }));
          return 'problem' in functions || typeof functions.has('net/http', 'Get') === 'boolean';
        },
      ),
    );
  });

  it('of any two names are told apart', () => {
    const identifier = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/);
    const path = fc
      .array(identifier, { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join('/'));
    fc.assert(
      fc.property(path, identifier, identifier, (one, type, method) => {
        const functions = functionsOf(named(pclntab([`${one}.(*${type}).${method}`])));
        expect(functions.has(one, `${type}.${method}`)).toBe(true);
        expect(functions.has(one, `${type}.${method}x`)).toBe(false);
        expect(functions.has(`${one}x`, `${type}.${method}`)).toBe(false);
      }),
    );
  });

  it('are read from a table of several parts', () => {
    const many = Array.from({ length: 60_000 }, (_, i) => `example.com/long/name/a${i % 9}.F${i}`);
    const functions = functionsOf(named(pclntab(many)));
    const missing = many.filter(
      (_, i) => !functions.has(`example.com/long/name/a${i % 9}`, `F${i}`),
    );
    expect(missing).toEqual([]);
  });

  it('take linear time for names without the bytes that end their parts', () => {
    const long = Array.from({ length: 60_000 }, () => 'a'.repeat(20));
    expect(functionsOf(named(pclntab([...long, 'a.(*b', 'a.b[', 'a.F']))).has('a', 'F')).toBe(true);
  });
});
