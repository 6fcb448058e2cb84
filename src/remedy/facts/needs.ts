import semver from 'semver';
import { bundlerLock } from '../../builds/lockfiles/bundler.js';
import { composerLock } from '../../builds/lockfiles/composer.js';
import { type LockfileFormat, numberedLines } from '../../builds/lockfiles/lockfile.js';
import { cargoLock, tryToml } from '../../builds/lockfiles/toml.js';
import { yarnLock } from '../../builds/lockfiles/yarn.js';
import { pythonName } from '../../core/python-name.js';
import { isObject, type JsonObject, object, text } from '../../lib/json.js';
import { textOf, valueAt } from '../../manifests/yaml-values.js';
import type { Need } from '../plan/facts.js';

/**
 * The rules of the managers that build nothing from a lockfile that does not fit. Only what is certain is compared: ranges
 * that npm, Yarn, pnpm and Cargo read, and exact versions of the others.
 */
export function npmNeeds(list: string, lock: string): readonly Need[] {
  const packages = object(parsed(lock).packages);
  const { overrides } = parsed(list);
  return directNeeds(list, isObject(overrides) ? overrides : {}).flatMap(([name, range]) => {
    const entry = packages[`node_modules/${name}`];
    if (entry === undefined) return Object.keys(packages).length > 0 ? [{ name, range }] : [];
    const locked = text(object(entry).version);
    if (locked === undefined || semver.validRange(range) === null || isPrerelease(locked))
      return [];
    return semver.satisfies(locked, range) ? [] : [{ name, range, locked }];
  });
}

/** `yarn install --frozen-lockfile` looks up each range as it is written. */
export function yarnNeeds(list: string, lock: string): readonly Need[] {
  const { resolutions } = parsed(list);
  const needs = directNeeds(list, isObject(resolutions) ? resolutions : {});
  const entries = yarnLock.read(lock, new Set(needs.map(([name]) => name)));
  return needs.flatMap(([name, range]) => {
    const own = entries.filter((entry) => entry.name === name);
    if (own.some(({ ranges = [] }) => ranges.includes(range))) return [];
    return [{ name, range, ...(own[0] && { locked: own[0].version }) }];
  });
}

/** pnpm compares the ranges with those that it wrote into the lockfile. */
export function pnpmNeeds(list: string, lock: string): readonly Need[] {
  const { pnpm } = parsed(list);
  const { overrides } = object(pnpm);
  const specifiers = pnpmSpecifiers(lock);
  if (specifiers.size === 0) return [];
  return directNeeds(list, isObject(overrides) ? overrides : {}).flatMap(([name, range]) => {
    const locked = specifiers.get(name);
    return locked === range ? [] : [{ name, range, ...(locked !== undefined && { locked }) }];
  });
}

/** The ranges of the project itself, not those of other packages of a workspace. Source: github.com/pnpm/spec. */
function pnpmSpecifiers(lock: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let [section, importer, name] = ['', '.', ''];
  for (const { line } of numberedLines(lock)) {
    const [, indent = '', key = '', value = ''] = /^( *)'?([^':\s]+)'?:\s*(.*)$/.exec(line) ?? [];
    const isImporters = section === 'importers';
    const depth = indent.length - (isImporters ? 4 : 0);
    if (key === '') continue;
    if (indent === '') section = key;
    else if (isImporters && indent.length === 2) importer = key;
    if (importer !== '.' || (!isImporters && !PNPM_SECTIONS.has(section))) continue;
    if (section === 'specifiers' && indent.length === 2) found.set(key, unquoted(value));
    else if (key === 'specifier' && depth === 4) found.set(name, unquoted(value));
    else if (depth === 2) name = key;
  }
  return found;
}

const PNPM_SECTIONS: ReadonlySet<string> = new Set([
  ...['specifiers', 'dependencies', 'devDependencies', 'optionalDependencies'],
]);

function unquoted(value: string): string {
  return value.replace(/^'(.*)'$/, '$1');
}

/** What package.json asks the registry for, without what it overrides. */
function directNeeds(list: string, overridden: JsonObject): readonly (readonly [string, string])[] {
  const project = parsed(list);
  const sections = [project.dependencies, project.devDependencies];
  return sections.flatMap((section) =>
    Object.entries(object(section)).flatMap(([name, range]) =>
      typeof range === 'string' && isRange(range) && overridden[name] === undefined
        ? [[name, range] as const]
        : [],
    ),
  );
}

/** Throws SyntaxError. */
function parsed(json: string): JsonObject {
  return object(JSON.parse(json.replace(/^\uFEFF/, '')));
}

/** Not a tag, an address, a path, a workspace or another name. */
function isRange(range: string): boolean {
  return range.length <= 100 && /\d|^\*$/.test(range) && semver.validRange(range) !== null;
}

function isPrerelease(version: string): boolean {
  return semver.prerelease(version) !== null || semver.valid(version) === null;
}

