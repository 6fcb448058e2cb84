import { expect, it } from '@jest/globals';
import { dynamicElf, NODE_PROGRAM, PYTHON_PROGRAM } from './dynamic-elf.js';
import { type Files, usesOf } from './uses-of.js';

const interpreter = '/lib64/ld-linux-x86-64.so.2';
const OPENER = dynamicElf({ interpreter, symbols: ['dlopen'] });
const FILES: Files = {
  'usr/lib/libfar.so.1': dynamicElf({}),
  'usr/bin/python3': PYTHON_PROGRAM,
  'usr/bin/node': NODE_PROGRAM,
  'app/main.py': 'import os\n',
  'app/main.js': 'console.log(1)\n',
  'usr/lib/libpython3.13.so.1.0': dynamicElf({ symbols: ['Py_Main'] }),
  'usr/lib/python3/dist-packages/far/__init__.py': '',
};
const OWNED = { far: ['usr/lib/libfar.so.1'] };

it.each([
  ['opt/bin/python3', OPENER],
  ['opt/jvm/serve', OPENER],
  ['opt/node_modules/serve', OPENER],
  ['opt/libc-serve', OPENER],
  [
    'opt/serve',
    dynamicElf({ interpreter, texts: ['NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:1'] }),
  ],
  [
    'usr/bin/node',
    dynamicElf({
      interpreter,
      symbols: ['napi_module_register'],
      texts: ['NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:1'],
    }),
  ],
  ['opt/serve', dynamicElf({ interpreter, texts: ['Fatal Python error: %s'] })],
  ['opt/serve', dynamicElf({ interpreter, texts: ['_MEIPASS2'] })],
])('calls no package unused when the image starts an own program: %s', async (path, program) => {
  const config = { Cmd: [`/${path}`, '/app/main.py'] };
  const uses = await usesOf(config, { ...FILES, [path]: program }, OWNED);
  expect(uses.get('far')?.state).toBe('unknown');
});

it.each([
  ['python3', '/app/main.py'],
  ['node', '/app/main.js'],
])('knows what %s loads', async (...Cmd) => {
  expect((await usesOf({ Cmd }, FILES, OWNED)).get('far')?.state).toBe('no-evidence');
});

it('calls no Python package unused when another program has a Python of its own', async () => {
  const files: Files = {
    ...FILES,
    'usr/bin/server': dynamicElf({ interpreter, needed: ['libpython3.13.so.1.0'] }),
    'usr/lib/python3/dist-packages/far-1.dist-info/METADATA': 'Name: far\nVersion: 1\n',
  };
  const main = { Cmd: ['python3', '/app/main.py'] };
  expect((await usesOf(main, files)).get('far')?.state).toBe('no-evidence');
  const both = { ...main, Healthcheck: { Test: ['CMD', '/usr/bin/server'] } };
  expect((await usesOf(both, files)).get('far')?.state).toBe('unknown');
});
