import { expect, it } from '@jest/globals';
import { dynamicElf } from './dynamic-elf.js';
import { type Files, type Owned, usesOf } from './uses-of.js';

const FILES: Files = {
  'usr/bin/server': dynamicElf({
    interpreter: '/lib64/ld-linux-x86-64.so.2',
    needed: ['libssl.so.3'],
    texts: ['/usr/lib/server/%s.so', 'libdl-me.so.1', '/etc/server/server.conf'],
  }),
  'lib64/ld-linux-x86-64.so.2': dynamicElf({}),
  'etc/ld.so.conf': 'include /etc/ld.so.conf.d/*.conf\n',
  'etc/ld.so.conf.d/ssl.conf': '# comment\n/opt/ssl\n',
  'etc/server/server.conf':
    'include /usr/share/extra/rules.txt;\ninclude /etc/server/empty.conf;\n',
  // Only files with content are kept of a compressed layer.
  'etc/server/empty.conf': '',
  'usr/share/extra/rules.txt': 'rules',
  'opt/ssl/libssl.so.3': dynamicElf({ needed: ['libcrypto.so.3'], runpath: '$ORIGIN/private' }),
  'opt/ssl/private/libcrypto.so.3': dynamicElf({}),
  'usr/lib/libcrypto.so.3': dynamicElf({}),
  'usr/lib/libdl-me.so.1': dynamicElf({ needed: ['libdeep.so.1'] }),
  'usr/lib/libdeep.so.1': dynamicElf({}),
  'usr/lib/server/gzip.so': dynamicElf({}),
  'usr/bin/other': dynamicElf({ interpreter: '/lib64/ld-linux-x86-64.so.2' }),
};

const OWNED: Owned = {
  server: ['usr/bin/server'],
  ld: ['lib64/ld-linux-x86-64.so.2'],
  ssl: ['opt/ssl/libssl.so.3'],
  crypto: ['opt/ssl/private/libcrypto.so.3'],
  'old-crypto': ['usr/lib/libcrypto.so.3'],
  'dl-me': ['usr/lib/libdl-me.so.1'],
  deep: ['usr/lib/libdeep.so.1'],
  plugin: ['usr/lib/server/gzip.so'],
  config: ['etc/server/server.conf'],
  extra: ['usr/share/extra/rules.txt'],
  other: ['usr/bin/other'],
};

const STATES = {
  server: 'loaded',
  ld: 'loaded',
  ssl: 'loaded',
  crypto: 'loaded',
  'old-crypto': 'no-evidence',
  'dl-me': 'unknown',
  deep: 'unknown',
  plugin: 'unknown',
  config: 'unknown',
  extra: 'unknown',
  other: 'no-evidence',
};

const states = (uses: Awaited<ReturnType<typeof usesOf>>) =>
  Object.fromEntries([...uses].map(([name, { state }]) => [name, state]));

it.each([false, true])(
  'follows the libraries of a program, and what its constants name (compressed: %s)',
  async (compressed) => {
    const uses = await usesOf({ Cmd: ['server'] }, FILES, OWNED, { compressed });
    expect(states(uses)).toEqual(STATES);
    expect(uses.get('crypto')?.reason).toBe(
      'libcrypto.so.3 is loaded by usr/bin/server → libssl.so.3',
    );
    expect(uses.get('server')?.reason).toBe('usr/bin/server is started by the image');
    expect(uses.get('plugin')?.reason).toBe(
      'usr/lib/server/gzip.so may be opened by usr/bin/server',
    );
  },
);

const SH = dynamicElf({ interpreter: '/lib64/ld-linux-x86-64.so.2' });
const SCRIPTED: Files = {
  ...FILES,
  'bin/sh': SH,
  'usr/bin/tini': SH,
  'usr/bin/gosu': SH,
  'usr/bin/env': SH,
  'entry.sh':
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the shell.
    '#!/bin/sh\nset -e\nif [ "${1#-}" != "$1" ]; then\n  set -- server "$@"\nfi\nexec gosu nobody "$@"\n',
};

it.each([
  ['a program of the image', { Entrypoint: ['/usr/bin/server'] }],
  ['a wrapper', { Entrypoint: ['tini', '-g', '--', 'env', 'A=b', 'server'] }],
  ['a shell', { Entrypoint: ['/bin/sh', '-c', 'A=1 exec /usr/bin/server --port "$PORT"'] }],
  ['a script with arguments', { Entrypoint: ['/entry.sh'], Cmd: ['server', '-x'] }],
  ['a script with options', { Entrypoint: ['sh', '/entry.sh'], Cmd: ['-x'] }],
  ['a variable of the image', { Env: ['BIN=/usr/bin/server'], Cmd: ['sh', '-c', 'exec $BIN'] }],
  ['the health check', { Cmd: ['other'], Healthcheck: { Test: ['CMD-SHELL', 'server -t'] } }],
])('finds the program behind %s', async (_name, config) => {
  const uses = await usesOf(config, SCRIPTED, OWNED);
  expect(uses.get('ssl')).toMatchObject({ state: 'loaded' });
  expect(uses.get('old-crypto')).toMatchObject({ state: 'no-evidence' });
});

it.each([
  ['has no ENTRYPOINT and no CMD', {}],
  ['starts a shell, which runs what it is given', { Cmd: ['sh'] }],
  ['missing, which the image starts, is not in the image', { Cmd: ['sh', '-c', 'missing'] }],
  ['starts a program whose name is in a variable', { Cmd: ['sh', '-c', 'exec $OTHER'] }],
  ['starts the arguments of the container', { Entrypoint: ['gosu', 'nobody'] }],
  ['runs the arguments of the container', { Entrypoint: ['sh', '-c', 'exec "$@"'] }],
  [
    'has LD_PRELOAD, which is not followed',
    { Cmd: ['sh', '-c', 'export LD_PRELOAD=/x.so; server'] },
  ],
  ['runs a command that it composes', { Cmd: ['sh', '-c', 'eval "$WHAT"'] }],
  ['cannot be read as a program', { Cmd: ['/usr/lib/server/broken'] }],
])('knows of no package when the image %s', async (reason, config) => {
  const files = { ...SCRIPTED, 'usr/lib/server/broken': Buffer.alloc(2 << 20) };
  const uses = await usesOf(config, files, OWNED);
  const { state, reason: why } = uses.get('old-crypto') ?? {};
  expect(state).toBe('unknown');
  expect(why).toContain(reason);
});

it.each([false, true])(
  'a file is loaded by each of its names (compressed: %s)',
  async (compressed) => {
    const link = (target: string) => ({ type: '1', link: target, mode: 0o755 });
    const files: Files = {
      'opt/x': dynamicElf({ needed: ['liba.so.1'] }),
      'usr/bin/owned': link('opt/x'),
      'usr/bin/started': link('usr/bin/owned'),
      'opt/a': dynamicElf({}),
      'usr/lib/owned-a': link('opt/a'),
      'usr/lib/liba.so.1': link('opt/a'),
    };
    const owned = { program: ['usr/bin/owned'], library: ['usr/lib/owned-a'] };
    const upper = { 'opt/.wh.x': '', 'opt/.wh.a': '' };
    const uses = await usesOf({ Entrypoint: ['/usr/bin/started'] }, files, owned, {
      compressed,
      upper,
    });
    expect(states(uses)).toEqual({ program: 'loaded', library: 'loaded' });
  },
);
