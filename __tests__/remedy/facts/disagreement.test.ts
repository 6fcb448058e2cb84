import { expect, it, test } from '@jest/globals';
import { disagreementOf } from '../../../src/remedy/facts/disagreement.js';

const json = (dependencies: object, more: object = {}) => JSON.stringify({ dependencies, ...more });
const npmLock = (packages: object) => JSON.stringify({ lockfileVersion: 3, packages });
const pnpm = (range: string) =>
  `lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      a:\n        specifier: ${range}\n        version: 1.0.0\n\n  web:\n    dependencies:\n      b:\n        specifier: ^9.0.0\n        version: 9.0.0\n\npackages:\n\n  a@1.0.0:\n    resolution: {integrity: x}\n`;
const oldPnpm = (range: string) =>
  `lockfileVersion: 5.4\n\nspecifiers:\n  a: ${range}\n\ndependencies:\n  a: 1.0.0\n`;
const toml = (name: string, version: string) =>
  `version = 3\n\n[[package]]\nname = "${name}"\nversion = "${version}"\n`;
const sum = (version: string) =>
  `example.org/a ${version} h1:x=\nexample.org/a ${version}/go.mod h1:x=\n`;
const mod = (version: string, more = '') =>
  `module m\n\ngo 1.22\n\nrequire (\n\texample.org/a ${version}\n\texample.org/b v9.0.0 // indirect\n)\n${more}`;

/** The files of a project: what its manager accepts, what it refuses, and the command that people run. */
const CASES: readonly (readonly [
  lockfile: string,
  list: string,
  fits: readonly [list: string, lock: string],
  refused: readonly [list: string, lock: string],
  command: string,
])[] = [
  [
    ...['package-lock.json', 'package.json'],
    [json({ a: '^1.0.0' }), npmLock({ 'node_modules/a': { version: '1.2.0' } })],
    [json({ a: '1.2.1' }), npmLock({ 'node_modules/a': { version: '1.2.0' } })],
    'npm install',
  ],
  [
    ...['npm-shrinkwrap.json', 'package.json'],
    [json({ a: 'github:x/a', b: '1' }, { overrides: { b: '2' } }), npmLock({ '': {} })],
    [json({ a: '^1' }), npmLock({ '': {} })],
    'npm install',
  ],
  [
    ...['pnpm-lock.yaml', 'package.json'],
    [json({ a: '^1.0.0', b: 'workspace:*' }), pnpm('^1.0.0')],
    [json({ a: '^1.0.1' }), pnpm('^1.0.0')],
    'pnpm install',
  ],
  [
    ...['pnpm-lock.yaml', 'package.json'],
    [json({ a: '^1.0.0' }), oldPnpm('^1.0.0')],
    [json({ a: '^1.0.1' }), oldPnpm('^1.0.0')],
    'pnpm install',
  ],
  [
    ...['yarn.lock', 'package.json'],
    [json({ a: '^1.0.0' }), 'a@^1.0.0, a@^1.1.0:\n  version "1.2.0"\n'],
    [json({ a: '1.2.1' }), '"a@npm:^1.0.0":\n  version: 1.2.0\n'],
    'yarn install',
  ],
  [
    ...['Cargo.lock', 'Cargo.toml'],
    ['[dependencies]\na = "1.0"\n', toml('a', '1.2.0')],
    ['[dependencies]\na = { version = "1.3", features = ["x"] }\n', toml('a', '1.2.0')],
    'cargo update --workspace',
  ],
  [
    ...['go.sum', 'go.mod'],
    [
      mod(
        'v1.0.0',
        'exclude (\n\texample.org/c v1.0.0\n)\nrequire example.org/d v1.0.0\nreplace example.org/d => ../d\n',
      ),
      sum('v1.0.0'),
    ],
    [mod('v1.1.0'), sum('v1.0.0')],
    'go mod tidy',
  ],
  [
    ...['poetry.lock', 'pyproject.toml'],
    ['[tool.poetry.dependencies]\nA-b = "1.0.0"\n', toml('a-b', '1.0.0')],
    ['[tool.poetry.dependencies]\nA_b = "1.1.0"\n', toml('a-b', '1.0.0')],
    'poetry lock',
  ],
  [
    ...['uv.lock', 'pyproject.toml'],
    ['[project]\ndependencies = [\n  "a==1.0.0",\n]\n', toml('a', '1.0.0')],
    ['[project]\ndependencies = [\n  "a==1.1.0",\n]\n', toml('a', '1.0.0')],
    'uv lock',
  ],
  [
    ...['composer.lock', 'composer.json'],
    [JSON.stringify({ require: { 'v/a': '1.0.0' } }), composer('v1.0.0')],
    [JSON.stringify({ require: { 'v/a': '1.1.0' } }), composer('v1.0.0')],
    'composer update v/a',
  ],
  [
    ...['Gemfile.lock', 'Gemfile'],
    ['gem "a", "1.0.0"\n', 'GEM\n  specs:\n    a (1.0.0)\n'],
    ["gem 'a', '1.1.0'\n", 'GEM\n  specs:\n    a (1.0.0)\n'],
    'bundle lock',
  ],
] as const;

function composer(version: string): string {
  const packages = [{ name: 'v/a', version }];
  return JSON.stringify({ packages }, null, 4);
}

test.each(CASES)('%s is compared with %s', (lockfile, list, fits, refused, command) => {
  const found = ([text, lock]: readonly [string, string]) => {
    const files = new Map([
      [`x/${list}`, text],
      [`x/${lockfile}`, lock],
    ]);
    const path = lockfile === 'go.sum' ? 'x/go.mod' : `x/${lockfile}`;
    return disagreementOf(path, (one) => files.get(one));
  };
  expect(found(fits)).toBeUndefined();
  const disagreement = found(refused);
  expect(disagreement).toMatchObject({ list: `x/${list}`, lockfile: `x/${lockfile}` });
  expect(disagreement?.command.join(' ')).toBe(command);
  expect(disagreement?.needs).toHaveLength(1);
});

it('says nothing of text that is not valid, and of files that are not there', () => {
  expect(disagreementOf('package-lock.json', () => '{')).toBeUndefined();
  expect(disagreementOf('package-lock.json', () => undefined)).toBeUndefined();
  expect(disagreementOf('README.md', () => '{}')).toBeUndefined();
});
