import { expect, it } from '@jest/globals';
import { zip } from '../inventory/build/zip.js';
import { dynamicElf, JAVA_PROGRAM, NODE_PROGRAM, PYTHON_PROGRAM } from './dynamic-elf.js';
import { type Files, usesOf } from './uses-of.js';

const PROGRAM = dynamicElf({ interpreter: '/lib64/ld-linux-x86-64.so.2' });
const SITE = 'usr/lib/python3.13/site-packages';

const distribution = (name: string, top = name): Files => ({
  [`${SITE}/${name}-1.0.dist-info/METADATA`]: `Name: ${name}\nVersion: 1.0\n`,
  [`${SITE}/${name}-1.0.dist-info/top_level.txt`]: `${top}\n`,
});

const PYTHON: Files = {
  'usr/bin/python3.13': PYTHON_PROGRAM,
  'usr/bin/python3': { type: '2', link: 'python3.13' },
  'usr/lib/python3.13/os.py': 'import stat\n',
  'usr/lib/python3.13/x.py': '',
  'usr/lib/python3.13/subprocess.py': 'import os\n',
  'app/main.py':
    'import framework\ndef later():\n    from .local import thing\n    import lazy.part as x\n',
  'app/local.py': 'from yamlish import (\n  load,  # a comment\n)\n',
  'app/settings.py': 'PLUGINS = ["plugged.core"]\n',
  ...distribution('framework'),
  [`${SITE}/framework/__init__.py`]: 'from . import _speed\nfrom .util import x\n',
  [`${SITE}/framework/util.py`]: 'from importlib import import_module\nimport_module(name)\n',
  [`${SITE}/framework/_speed.cpython-313-x86_64-linux-gnu.so`]: dynamicElf({
    needed: ['libfast.so.1'],
  }),
  'usr/lib/libfast.so.1': dynamicElf({}),
  ...distribution('Lazy', 'lazy'),
  [`${SITE}/lazy/part.py`]: '',
  ...distribution('YAMLish', 'yamlish'),
  [`${SITE}/yamlish.py`]: '',
  ...distribution('plugged'),
  [`${SITE}/plugged/__init__.py`]: '',
  [`${SITE}/plugged/core.py`]: '',
  ...distribution('unused'),
  [`${SITE}/unused/__init__.py`]: '',
};
const FAST = { fast: ['usr/lib/libfast.so.1'] };

it.each([
  ['a script', { Cmd: ['python3', '/app/main.py'] }],
  ['a script in the working folder', { WorkingDir: '/app', Cmd: ['python3', '-u', 'main.py'] }],
  ['a module', { WorkingDir: '/app', Cmd: ['python3', '-m', 'main'] }],
  ['a text', { Env: ['PYTHONPATH=/app'], Cmd: ['python3', '-c', 'import main'] }],
  [
    'an object that an argument names',
    { WorkingDir: '/app', Cmd: ['python3', '-m', 'x', 'main:app'] },
  ],
])('follows the imports of %s', async (_name, config) => {
  const uses = await usesOf(config, PYTHON, FAST);
  for (const name of ['framework', 'Lazy', 'YAMLish', 'fast'])
    expect([name, uses.get(name)?.state]).toEqual([name, 'loaded']);
  expect(uses.get('unused')?.state).toBe('no-evidence');
  expect(uses.get('plugged')?.state).toBe('no-evidence');
});

it('imports the modules that the texts of an application name, if something imports by computed names', async () => {
  const files = { ...PYTHON, 'app/main.py': 'import framework, settings\n' };
  const uses = await usesOf({ Cmd: ['python3', '/app/main.py'] }, files);
  expect(uses.get('plugged')).toEqual({
    state: 'loaded',
    reason: expect.stringMatching(/^plugged\/__init__\.py is loaded by .* → settings\.py$/),
  });
});

it.each([
  ['after a semicolon', 'import os; import unused'],
  ['on one line with its condition', 'if True: import unused'],
  ['all its names, without a blank', 'from unused import*'],
])('follows a Python import %s', async (_name, text) => {
  const files = { ...PYTHON, 'app/main.py': `${text}\n` };
  const uses = await usesOf({ Cmd: ['python3', '/app/main.py'] }, files);
  expect(uses.get('unused')?.state).toBe('loaded');
});

it.each([
  'from importlib import import_module as load\nload("un" + "used")',
  'import importlib\nimportlib.import_module("un" + "used")',
  'load = __import__\nload("unused"[:6])',
  'exec(open("/app/other.txt").read())',
  'import subprocess, sys\nsubprocess.run([sys.executable, "/app/other.py"])',
])('does not say what Python code leaves unused that has: %s', async (text) => {
  const files = { ...PYTHON, 'app/main.py': `${text}\n` };
  const uses = await usesOf({ Cmd: ['python3', '/app/main.py'] }, files);
  expect(uses.get('unused')?.state).toBe('unknown');
});

it('reads the folders of a virtual environment', async () => {
  const files = {
    ...PYTHON,
    'venv/bin/python': { type: '2', link: '/usr/bin/python3.13' },
    'venv/pyvenv.cfg': 'home = /usr/bin\ninclude-system-site-packages = false\n',
    'venv/bin/serve': '#!/venv/bin/python\nimport inner\nimport unused\n',
    'venv/lib/python3.13/site-packages/inner/__init__.py': '',
    'venv/lib/python3.13/site-packages/inner-2.dist-info/METADATA': 'Name: inner\nVersion: 2\n',
    'venv/lib/python3.13/site-packages/inner-2.dist-info/RECORD': 'inner/__init__.py,,\n',
  };
  const uses = await usesOf({ Cmd: ['/venv/bin/serve'] }, files);
  expect(uses.get('inner')?.state).toBe('loaded');
  expect(uses.get('unused')?.state).toBe('no-evidence');
});

