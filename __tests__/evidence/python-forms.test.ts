import { describe, expect, it } from '@jest/globals';
import { zip } from '../inventory/build/zip.js';
import { dynamicElf, PYTHON_PROGRAM } from './dynamic-elf.js';
import { type Files, usesOf } from './uses-of.js';

const PROGRAM = dynamicElf({ interpreter: '/lib64/ld-linux-x86-64.so.2' });
const SITE = 'usr/lib/python3.13/site-packages';
const LIB = 'usr/lib/x86_64-linux-gnu';

const distribution = (name: string, text = ''): Files => ({
  [`${SITE}/${name}-1.0.dist-info/METADATA`]: `Name: ${name}\nVersion: 1.0\n`,
  [`${SITE}/${name}-1.0.dist-info/RECORD`]: `${name}/__init__.py,,\n`,
  [`${SITE}/${name}/__init__.py`]: text,
});

const FILES: Files = {
  'usr/bin/python3.13': PYTHON_PROGRAM,
  'usr/bin/python3': { type: '2', link: 'python3.13' },
  'usr/lib/python3.13/os.py': '',
  'usr/lib/python3.13/importlib/__init__.py': '',
  'usr/lib/python3.13/ctypes/__init__.py': '',
  'usr/bin/tool': PROGRAM,
  [`${LIB}/libhidden.so.1`]: dynamicElf({}),
  [`${LIB}/libelse.so.1`]: dynamicElf({}),
  'app/other.py': 'import hidden\n',
  'app/log.ini': '[handler_x]\nclass=hidden.Handler\n',
  ...distribution('hidden'),
  ...distribution('unused'),
  ...distribution('plugins', 'from importlib.metadata import entry_points\n'),
  ...distribution('loader', 'from importlib import import_module as load\nload(name)\n'),
};
const OWNED = { lib: [`${LIB}/libhidden.so.1`], tool: ['usr/bin/tool'] };

const statesOf = async (
  main: string | Buffer,
  config: Record<string, unknown> = {},
  files: Files = {},
) => {
  const uses = await usesOf(
    { Cmd: ['python3', '/app/main.py'], WorkingDir: '/app', ...config },
    { ...FILES, 'app/main.py': main, ...files },
    OWNED,
  );
  return (name: string) => uses.get(name)?.state;
};

it.each([
  'import os; import hidden',
  'if True: import hidden',
  'import os\rimport hidden\r',
  'import\thidden',
  '\fimport hidden',
  'import\fhidden',
  'if True:\n\f import\f\\\n\f hidden',
  'from\fhidden\fimport\fa',
  'import \\\n hidden',
  'from hidden import (\n# a comment )\nx)',
  'class A: import hidden',
  'import importlib\nimportlib.import_module ("hidden")',
])('follows every import statement: %j', async (main) => {
  const state = await statesOf(`${main}\n`);
  expect([state('hidden'), state('unused')]).toEqual(['loaded', 'no-evidence']);
});

it.each([
  'import importlib\nimportlib.import_module("hid" + "den")',
  'import importlib\nimportlib.import_module("hid%s" % "den")',
  'import importlib\nimportlib.import_module(name="hidden")',
  'import importlib\nload = importlib.import_module\nload("hidden")',
  'import importlib\ngetattr(importlib, "import_" + "module")("hidden")',
  'list(map(__import__, ["hidden"]))',
  'load = __import__\nload("hidden")',
  'exec("import hid" + "den")',
  'eval("__imp" + "ort__(\'hidden\')")',
  'exec(open("/app/other.py").read())',
  'import runpy\nrunpy.run_module("hidden")',
  'import pkgutil\nfor m in pkgutil.iter_modules(): m.module_finder.find_spec(m.name).loader.load_module(m.name)',
  'import pickle\npickle.loads(b"chidden\\nx\\n.")',
  'import logging.config\nlogging.config.fileConfig("/app/log.ini")',
  'import subprocess, sys\nsubprocess.run([sys.executable, "-m", "hidden"])',
  'import os\nos.system("python3 -m hidden")',
  'import subprocess\nsubprocess.run(["python3", "/app/other.py"])',
  'import multiprocessing as m\nm.Process(target=__import__, args=("hidden",)).start()',
  'import \uff48idden',
  'from importlib.util import spec_from_file_location as s\ns("x", path)',
  'import sys\nsys.path.insert(0, somewhere)\nimport absent',
  'import loader\nNAME = "hidden"',
])('does not say what Python code leaves unused that has: %j', async (main) => {
  expect((await statesOf(`${main}\n`))('hidden')).not.toBe('no-evidence');
});

it.each([
  ['another encoding', Buffer.from('import hidden\n', 'utf16le')],
  ['a damaged archive', Buffer.from('PK\x03\x04 damaged')],
])('does not know what %s imports', async (_name, main) => {
  expect((await statesOf(main))('unused')).toBe('unknown');
});

const archive = (name: string) => zip([{ name, body: 'import hidden\n' }]);

it.each<readonly [string, Record<string, unknown>, string, Files]>([
  [
    'an application',
    { Cmd: ['python3', 'app.pyz'] },
    '',
    { 'app/app.pyz': archive('__main__.py') },
  ],
  [
    'a script',
    {},
    'import sys\nsys.path.insert(0, "/app/m.egg")\nimport m\n',
    { 'app/m.egg': archive('m.py') },
  ],
  [
    'PYTHONPATH',
    { Env: ['PYTHONPATH=/app/m.zip'] },
    'import m\n',
    { 'app/m.zip': archive('m.py') },
  ],
  [
    'a .pth file',
    {},
    'import m\n',
    { [`${SITE}/m.egg`]: archive('m/__init__.py'), [`${SITE}/easy-install.pth`]: './m.egg\n' },
  ],
])('follows the imports in an archive on the path of %s', async (_name, config, main, files) => {
  const state = await statesOf(main, config, files);
  expect([state('hidden'), state('unused')]).toEqual(['loaded', 'no-evidence']);
});

