import { expect, it } from '@jest/globals';
import { dynamicElf, NODE_PROGRAM } from './dynamic-elf.js';
import { type Files, usesOf } from './uses-of.js';

const PROGRAM = dynamicElf({ interpreter: '/lib64/ld-linux-x86-64.so.2' });
const installed = (name: string, main: string, manifest = {}): Files => ({
  [`app/node_modules/${name}/package.json`]: JSON.stringify({
    name,
    version: '1.0.0',
    ...manifest,
  }),
  [`app/node_modules/${name}/index.js`]: main,
});

const FILES: Files = {
  'bin/sh': PROGRAM,
  'usr/bin/node': NODE_PROGRAM,
  'app/package.json': '{"name":"app","version":"0.0.1","dependencies":{"listed":"1"}}',
  'app/worker.js': 'require("hidden")',
  'app/config.json': '{"plugins":["hidden"]}',
  ...installed('hidden', '1'),
  ...installed('listed', '1'),
  ...installed('other', '1'),
  ...installed('web', 'exports.view = (name) => require(name)'),
  ...installed('template', 'new Function("return this")()'),
  ...installed('runner', 'require("child_process").spawn("node", process.argv.slice(2))', {
    bin: { runner: 'index.js' },
  }),
};

const AWAY = 'require("/app/node_modules/hidden")';
const HOME: Files = { 'root/.node_modules/away/index.js': AWAY };
const OTHER: Files = { 'home/me/.node_libraries/away.js': AWAY };

const statesOf = async (main: string, config: Record<string, unknown> = {}, files: Files = {}) => {
  const uses = await usesOf(
    { Cmd: ['node', '/app/main.js'], WorkingDir: '/app', ...config },
    { ...FILES, 'app/main.js': main, ...files },
  );
  return (name: string) => uses.get(name)?.state;
};

it.each([
  'module.require("hidden")',
  'require.main.require("hidden")',
  'globalThis.process.mainModule.require("hidden")',
  'require("module")._load("hidden")',
  'require?.("hidden")',
  '(0, require)("hidden")',
  'require.call(null, "hidden")',
  'require("module").createRequire(__filename)("hidden")',
  'require(/* a comment */ "hidden")',
  'import(/* webpackChunkName: "x" */ "hidden")',
  'require(\n\n\n"hidden"\n)',
  'const load = require; load("hidden")',
  'const load = module.require;\nload("hidden")',
  'import { createRequire } from "node:module"; const load = createRequire(import.meta.url); load("hidden")',
])('follows every way to load a constant name: %s', async (main) => {
  expect((await statesOf(main))('hidden')).toBe('loaded');
});

it.each([
  'require("hid" + "den")',
  'require(process.env.P)',
  'require("hi\\x64den")',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of the program that is read.
  'import(`${a}den`)',
  '["hidden"].map(require)',
  'const all = { require }; all.require("hidden")',
  'globalThis["require"]("hidden")',
  'eval("requ" + "ire(\'hidden\')")',
  'new Function("r", "return r(\'hidden\')")(require)',
  'require("child_process").spawn("node", ["/app/worker.js"])',
  'require("child_process").execFile(process.execPath, [__dirname + "/worker.js"])',
  'require("child_process").fork(__dirname + "/worker.js")',
  'require("child_process").fork(require("path").join(__dirname, "worker.js"))',
  'new (require("worker_threads").Worker)("./worker.js")',
  'const { Worker } = require("worker_threads"); new Worker(file)',
  'require("vm").runInThisContext(require("fs").readFileSync("/app/worker.js"))',
  'require("./config.json").plugins.forEach((name) => require(name))',
  'require("web").view("hidden")',
])('does not say what is left unused by: %s', async (main) => {
  expect((await statesOf(main))('hidden')).not.toBe('no-evidence');
});

it('lets an installed package load by a composed name what the application lists and names', async () => {
  const state = await statesOf('require("web").view("hidden")');
  expect([state('hidden'), state('listed'), state('other')]).toEqual([
    'unknown',
    'unknown',
    'no-evidence',
  ]);
});

it('reads no more into an installed package that only compiles a text', async () => {
  const state = await statesOf('require("template")');
  expect([state('template'), state('listed')]).toEqual(['loaded', 'no-evidence']);
});

