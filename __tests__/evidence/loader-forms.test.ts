import { expect, it } from '@jest/globals';
import { dynamicElf } from './dynamic-elf.js';
import { type Files, usesOf } from './uses-of.js';

const LIB = 'usr/lib/x86_64-linux-gnu';
const FILES: Files = {
  'lib64/ld-linux-x86-64.so.2': dynamicElf({}),
  'usr/bin/env': dynamicElf({ interpreter: '/lib64/ld-linux-x86-64.so.2' }),
  'usr/bin/other': dynamicElf({ interpreter: '/lib64/ld-linux-x86-64.so.2' }),
  'usr/bin/linked': dynamicElf({
    interpreter: '/lib64/ld-linux-x86-64.so.2',
    needed: ['libfar.so.1'],
  }),
  [`${LIB}/libc.so.6`]: dynamicElf({}),
  'usr/bin/with-libc': dynamicElf({
    interpreter: '/lib64/ld-linux-x86-64.so.2',
    needed: ['libc.so.6'],
  }),
  'opt/far/libfar.so.1': dynamicElf({}),
  [`${LIB}/libnear.so.1`]: dynamicElf({ needed: ['libdeep.so.1'] }),
  [`${LIB}/libdeep.so.1`]: dynamicElf({}),
  [`${LIB}/libnss_ldap.so.2`]: dynamicElf({}),
  'etc/nsswitch.conf': 'passwd: files ldap\nhosts: files dns\n',
};

const OWNED = {
  far: ['opt/far/libfar.so.1'],
  near: [`${LIB}/libnear.so.1`],
  deep: [`${LIB}/libdeep.so.1`],
  nss: [`${LIB}/libnss_ldap.so.2`],
};

/** The cache of the loader with one library, as ldconfig writes it. */
function cache(path: string): Buffer {
  const name = path.replace(/^.*\//, '');
  const header = Buffer.alloc(48);
  header.write('glibc-ld.so.cache1.1', 'latin1');
  header.writeUInt32LE(1, 20);
  return Buffer.concat([header, Buffer.alloc(24), Buffer.from(`${name}\0${path}\0`)]);
}

it.each([
  ['LD_PRELOAD with a path', 'far', { Env: ['LD_PRELOAD=/opt/far/libfar.so.1'], Cmd: ['other'] }],
  ['LD_PRELOAD with a name', 'deep', { Env: ['LD_PRELOAD=libnear.so.1'], Cmd: ['other'] }],
  ['LD_AUDIT', 'far', { Env: ['LD_AUDIT=/opt/far/libfar.so.1'], Cmd: ['other'] }],
  ['LD_LIBRARY_PATH', 'far', { Env: ['LD_LIBRARY_PATH=/opt/far'], Cmd: ['linked'] }],
])('loads the libraries of %s', async (_name, name, config) => {
  const uses = await usesOf(config, FILES, OWNED);
  expect(uses.get(name)?.state).toBe('loaded');
  expect(uses.get('nss')?.state).toBe('no-evidence');
});

it('loads the libraries of ld.so.preload', async () => {
  const files = { ...FILES, 'etc/ld.so.preload': 'libnear.so.1\n' };
  expect((await usesOf({ Cmd: ['other'] }, files, OWNED)).get('deep')?.state).toBe('loaded');
});

it('searches the folders that only the cache of the loader names', async () => {
  const files = { ...FILES, 'etc/ld.so.cache': cache('/opt/far/libfar.so.1') };
  expect((await usesOf({ Cmd: ['linked'] }, files, OWNED)).get('far')?.state).toBe('loaded');
  expect((await usesOf({ Cmd: ['linked'] }, FILES, OWNED)).get('far')?.state).toBe('no-evidence');
});

it('opens the libraries of the services in nsswitch.conf', async () => {
  const uses = await usesOf({ Cmd: ['with-libc'] }, FILES, OWNED);
  expect(uses.get('nss')?.state).toBe('unknown');
});

it.each([
  ['a variable of the image', { Env: ['PLUGIN=/opt/far/libfar.so.1'], Cmd: ['other'] }],
  ['a folder in a variable', { Env: ['PLUGINS=/opt/far:/x'], Cmd: ['other'] }],
  ['an argument', { Cmd: ['other', '--load', '/opt/far/libfar.so.1'] }],
  ['an option with a folder', { Cmd: ['other', '--plugins=/opt/far'] }],
  ['a relative argument', { WorkingDir: '/opt', Cmd: ['other', 'far/libfar.so.1'] }],
  ['env LD_PRELOAD', { Cmd: ['env', 'LD_PRELOAD=/opt/far/libfar.so.1', 'other'] }],
  ['env LD_LIBRARY_PATH', { Cmd: ['env', 'LD_LIBRARY_PATH=/opt/far', 'linked'] }],
])('does not say that a library is left unused that %s names', async (_name, config) => {
  expect((await usesOf(config, FILES, OWNED)).get('far')?.state).toBe('unknown');
});

const opener = (texts: readonly string[]) =>
  dynamicElf({
    interpreter: '/lib64/ld-linux-x86-64.so.2',
    needed: ['libc.so.6'],
    symbols: ['dlopen'],
    texts,
  });

it.each([
  ['composes names', []],
  ['names another library', ['libnear.so.1']],
])('may open any library for a program of the image itself that %s', async (_name, texts) => {
  const files = { ...FILES, 'app/run': opener(texts) };
  const uses = await usesOf({ Cmd: ['/app/run'] }, files, { ...OWNED, tool: ['usr/bin/other'] });
  expect(uses.get('deep')?.state).toBe('unknown');
  expect(uses.get('tool')?.state).toBe('no-evidence');
});

it('opens what a packaged program names, and no other library', async () => {
  const files = { ...FILES, 'usr/bin/run': opener(['libnear.so.1']) };
  const uses = await usesOf({ Cmd: ['run'] }, files, { ...OWNED, run: ['usr/bin/run'] });
  expect(uses.get('deep')?.state).toBe('unknown');
  expect(uses.get('far')?.state).toBe('no-evidence');
});

it('may start the programs that the constants of a program name, if it starts others', async () => {
  const run = dynamicElf({ symbols: ['execvp'], texts: ['other'] });
  const files = { ...FILES, 'usr/bin/run': run };
  const uses = await usesOf({ Cmd: ['run'] }, files, { tool: ['usr/bin/other'] });
  expect(uses.get('tool')?.state).toBe('unknown');
});