it('finds the files of an egg', async () => {
  const egg = `${SITE}/laid-1.0-py3.13.egg`;
  const state = await statesOf(
    'import laid\n',
    {},
    {
      [`${SITE}/easy-install.pth`]: './laid-1.0-py3.13.egg\n',
      [`${egg}/EGG-INFO/PKG-INFO`]: 'Metadata-Version: 1.0\nName: laid\nVersion: 1.0\n',
      [`${egg}/laid/__init__.py`]: '',
    },
  );
  expect(state('laid')).toBe('loaded');
});

it.each([
  'import ctypes\nctypes.CDLL("libhidden.so.1")',
  'import ctypes.util\nctypes.CDLL(ctypes.util.find_library("hidden"))',
  'from cffi import FFI\nFFI().dlopen("libhidden.so.1")',
  'import ctypes\nctypes.cdll.LoadLibrary(name)',
])('may open a library by its name: %j', async (main) => {
  expect((await statesOf(`${main}\n`))('lib')).toBe('unknown');
});

it.each([
  'import asyncio\nasyncio.create_subprocess_exec("tool")',
  'import asyncio\nasyncio.create_subprocess_shell("cd / && tool")',
  'import subprocess\nsubprocess.run("cd / && tool x", shell=True)',
  'import pty\npty.spawn(["tool"])',
  'from sh import tool\ntool()',
  'import subprocess\nsubprocess.run("cat x | tool".split())',
  'import shutil, runner\nrunner.go(shutil.which("tool"))',
])('may start a program: %j', async (main) => {
  expect((await statesOf(`${main}\n`))('tool')).toBe('unknown');
});

it('may import the plugins of entry points, if something asks for them', async () => {
  const files = { [`${SITE}/hidden-1.0.dist-info/entry_points.txt`]: '[plugins]\na = hidden:x\n' };
  expect((await statesOf('import plugins\n', {}, files))('hidden')).toBe('unknown');
  expect((await statesOf('import os\n', {}, files))('hidden')).toBe('no-evidence');
});

it.each([
  ['a file in an argument', { Cmd: ['python3', 'main.py', 'other.py'] }, 'loaded'],
  ['a configuration file in an argument', { Cmd: ['python3', 'main.py', 'log.ini'] }, 'unknown'],
  ['an option', { Cmd: ['python3', 'main.py', '--class=hidden.Worker'] }, 'unknown'],
  ['a variable', { Env: ['SERVER_ARGS=-k hidden.Worker'] }, 'unknown'],
])('follows what %s names', async (_name, config, expected) => {
  expect((await statesOf('import loader\n', config))('hidden')).toBe(expected);
});

it('searches the folders of every user', async () => {
  const home = 'home/app/.local/lib/python3.13/site-packages';
  const state = await statesOf(
    'import mine\n',
    { User: 'app' },
    {
      'etc/passwd': 'root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/home/app:/bin/sh\n',
      [`${home}/mine-1.0.dist-info/METADATA`]: 'Name: mine\nVersion: 1.0\n',
      [`${home}/mine/__init__.py`]: '',
    },
  );
  expect(state('mine')).toBe('loaded');
});

it('does not know what a native module of the application imports', async () => {
  const state = await statesOf('import core\n', {}, { 'app/core.abi3.so': dynamicElf({}) });
  expect(state('hidden')).toBe('unknown');
});

describe('a module that the distribution packages', () => {
  const own = [
    'usr/lib/python3/dist-packages/jinja/__init__.py',
    'usr/lib/python3/dist-packages/jinja/_c.so',
  ];
  const alpine = ['usr/lib/python3.13/site-packages/jinja/__init__.py'];
  const stateOf = async (main: string, paths: readonly string[], name: string) => {
    const files = Object.fromEntries(
      paths.map((path) => [
        path,
        path.endsWith('.so') ? dynamicElf({ needed: ['libhidden.so.1'] }) : '',
      ]),
    );
    const owned = { ...OWNED, 'python3-jinja': paths };
    const config = { Cmd: ['python3', '/app/main.py'], WorkingDir: '/app' };
    const uses = await usesOf(config, { ...FILES, ...files, 'app/main.py': main }, owned);
    return uses.get(name)?.state;
  };
  const DYNAMIC = 'import sys, importlib\nimportlib.import_module(sys.argv[1])\n';

  it.each([
    ['is unknown if a name is composed', DYNAMIC, own, 'python3-jinja', 'unknown'],
    ['is unknown in site-packages, too', DYNAMIC, alpine, 'python3-jinja', 'unknown'],
    ['makes the libraries that it needs unknown', DYNAMIC, own, 'lib', 'unknown'],
    ['has no evidence if nothing imports it', 'import os\n', own, 'python3-jinja', 'no-evidence'],
    ['is loaded if it is imported', 'import jinja\n', alpine, 'python3-jinja', 'loaded'],
  ])('%s', async (_, main, paths, name, state) => {
    expect(await stateOf(main, paths, name)).toBe(state);
  });
});
