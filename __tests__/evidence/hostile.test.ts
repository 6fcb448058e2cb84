import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readDynamicElf } from '../../src/evidence/elf-dynamic.js';
import { readJavaArchive } from '../../src/evidence/java-archive.js';
import { namesIn } from '../../src/evidence/names-in-bytes.js';
import { readNodeImports } from '../../src/evidence/node-imports.js';
import { readPythonImports } from '../../src/evidence/python-imports.js';
import { zip } from '../inventory/build/zip.js';
import { dynamicElf } from './dynamic-elf.js';
import { type Files, usesOf } from './uses-of.js';

const ELF = dynamicElf({
  interpreter: '/lib/ld.so',
  needed: ['liba.so', 'libb.so'],
  runpath: '$ORIGIN',
  texts: ['/usr/lib/x'],
});

/** What a parser throws; only a position outside of the bytes is allowed. */
function thrownBy(parse: () => unknown): unknown {
  try {
    parse();
    return undefined;
  } catch (error) {
    return error instanceof RangeError ? undefined : error;
  }
}

const changed = (bytes: Buffer) =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 20 }),
      fc.nat(bytes.length),
    )
    .map(([changes, length]) => {
      const copy = Buffer.from(bytes);
      for (const [at, value] of changes) copy[at] = value;
      return copy.subarray(0, length);
    });

it('reads every damaged ELF file without an error', () => {
  fc.assert(
    fc.property(changed(ELF), (bytes) => {
      const part = (offset: number, length: number) => bytes.subarray(offset, offset + length);
      expect(thrownBy(() => readDynamicElf(part))).toBeUndefined();
    }),
  );
});

it('reads every damaged archive without an error', () => {
  const archive = zip([{ name: 'META-INF/MANIFEST.MF', body: 'Class-Path: a.jar\n' }]);
  fc.assert(
    fc.property(changed(archive), (bytes) => {
      const part = (offset: number, length: number) => bytes.subarray(offset, offset + length);
      expect(thrownBy(() => readJavaArchive({ size: bytes.length, part }))).toBeUndefined();
    }),
  );
});

it('finds only names that the bytes have', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.constantFrom('/usr/lib/a', 'libx.so.1'), (random, name) => {
      const { paths, libraries } = namesIn(Buffer.concat([random, Buffer.from(`\0${name}\0`)]));
      expect([...paths, ...libraries].some((one) => one === name || one.startsWith(name))).toBe(
        true,
      );
    }),
  );
});

const LONG = 200_000;

it.each([
  ['spaces after from', `from${' '.repeat(LONG)}x`],
  ['open brackets', 'from a import (\n'.repeat(LONG / 20)],
  ['imports', 'import '.repeat(LONG / 7)],
  ['requires', 'require('.repeat(LONG / 8)],
  ['spaces in require', `require(${' '.repeat(LONG)}`],
  ['quotes', '"\''.repeat(LONG / 2)],
  ['calls', 'import_module('.repeat(LONG / 14)],
])('reads a text of many %s', (_name, text) => {
  expect(readPythonImports(text, true).imports.length).toBeLessThanOrEqual(2_000 + LONG / 14);
  expect(readNodeImports(text).specifiers.length).toBeLessThanOrEqual(3_000);
});

const PROGRAM = dynamicElf({ interpreter: '/lib/ld.so' });

it.each<readonly [string, Files]>([
  [
    'a script that starts itself',
    { 'run.sh': '#!/bin/sh\n/run.sh\n. /run.sh\nexec /run.sh "$@"\n' },
  ],
  ['an interpreter that is its own script', { 'run.sh': '#!/run.sh\n' }],
  ['a script without end', { 'run.sh': `#!/bin/sh\n${'true; '.repeat(20_000)}` }],
  [
    'libraries that need each other',
    {
      'run.sh': dynamicElf({ needed: ['liba.so'] }),
      'lib/liba.so': dynamicElf({ needed: ['liba.so', 'libb.so'] }),
      'lib/libb.so': dynamicElf({ needed: ['liba.so'] }),
    },
  ],
  ['a link to itself', { 'run.sh': { type: '2', link: 'run.sh' } }],
  [
    'an include of itself',
    { 'run.sh': PROGRAM, 'etc/ld.so.conf': 'include /etc/ld.so.conf\ninclude *\n' },
  ],
])('ends for %s', async (_name, files) => {
  const uses = await usesOf({ Cmd: ['/run.sh'] }, { 'bin/sh': PROGRAM, ...files }, { a: ['x'] });
  expect(['unknown', 'no-evidence']).toContain(uses.get('a')?.state);
});

it('does not expand a variable of a start script without end', async () => {
  const script = `A=x${'\nA=$A$A'.repeat(60)}\nexec $A\n`;
  const uses = await usesOf({ Cmd: ['sh', '-c', script] }, { 'bin/sh': ELF }, { a: ['usr/x'] });
  expect(uses.get('a')?.state).toBe('unknown');
});
