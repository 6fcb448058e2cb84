import { expect, test } from '@jest/globals';
import { cargoLock, poetryLock } from '../../../src/builds/lockfiles/toml.js';
import { poetryReleases, uvReleases } from '../../../src/builds/package-provenance/python-locks.js';
import { cargoNeeds, pythonNeeds } from '../../../src/remedy/facts/needs.js';

const HASH = `sha256:${'a'.repeat(64)}`;
const USUAL = '[[package]]\nname = "a"\nversion = "1.0.0"\n';

test.each([
  ['as a manager writes it', USUAL],
  ['without blanks', '[[package]]\nname="a"\nversion="1.0.0"\n'],
  ['in another order', '[[ package ]] # a\nversion = "1.0.0"\nname = "a"\n'],
  ['in other quotes', "[[package]]\r\n'name' = 'a'\r\nversion = '1.0.0'\r\n"],
  ['indented', '[[package]]\n  name = "a"\n  version = "1.0.0"\n'],
  ['with a table in it', `${USUAL}[package.dependencies]\nversion = "2"\n`],
])('a package of a lockfile is read %s', (_, text) => {
  const packages = [cargoLock, poetryLock].flatMap(({ read }) => read(text, new Set(['a'])));
  expect(packages.map(({ name, version }) => [name, version])).toEqual([
    ['a', '1.0.0'],
    ['a', '1.0.0'],
  ]);
  for (const releases of [uvReleases(text), poetryReleases(text)])
    expect([...releases.values()].map(({ name, version }) => [name, version])).toEqual([
      ['a', '1.0.0'],
    ]);
});

test('what looks like a package in a text is none', () => {
  const text = `note = """\n${USUAL}"""\n`;
  expect(cargoLock.read(text, new Set(['a']))).toEqual([]);
  expect(uvReleases(text).size).toBe(0);
});

test('a text that is not TOML has no packages', () => {
  expect(cargoLock.read(`${USUAL}<<<<<<< HEAD\n`, new Set(['a']))).toEqual([]);
});

test('files of a release are read in one line and in several', () => {
  const [one, two] = [
    `{ hash = "${HASH}", file = "a-1.whl" }`,
    `{ file = 'b-1.whl', hash = "${HASH}" }`,
  ];
  const text = `${USUAL}files = [${one},\n  ${two},\n]\n`;
  expect(
    poetryReleases(text)
      .get('a\n0')
      ?.files.map(({ name }) => name),
  ).toEqual(['a-1.whl', 'b-1.whl']);
});

test.each([
  ['[dependencies]\na = "2"\n'],
  ['[dependencies]\na = { features = ["x"], version = "2" }\n'],
  ['[dependencies.a]\nversion = "2"\n'],
  ['dependencies.a = "2"\n'],
])('a dependency of Cargo that the lockfile does not fit: %j', (list) => {
  expect(cargoNeeds(list, USUAL)).toEqual([{ name: 'a', range: '2', locked: '1.0.0' }]);
});

test('a dependency of Poetry that the lockfile does not fit', () => {
  for (const table of ['tool.poetry', 'tool.poetry.group.dev'])
    expect(pythonNeeds(poetryLock, `[${table}]\ndependencies = { a = "2.0" }\n`, USUAL)).toEqual([
      { name: 'a', range: '2.0', locked: '1.0.0' },
    ]);
});
