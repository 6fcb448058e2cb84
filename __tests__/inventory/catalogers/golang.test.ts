import { describe, expect, it, test } from '@jest/globals';
import { CatalogError } from '../../../src/inventory/catalog-error.js';
import { golang, golangWithFunctions } from '../../../src/inventory/catalogers/golang.js';
import { elf } from '../build/elf.js';
import { file, named, wants } from '../build/file.js';
import { inlineInfo, pointedInfo } from '../build/go.js';
import { pclntab } from '../build/pclntab.js';

const MODULES =
  'path\texample.com/shop\n' +
  'mod\texample.com/shop\t(devel)\t\n' +
  'dep\texample.com/old\tv1.0.0\th1:a=\n' +
  '=>\texample.com/fork\tv1.0.1\th1:b=\n' +
  'dep\texample.com/local\tv0.3.0\n' +
  '=>\t./local\t\n' +
  'dep\texample.com/dep\tv2.0.0+incompatible\th1:c=\n' +
  'build\t-compiler=gc\n';
const FOUND = [
  'example.com/shop@(devel)',
  'example.com/fork@v1.0.1',
  'example.com/local@v0.3.0',
  'example.com/dep@v2.0.0+incompatible',
  'stdlib@go1.22.4',
];
const text = { name: '.text', body: Buffer.alloc(5000, 0xcc) };
const program = (body: Buffer, options = {}, name = '.go.buildinfo') =>
  elf([text, { name, body, address: 0x500000, writable: true }], options);

describe('the golang cataloger', () => {
  const inline = inlineInfo('go1.22.4', MODULES);
  const pointed = pointedInfo('go1.22.4', MODULES, 0x500000);
  const narrow = pointedInfo('go1.22.4', MODULES, 0x500000, { pointer: 4 });
  test.each([
    ['with section headers', program(inline)],
    ['without section headers', program(inline, { stripped: true })],
    ['of Go before 1.18', program(pointed)],
    ['of Go before 1.18, without section headers', program(pointed, { stripped: true })],
    ['of Go before 1.18 with 32 bits', program(narrow, { wide: false })],
    ['in PE format', pe(inline)],
    ['in Mach-O format', machO(inline)],
  ])('reads a program %s by its parts', (_, bytes) => {
    expect(named(golang.read(file('usr/bin/shop', bytes, 4096)))).toEqual(FOUND);
  });

  it('reads big-endian programs of Go before 1.18', () => {
    const bytes = pointedInfo('go1.22.4', MODULES, 0x500000, { bigEndian: true });
    expect(named(golang.read(file('usr/bin/shop', program(bytes))))).toEqual(FOUND);
  });

  it('finds no modules in programs of other languages and in scripts', () => {
    const other = elf([text, { name: '.data', body: inline, writable: true }]);
    expect(golang.read(file('usr/bin/ls', other))).toEqual([]);
    expect(golang.read(file('usr/bin/run', `#!/bin/sh\n${'#'.repeat(100)}`))).toEqual([]);
  });

  test.each([
    ['removed', elf([text, { name: '.gopclntab', body: Buffer.alloc(100) }])],
    ['damaged', program(Buffer.from(inline).fill(0, 0, 16))],
  ])('throws CatalogError for a program whose build information is %s', (_, bytes) => {
    expect(() => golang.read(file('usr/bin/shop', bytes))).toThrow(CatalogError);
  });

  test.each([
    ['bin/esbuild', 'malformed'],
    ['app/node_modules/esbuild/bin/esbuild', 'other-format'],
  ])('calls %s without build information %s', (path, failure) => {
    const bytes = elf([text, { name: '.gopclntab', body: Buffer.alloc(100) }]);
    expect(() => golang.read(file(path, bytes))).toThrow(expect.objectContaining({ failure }));
  });

  it('reads only the standard library of a program that was built without modules', () => {
    expect(named(golang.read(file('bin/x', program(inlineInfo('go1.20', '')))))).toEqual([
      'stdlib@go1.20',
    ]);
  });

  test.each([
    ['"-s -w -X main.version=v1.2.3"', 'ldflags:v1.2.3'],
    ['"-X \'main.Version=1.2.3-rc.1\' -w"', 'ldflags:1.2.3-rc.1'],
    ['"-X example.com/shop/main.version=v1"', undefined],
    ['"-X main.version="', undefined],
  ])(
    'reads the version in -ldflags=%s as evidence of a program without a version',
    (flags, evidence) => {
      const info = inlineInfo('go1.22.4', `${MODULES}build\t-ldflags=${flags}\n`);
      const [main, ...others] = golang.read(file('usr/bin/shop', program(info)));
      expect(main).toMatchObject({ name: 'example.com/shop', version: '(devel)' });
      expect(main?.evidence).toBe(evidence);
      expect(others.some((module) => module.evidence)).toBe(false);
    },
  );

  test.each([
    ['v0.0.0-20260101120000-0123456789ab', 'commit'],
    ['v0.0.0-20260101120000-0123456789ab+dirty', 'commit'],
    ['v1.2.4-0.20260101120000-0123456789ab', undefined],
    ['v1.2.3', undefined],
  ])('marks the main module %s as known by its commit: %s', (version, evidence) => {
    const lines = `mod\texample.com/a\t${version}\t\ndep\texample.com/b\t${version}\th1:a=\n`;
    const found = golang.read(file('bin/x', program(inlineInfo('go1.24.4', lines))));
    expect(found.map((module) => module.evidence)).toEqual([evidence, undefined, undefined]);
  });

  describe('gives each module its program', () => {
    const lines = `${MODULES}build\tGOARCH=amd64\nbuild\tGOOS=linux\n`;
    const names = ['main.main', 'runtime.main', 'example.com/old.F', 'example.com/local.F'];
    const info = { name: '.go.buildinfo', body: inlineInfo('go1.22.4', lines), writable: true };
    const withTable = (body: Buffer) =>
      golangWithFunctions.read(file('usr/bin/shop', withBody(body), 4096));
    const withBody = (body: Buffer) => elf([text, info, { name: '.gopclntab', body }]);

    it('with its system, its main package, its replacements and its functions', () => {
      const [{ program: shop } = {}, ...others] = withTable(pclntab(names));
      expect(shop).toMatchObject({
        goos: 'linux',
        goarch: 'amd64',
        mainPackage: 'example.com/shop',
        replaced: new Map([['example.com/fork', 'example.com/old']]),
      });
      expect(shop && 'has' in shop.functions && shop.functions.has('example.com/old', 'F')).toBe(
        true,
      );
      expect(others.every((module) => module.program === shop)).toBe(true);
    });

    it('only if the functions are asked for', () => {
      const found = golang.read(file('usr/bin/shop', withBody(pclntab(names)), 4096));
      expect(found.map((module) => module.program)).toEqual(found.map(() => undefined));
      const named = golangWithFunctions.read(file('usr/bin/shop', withBody(pclntab(names)), 4096));
      expect(found).toEqual(named.map(({ program: _, ...module }) => module));
    });

    test.each([
      ['whose table has no main function', names.slice(1)],
      ['whose modules have no functions in it', names.slice(0, 2)],
    ])('without the functions of one %s', (_, listed) => {
      expect(withTable(pclntab(listed))[0]?.program?.functions).toEqual({
        problem: 'has function names that do not match its modules',
      });
    });
  });

  it('reads no standard library of a development version of Go', () => {
    const bytes = program(inlineInfo('devel go1.23-abc', 'mod\texample.com/a\tv1.0.0\t\n'));
    expect(named(golang.read(file('bin/x', bytes)))).toEqual(['example.com/a@v1.0.0']);
  });

  test.each([
    ['usr/bin/shop', 0o755, 1_000_000, true],
    ['usr/bin/shop', 0o644, 1_000_000, false],
    ['app/shop.exe', 0o644, 1_000_000, true],
    ['usr/bin/run.sh', 0o755, 1_000_000, false],
    ['usr/lib/libc.so.6', 0o755, 1_000_000, false],
    ['usr/bin/true', 0o755, 900, false],
  ])('wants %s with mode %i and %i bytes: %s', (path, mode, size, wanted) => {
    expect(wants(golang, path, size, mode)).toBe(wanted);
  });
});