const module = (name: string, main: string, more: Files = {}, manifest = {}): Files => ({
  [`app/node_modules/${name}/package.json`]: JSON.stringify({
    name,
    version: '1.0.0',
    ...manifest,
  }),
  [`app/node_modules/${name}/index.js`]: main,
  ...Object.fromEntries(
    Object.entries(more).map(([path, body]) => [`app/node_modules/${name}/${path}`, body]),
  ),
});

const NODE: Files = {
  'usr/bin/node': NODE_PROGRAM,
  'bin/sh': PROGRAM,
  'app/package.json': '{"name":"app","version":"0.0.1","scripts":{"start":"node ./server"}}',
  'app/server.js': 'import web from "web";\nimport { a } from "modern/part";\nrequire("fs");\n',
  ...module('web', 'const a = require("./lib/a");', { 'lib/a.js': 'require(`deep`)' }),
  ...module('deep', 'module.exports = require("./" + name)', { 'other.js': 'require("maybe")' }),
  ...module('maybe', ''),
  ...module(
    'modern',
    '',
    {
      'dist/p.mjs': 'export * from "../native.node"; import("@scope/late")',
      'native.node': dynamicElf({ needed: ['libfast.so.1'] }),
    },
    { exports: { './*': { import: './dist/p.mjs' } } },
  ),
  ...module('@scope/late', 'require(process.env.PLUGIN)', {}, { peerDependencies: { peer: '*' } }),
  ...module('peer', ''),
  ...module('unused', ''),
  'usr/lib/libfast.so.1': dynamicElf({}),
};

it.each([
  ['node', { Cmd: ['node', '--enable-source-maps', '/app/server.js'] }],
  ['node in the working folder', { WorkingDir: '/app', Cmd: ['node', 'server'] }],
  ['an option', { WorkingDir: '/app', Cmd: ['node', '-r', './server.js', '-e', '1'] }],
  ['a package manager', { WorkingDir: '/app', Cmd: ['npm', 'start'] }],
])('follows what is required and imported, started with %s', async (_name, config) => {
  const npm = { 'usr/bin/npm': '#!/usr/bin/node\nrequire("./none")\n' };
  const uses = await usesOf(config, { ...NODE, ...npm }, FAST);
  const states = Object.fromEntries([...uses].map(([name, { state }]) => [name, state]));
  expect(states).toMatchObject({
    ...{ web: 'loaded', deep: 'loaded', modern: 'loaded', '@scope/late': 'loaded', fast: 'loaded' },
    ...{ maybe: 'unknown', peer: 'unknown', unused: 'no-evidence' },
  });
});

it('does not know what a bundle contains', async () => {
  const files = { ...NODE, 'app/server.js': 'var a = __webpack_require__(1);' };
  const uses = await usesOf({ Cmd: ['node', '/app/server.js'] }, files);
  expect(uses.get('unused')).toEqual({
    state: 'unknown',
    reason: 'app/server.js is a bundle, which may contain it',
  });
});

const POM = (name: string) => ({
  name: `META-INF/maven/g/${name}/pom.properties`,
  body: `groupId=g\nartifactId=${name}\nversion=1\n`,
});

it('follows the class path of a jar: its manifest, and the archives inside of it', async () => {
  const inner = zip([POM('inner')]);
  const app = zip([
    POM('app'),
    { name: 'META-INF/MANIFEST.MF', body: 'Main-Class: A\r\nClass-Path: lib/li\r\n nked.jar\r\n' },
    { name: 'BOOT-INF/lib/inner.jar', body: inner },
  ]);
  const files = {
    'opt/jvm/bin/java': JAVA_PROGRAM,
    'usr/bin/java': { type: '2', link: '/opt/jvm/bin/java' },
    'opt/jvm/lib/server/libjvm.so': dynamicElf({ needed: ['libfast.so.1'] }),
    'usr/lib/libfast.so.1': dynamicElf({}),
    'app/app.jar': app,
    'app/lib/linked.jar': zip([POM('linked')]),
    'app/plugins/plugin.jar': zip([POM('plugin')]),
  };
  const uses = await usesOf({ Cmd: ['java', '-Xmx1g', '-jar', '/app/app.jar'] }, files, FAST);
  const states = Object.fromEntries([...uses].map(([name, { state }]) => [name, state]));
  expect(states).toMatchObject({
    ...{ 'g:app': 'loaded', 'g:inner': 'loaded', 'g:linked': 'loaded', fast: 'loaded' },
    'g:plugin': 'unknown',
  });
});

it('starts the programs of supervisord', async () => {
  const files = {
    ...PYTHON,
    'usr/bin/supervisord': '#!/usr/bin/python3\nimport framework\n',
    'etc/supervisord.conf': '[include]\nfiles = conf.d/*.ini\n',
    'etc/conf.d/app.ini': '[program:app]\ncommand=/usr/bin/python3 /app/main.py ; comment\n',
  };
  const uses = await usesOf({ Cmd: ['supervisord', '-n'] }, files);
  expect(uses.get('YAMLish')?.state).toBe('loaded');
});
