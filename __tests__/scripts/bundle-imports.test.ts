import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { unresolvedImports } from '../../scripts/bundle-imports.mjs';

let dist: string;
beforeAll(() => {
  dist = mkdtempSync(join(tmpdir(), 'portside-imports-'));
  for (const name of ['action', 'cli']) mkdirSync(join(dist, name));
  writeFileSync(join(dist, 'cli/index.js'), 'import "node:fs"; export {};');
});
afterAll(() => rmSync(dist, { recursive: true }));

function importsOf(code: string): string[] {
  writeFileSync(join(dist, 'action/1.index.js'), 'export {};');
  writeFileSync(join(dist, 'action/index.js'), code);
  return unresolvedImports(dist).map((line) => line.replace(/^.*imports (\S+),.*$/, '$1'));
}

test.each([
  ['import { a } from "zstddec/stream"; a();', 'zstddec/stream'],
  ['export * from "semver";', 'semver'],
  ['await import("ajv");', 'ajv'],
  ['import { createRequire as c } from "module"; c(import.meta.url)("undici");', 'undici'],
  ['import "./2.index.js";', './2.index.js'],
  ['import "../cli/index.js";', '../cli/index.js'],
])('an import that a runner cannot resolve is printed: %s', (code, name) => {
  expect(importsOf(code)).toEqual([name]);
});

test.each([
  'import { a } from "node:fs"; import b from "path"; a(b);',
  'await import("./1.index.js");',
  'import { createRequire as c } from "module"; c(import.meta.url)("fs/promises");',
  'console.log("import x from \'semver\'");',
])('modules of Node.js, chunks and strings are not printed: %s', (code) => {
  expect(importsOf(code)).toEqual([]);
});