/** A PE program with the build information in the section `.data`, as Go's linker writes it. */
function pe(body: Buffer): Buffer {
  const header = Buffer.alloc(1024);
  header.write('MZ', 0, 'latin1');
  header.writeUInt32LE(128, 60);
  header.write('PE\0\0', 128, 'latin1');
  header.writeUInt16LE(1, 134);
  header.writeUInt16LE(240, 148);
  header.writeUInt16LE(0x20b, 152);
  header.writeBigUInt64LE(0x140000000n, 176);
  const section = 128 + 24 + 240;
  header.write('.data', section, 'latin1');
  header.writeUInt32LE(body.length, section + 8);
  header.writeUInt32LE(0x1000, section + 12);
  header.writeUInt32LE(body.length, section + 16);
  header.writeUInt32LE(1024, section + 20);
  header.writeUInt32LE(0xc0000040, section + 36);
  return Buffer.concat([header, body]);
}

/** A Mach-O program with the build information in the section `__go_buildinfo`, as Go's linker writes it. */
function machO(body: Buffer): Buffer {
  const header = Buffer.alloc(1024);
  header.writeUInt32LE(0xfeedfacf, 0);
  header.writeUInt32LE(1, 16);
  header.writeUInt32LE(152, 20);
  header.writeUInt32LE(0x19, 32);
  header.writeUInt32LE(152, 36);
  header.write('__DATA', 40, 'latin1');
  header.writeBigUInt64LE(0x500000n, 56);
  header.writeBigUInt64LE(1024n, 72);
  header.writeBigUInt64LE(BigInt(body.length), 80);
  header.writeUInt32LE(3, 92);
  header.writeUInt32LE(1, 96);
  header.write('__go_buildinfo', 104, 'latin1');
  header.writeBigUInt64LE(0x500000n, 136);
  header.writeBigUInt64LE(BigInt(body.length), 144);
  header.writeUInt32LE(1024, 152);
  return Buffer.concat([header, body]);
}