/** Keys of a dependency that is not that version of crates.io, or not always needed. */
const ELSEWHERE = ['package', 'path', 'git', 'registry', 'optional'];

/** A version without an operator is the lowest of a caret range. Source: doc.rust-lang.org/cargo/reference. */
export function cargoNeeds(list: string, lock: string): readonly Need[] {
  const root = tryToml(list);
  const needs = ['dependencies', 'dev-dependencies', 'build-dependencies']
    .flatMap((key) => [...(valueAt(root, key)?.entries ?? [])])
    .flatMap(([name, value]) => {
      const version = textOf(valueAt(value, 'version') ?? value);
      const isPlain = version !== '' && !ELSEWHERE.some((key) => value.entries.has(key));
      return isPlain ? [[name, version] as const] : [];
    });
  return comparedWith(
    cargoLock,
    lock,
    needs,
    (version, range) =>
      isPrerelease(version) ||
      semver.satisfies(version, range.replace(/(^|,)\s*(?=\d)/g, '$1^').replaceAll(',', ' ')),
  );
}

/** go.sum needs the checksum of the go.mod of each module. Source: go.dev/ref/mod. */
export function goNeeds(list: string, sums: string): readonly Need[] {
  const has = new Set<string>();
  for (const { line } of numberedLines(sums)) has.add(line.split(' ', 2).join(' '));
  const needs: Need[] = [];
  const replaced = new Set<string>();
  let block = '';
  for (const { line } of numberedLines(list)) {
    const [, directive, opened] = /^(\w+)\s*(\(?)/.exec(line) ?? [];
    if (directive !== undefined) block = directive;
    const entry = line.replace(/^\w+\s+(?!\()/, '').trim();
    const [, name = '', range = ''] = /^(\S+) (v[\w.+-]+)$/.exec(entry) ?? [];
    if (block === 'replace') replaced.add(entry.split(/\s/, 1)[0] ?? '');
    else if (block === 'require' && name !== '' && !has.has(`${name} ${range}/go.mod`))
      needs.push({ name, range });
    if (line.startsWith(')') || (directive !== undefined && opened === '')) block = '';
  }
  return needs.filter(({ name }) => !replaced.has(name));
}

const EXACT = /^v?\d+(?:\.\d+)+$/;

export function composerNeeds(list: string, lock: string): readonly Need[] {
  const { require: needed, ...project } = parsed(list);
  const all = [needed, project['require-dev']].flatMap((section) =>
    Object.entries(object(section)),
  );
  return exactNeeds(composerLock, lock, all);
}

/** `django = "4.2.1"` in the table of Poetry, `"django==4.2.1"` in that of the project. Source: PEP 621. */
export function pythonNeeds(locked: LockfileFormat, list: string, lock: string): readonly Need[] {
  const poetry = valueAt(tryToml(list), 'tool', 'poetry');
  const groups = [...(valueAt(poetry, 'group')?.entries.values() ?? [])];
  const own = [poetry, ...groups]
    .flatMap((table) => [...(valueAt(table, 'dependencies')?.entries ?? [])])
    .map(([name, value]) => [name, textOf(value)] as const);
  const standard = [...list.matchAll(/^\s*"([\w.-]+)==([\w.]+)",?\s*$/gm)].map(
    ([, name = '', version]) => [name, version] as const,
  );
  const all = [...own, ...standard].map(([name, version]) => [pythonName(name), version] as const);
  return exactNeeds(locked, lock, all);
}

/** `gem "rack", "2.2.8"` */
export function bundlerNeeds(list: string, lock: string): readonly Need[] {
  const gems = list.matchAll(/^\s*gem\s+["']([\w.-]+)["']\s*,\s*["'](?:=\s*)?([\d.]+)["']\s*$/gm);
  return exactNeeds(
    bundlerLock,
    lock,
    [...gems].map(([, name = '', version]) => [name, version]),
  );
}

function exactNeeds(
  locked: LockfileFormat,
  lock: string,
  needs: readonly (readonly [string, unknown])[],
): readonly Need[] {
  const bare = (version: string) => version.replace(/^v/, '');
  const exact = needs.flatMap(([name, version]) =>
    typeof version === 'string' && EXACT.test(version) ? [[name, version] as const] : [],
  );
  return comparedWith(locked, lock, exact, (version, range) => bare(version) === bare(range));
}

/** The needs of which a lockfile has the package, and no version that fits. */
function comparedWith(
  { read }: LockfileFormat,
  lock: string,
  needs: readonly (readonly [string, string])[],
  fits: (version: string, range: string) => boolean,
): readonly Need[] {
  const entries = read(lock, new Set(needs.map(([name]) => name)));
  return needs.flatMap(([name, range]) => {
    const versions = entries.filter((one) => one.name === name).map(({ version }) => version);
    const [locked] = versions;
    if (locked === undefined || versions.some((version) => fits(version, range))) return [];
    return [{ name, range, locked }];
  });
}