it.each([
  ['NODE_OPTIONS', { Env: ['NODE_OPTIONS=--require hidden'] }],
  ['--require', { Cmd: ['node', '--require', 'hidden', 'main.js'] }],
  ['-r without a blank', { Cmd: ['node', '-rhidden', 'main.js'] }],
  ['--import', { Cmd: ['node', '--import=hidden', 'main.js'] }],
  ['--eval', { Cmd: ['node', '--eval=require("hidden")'] }],
  [
    'NODE_OPTIONS of a script',
    { Cmd: ['sh', '-c', 'export NODE_OPTIONS="--require hidden"; exec node main.js'] },
  ],
])('loads what %s names', async (_name, config) => {
  expect((await statesOf('1', config))('hidden')).toBe('loaded');
});

it.each([
  ['an installed program', ['node', 'node_modules/runner/index.js', 'worker.js']],
  ['a file with variables', ['node', '--env-file=.env', 'main.js']],
])('does not say what %s leaves unused', async (_name, Cmd) => {
  const files = { 'app/.env': 'NODE_OPTIONS=--require hidden\n' };
  expect((await statesOf('1', { Cmd }, files))('hidden')).toBe('unknown');
});

it('finds no evidence for a package that nothing names', async () => {
  const state = await statesOf('const a = require("web"); /hidden/.exec(a)');
  expect(state('other')).toBe('no-evidence');
});

it.each([
  'set -- worker.js; exec node "$@"',
  'set worker.js; exec node $1',
  'set -e worker.js\nexec node "$1"',
  'set -- --require hidden "$@"; exec node "$@"',
  'if [ "$1" = main.js ]; then set -- worker.js; fi; exec node "$@"',
  'shift; exec node "$1"',
  'while [ $# -gt 2 ]; do shift; done; exec node "$@"',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the shell.
  'exec node "${@:2}"',
  '. /app/arguments.sh; exec node "$@"',
  'set -- worker.js; for f in "$1"; do node $f; done',
  'set -- worker.js; for f in "$@"; do node $f; done',
  'eval set -- worker.js; exec node "$@"',
  'x=$(shift; node "$1")',
])('follows the arguments that a start script changes: %s', async (script) => {
  const state = await statesOf(
    '1',
    { Cmd: ['sh', 'start.sh', 'main.js', 'worker.js', 'x'] },
    { 'app/start.sh': script, 'app/arguments.sh': 'set -- worker.js' },
  );
  expect(state('hidden')).not.toBe('no-evidence');
});

it.each([
  'import "file:///app/node_modules/hidden/index.js"',
  'import{a as b}from/*x*/"hidden"',
  'import{a as b}from // x\n"hidden"',
  'import/* a *//* b */"hidden"',
  'require/* a */(/* b *//* c */"hidden")',
  'require ( // x\n "hidden")',
  'import "data:text/javascript,import \'file:///app/node_modules/hidden/index.js\'"',
  'import "me"',
  'require("me/part")',
])('does not say what a file leaves unused that loads it in another form: %s', async (main) => {
  const manifest = { name: 'me', exports: { '.': './worker.js', './part': './worker.js' } };
  const files = { 'app/package.json': JSON.stringify(manifest) };
  expect((await statesOf(main, {}, files))('hidden')).not.toBe('no-evidence');
});

it.each([
  ['quotes in NODE_OPTIONS', { Env: ['NODE_OPTIONS="--require" "hidden"'] }, {}],
  ['a part in quotes', { Env: ['NODE_OPTIONS=--require "hid\\den"'] }, {}],
  [
    'node-options of .npmrc',
    { Cmd: ['npm', 'start'] },
    {
      'app/.npmrc': 'node-options=--require=hidden\n',
      'app/package.json': '{"scripts":{"start":"node main.js"}}',
      'usr/bin/npm': { type: '2', link: '../lib/node_modules/npm/bin/npm-cli.js' },
      'usr/lib/node_modules/npm/bin/npm-cli.js': '#!/usr/bin/env node\n1',
      'usr/lib/node_modules/npm/package.json': '{"name":"npm","version":"10.0.0"}',
      'usr/bin/env': PROGRAM,
    },
  ],
  ['~/.node_modules', {}, { 'app/main.js': 'require("away")', ...HOME }],
  ['another home', { Env: ['HOME=/home/me'] }, { 'app/main.js': 'require("away")', ...OTHER }],
])('does not say what %s leaves unused', async (_name, config, files: Files) => {
  expect((await statesOf('1', config, files))('hidden')).not.toBe('no-evidence');
});
