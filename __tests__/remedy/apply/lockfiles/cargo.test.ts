import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findProgram, runProgram } from '../../../../src/lib/process.js';
import { createTemporaryFolder, type TemporaryFolder } from '../../../../src/lib/run-resources.js';
import { cargo, requireNoSettingsAbove } from '../../../../src/remedy/apply/lockfiles/cargo.js';
import type { LockfileEntry } from '../../../../src/remedy/apply/lockfiles/manager.js';

/** A program that stands in for cargo: a script of Node in the only folder of PATH. */
let bin: TemporaryFolder;
beforeEach(() => {
  bin = createTemporaryFolder('portside-cargo-');
});
afterEach(() => bin.remove());

const table = (name: string, version: string, needs: readonly string[] = []) => `
[[package]]
name = "${name}"
version = "${version}"
source = "registry+https://registry.example"
checksum = "${name}-${version}"
${needs.length > 0 ? `dependencies = [\n${needs.map((one) => ` "${one}",\n`).join('')}]\n` : ''}`;
const lockOf = (...tables: readonly string[]) => `version = 4\n${tables.join('')}`;
const LOCK = lockOf(table('a', '1.0.0', ['b 1.0.0']), table('b', '1.0.0'), table('c', '1.0.0'));

function raise(
  script: string,
  files: Readonly<Record<string, string>> = {},
  change: Partial<LockfileEntry> = {},
) {
  writeFileSync(join(bin.path, 'cargo'), `#!${process.execPath}\n${script}`);
  chmodSync(join(bin.path, 'cargo'), 0o755);
  const all = new Map(
    Object.entries({
      'x/Cargo.lock': LOCK,
      'x/Cargo.toml': '[package]',
      'x/sub/Cargo.toml': '#',
      ...files,
    }),
  );
  return cargo.raise(
    {
      ...{ kind: 'locked-package', path: 'x/Cargo.lock', manager: 'cargo', name: 'a' },
      ...{ from: '1.0.0', to: '1.0.1', command: [], runsProjectCode: false, ...change },
    },
    {
      host: { find: (name) => findProgram(name, bin.path), run: runProgram },
      text: (path) => all.get(path),
      files: ['x/Cargo.toml', 'x/sub/Cargo.toml', 'x/src/tool.rs', 'y/Cargo.toml'],
      variable: () => undefined,
      timeout: 20_000,
      override: () => '',
    },
  );
}

const writes = (lock: string) =>
  `require('node:fs').writeFileSync('Cargo.lock', ${JSON.stringify(lock)})`;
const RAISED = lockOf(table('a', '1.0.1', ['b']), table('b', '1.0.0'), table('c', '1.0.0'));

it('raises an entry in a copy with the manifests, and with empty sources', async () => {
  const script = `
const fs = require('node:fs');
const files = fs.readdirSync('.', { recursive: true }).filter((name) => fs.statSync(name).isFile());
if (files.sort().join() !== 'Cargo.lock,Cargo.toml,src/tool.rs,sub/Cargo.toml') throw new Error(files);
if (fs.readFileSync('src/tool.rs', 'utf8') !== '') throw new Error('sources');
if (process.argv.slice(2).join(' ') !== 'update --precise 1.0.1 --package a@1.0.0') throw new Error(process.argv);
${writes(RAISED)}`;
  expect(await raise(script)).toEqual(new Map([['x/Cargo.lock', RAISED]]));
  expect(await raise(script, {}, { from: undefined })).toEqual(new Map([['x/Cargo.lock', RAISED]]));
});

it('runs nothing for an entry that has the version', async () => {
  expect(await raise('process.exit(1)', { 'x/Cargo.lock': RAISED })).toEqual(new Map());
});

it('lets what the package needs change too', async () => {
  const lock = lockOf(table('a', '1.0.1', ['b']), table('b', '2.0.0'), table('c', '1.0.0'));
  expect((await raise(writes(lock))).get('x/Cargo.lock')).toBe(lock);
});

describe('the lockfile stays as it is', () => {
  it.each([
    ['cargo fails', 'console.error("no network"); process.exit(101)', {}, 'status 101: no network'],
    [
      'cargo changes another package',
      writes(RAISED.replace(table('c', '1.0.0'), table('c', '6.6.6'))),
      {},
      'which a does not need',
    ],
    [
      'cargo changes the format',
      writes(RAISED.replace('version = 4', 'version = 5')),
      {},
      'another format',
    ],
    [
      'the project has settings',
      '',
      { 'x/.cargo/config.toml': '' },
      'x/.cargo/config.toml can name',
    ],
    ['a folder above has settings', '', { '.cargo/config': '' }, '.cargo/config can name programs'],
  ])('if %s', async (_, script, files, message) => {
    await expect(raise(script, files)).rejects.toMatchObject({
      name: 'NotRaised',
      message: expect.stringContaining(message),
    });
  });

  it.each(['--config', 'a b', 'https://evil.example'])('if %j is the name', async (name) => {
    await expect(raise('', {}, { name })).rejects.toThrow('is not a package of crates.io');
  });

  it('if the entry to raise is not clear', async () => {
    const lock = lockOf(table('a', '1.0.0'), table('a', '2.0.0'));
    await expect(raise('', { 'x/Cargo.lock': lock }, { from: undefined })).rejects.toThrow(
      'it has several versions of a',
    );
  });
});

it.each([['.cargo/config.toml'], ['.cargo/config'], ['rust-toolchain.toml'], ['rust-toolchain']])(
  'does not run below a %s of somebody else',
  (file) => {
    mkdirSync(join(bin.path, '.cargo'));
    writeFileSync(join(bin.path, file), '');
    const above = () => requireNoSettingsAbove(join(bin.path, 'copy'), () => '/home/own');
    expect(above).toThrow(`${file} can name programs`);
  },
);

it('runs below the settings of the user', () => {
  mkdirSync(join(bin.path, '.cargo'));
  writeFileSync(join(bin.path, '.cargo/config.toml'), '');
  const variable = (name: string) => ({ HOME: bin.path })[name];
  expect(() => requireNoSettingsAbove(join(bin.path, 'copy'), variable)).not.toThrow();
});
