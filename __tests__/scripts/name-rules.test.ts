import { describe, expect, it } from '@jest/globals';
import { duplicateNames } from '../../scripts/name-rules.mjs';

const check = (texts: Readonly<Record<string, string>>) =>
  duplicateNames(new Map(Object.entries(texts)));

/** A folder of catalogers. */
const CATALOGERS = {
  'src/catalogers/deb.ts': 'export const deb: Cataloger = { id: "deb" };',
  'src/catalogers/npm.ts': 'export const npm: Cataloger = { id: "npm" };',
  'src/catalogers/yarn-pnp.ts': 'export const yarnPnp: Cataloger = { id: "yarn" };',
};

/** A folder of commands, which a table loads. */
const COMMANDS = {
  'src/commands/commands.ts':
    'export const load = { check: () => import("./check.js"), fix: () => import("./fix.js"), scan: () => import("./scan.js") };',
  'src/commands/check.ts': 'export function run() {}',
  'src/commands/fix.ts': 'export function run() {}',
  'src/commands/scan.ts': 'export function run() {}',
};

describe('duplicateNames', () => {
  it('names each module that declares an exported name of another one', () => {
    expect(
      check({
        'src/a.ts': '\nexport interface Place {}',
        'src/b/c.ts': 'export type Place = string;\nexport const other = 1;',
      }),
    ).toEqual([
      'src/a.ts:2: exports Place, as src/b/c.ts does: one name means one thing',
      'src/b/c.ts:1: exports Place, as src/a.ts does: one name means one thing',
    ]);
  });

  it.each([
    'export interface thing {}',
    'export type thing = string;',
    'export class thing {}',
    'export enum thing { a }',
    'export const thing = 1;',
    'export const { thing } = all;',
    'export async function thing() {}',
    'function thing() {}\nexport { thing };',
    'function another() {}\nexport { another as thing };',
  ])('counts %s', (text) => {
    expect(check({ 'src/a.ts': 'export const thing = 1;', 'src/b.ts': text })).toHaveLength(2);
  });

  it.each([
    ['a name that is not exported', 'const thing = 1;'],
    ['a re-export', 'export { thing } from "./a.js";\nexport * from "./a.js";'],
    ['an import', 'import { thing } from "./a.js";\nuse(thing);'],
    ['a name that is exported as another one', 'const thing = 1;\nexport { thing as another };'],
    ['a default export', 'export default function thing() {}'],
  ])('leaves out %s', (_, text) => {
    expect(check({ 'src/a.ts': 'export const thing = 1;', 'src/b.ts': text })).toEqual([]);
  });

  it('counts the overloads of a function, or a type and its value, once', () => {
    expect(
      check({
        'src/a.ts': 'export function f(a: 1): 1;\nexport function f(a: 2): 2;',
        'src/b.ts': 'export const A = 1;\nexport type A = typeof A;',
      }),
    ).toEqual([]);
  });

  it('accepts constants of one type with the names of their files, in several folders', () => {
    const schemes = Object.fromEntries(
      ['deb', 'npm', 'rpm'].map((name) => [
        `src/versions/${name}.ts`,
        `export const ${name} = defineScheme("${name}", compare);`,
      ]),
    );
    expect(check({ ...CATALOGERS, ...schemes })).toEqual([]);
  });

  it.each([
    ['is in too small a folder', { 'src/versions/deb.ts': 'export const deb: Scheme = {};' }],
    ['has another type', { 'src/catalogers/dpkg.ts': 'export const deb: Scheme = {};' }],
    ['is no constant', { 'src/deb.ts': 'export function deb() {}' }],
  ])('reports one that %s', (_, texts) => {
    expect(check({ ...CATALOGERS, ...texts })).toHaveLength(2);
  });

  it('accepts the names of modules that a table of their folder loads', () => {
    expect(check(COMMANDS)).toEqual([]);
  });

  it.each([
    ['an import', COMMANDS['src/commands/commands.ts'].replaceAll('import(', 'find(')],
    ['two modules', 'export const load = [import("./check.js"), import("./fix.js")];'],
  ])('reports the names of modules that come with %s only', (_, text) => {
    expect(check({ ...COMMANDS, 'src/commands/commands.ts': text })).toHaveLength(3);
  });
});
