import semver from 'semver';
import {
  type EditResult,
  type Lockfile,
  quoted,
  type RefusedEdit,
  refused,
  unchanged,
} from '../../core/edit-result.js';
import { applyFixes, type Edit } from '../../core/fix.js';
import { type JsonObject, object } from '../../lib/json.js';
import type { YamlNode } from '../../lib/yaml.js';
import { addMember, type JsonText, readJsonText } from './json-text.js';
import type { DependencyChange } from './requirements.js';

/**
 * The edits that raise a direct dependency in package.json and keep the style of its range, or that force the version of
 * another package: `overrides` of npm, `pnpm.overrides`, `resolutions` of Yarn.
 */
export function editPackageJson(
  text: string,
  change: DependencyChange,
  lockfile?: Lockfile,
): EditResult {
  if (semver.valid(change.to) === null)
    return refused(`${quoted(change.to)} is not a version of npm`);
  const json = readJsonText(text);
  if (!json) return refused('The file is not a JSON object, or has a key twice');
  const direct = DIRECT.flatMap(
    (section) => json.root.entries.get(section)?.entries.get(change.name) ?? [],
  );
  if (direct.some((node) => isMeant(node, change))) return raiseDirect(json, direct, change);
  if (json.root.entries.get('peerDependencies')?.entries.has(change.name))
    return refused(`${change.name} is a peer dependency: change it where it is installed`);
  return forceVersion(json, change, lockfile);
}

/**
 * The text with the versions of one package that npm wrote into its own copy: npm writes the whole file anew, in its own
 * layout. Undefined if an entry was added or removed, or is written in a way that needs a person.
 */
export function withVersions(text: string, written: JsonObject, name: string): string | undefined {
  const json = readJsonText(text);
  if (!json) return undefined;
  const edits: Edit[] = [];
  for (const section of [...DIRECT, 'peerDependencies']) {
    const node = json.root.entries.get(section)?.entries.get(name);
    const version = object(written[section])[name];
    if ((node === undefined) !== (version === undefined)) return undefined;
    if (!node || node.scalar === version) continue;
    if (typeof version !== 'string' || node.kind !== 'scalar') return undefined;
    edits.push({ ...node.range, text: JSON.stringify(version) });
  }
  return applyFixes(text, [{ description: '', edits }]).text;
}

/** Whether a direct dependency is the one to raise, or is raised: other packages may have another version of it. */
function isMeant({ scalar }: YamlNode, { from, to }: DependencyChange): boolean {
  const range = semver.validRange(String(scalar));
  if (range === null || from === undefined || semver.valid(from) === null) return true;
  return semver.satisfies(from, range) || semver.minVersion(range)?.version === to;
}

const DIRECT = ['dependencies', 'devDependencies', 'optionalDependencies'];

function raiseDirect(
  json: JsonText,
  nodes: readonly YamlNode[],
  change: DependencyChange,
): EditResult {
  const { name, to } = change;
  const edits: Edit[] = [];
  for (const node of nodes) {
    const result = raisedRange(json, node, change);
    if ('kind' in result) return result;
    edits.push(...result);
  }
  if (edits.length === 0) return unchanged(`the file asks for ${name} ${to} or newer`);
  return { kind: 'edits', description: `Change ${name} to ${to}`, edits };
}

/** `^1.2.3`, `~1.2`, `>=1`, `1.2.3` */
const SIMPLE_RANGE = /^([~^]|>=\s*|=\s*)?v?(\d+(?:\.\d+){0,2}(?:-[\w.-]+)?)$/;

/** The edit of one range; none if its lowest version is not older. */
function raisedRange(
  json: JsonText,
  node: YamlNode,
  { name, from, to }: DependencyChange,
): readonly Edit[] | RefusedEdit {
  const range = String(node.scalar);
  const [, style = '', version] = SIMPLE_RANGE.exec(range) ?? [];
  const lowest = version && semver.validRange(version) ? semver.minVersion(version) : null;
  if (!lowest || json.written(node) !== JSON.stringify(range))
    return refused(`The range ${quoted(range)} of ${name} has to be changed by hand`);
  if (semver.gte(lowest, to)) return [];
  const isExpected = from === undefined || from === range || from === version;
  if (!isExpected && !semver.satisfies(from, range))
    return refused(`The file asks for ${name} ${quoted(range)} and not ${quoted(from)}`);
  return [{ ...node.range, text: JSON.stringify(`${style}${to}`) }];
}

/** Where each package manager reads forced versions, and whether their keys may name the version to replace. */
const FORCED: ReadonlyMap<string, { readonly path: readonly string[]; readonly ranges: boolean }> =
  new Map([
    ['npm', { path: ['overrides'], ranges: true }],
    ['pnpm', { path: ['pnpm', 'overrides'], ranges: true }],
    ['yarn', { path: ['resolutions'], ranges: false }],
  ]);

const MANAGERS: ReadonlyMap<string, string> = new Map([
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
]);

function forceVersion(
  json: JsonText,
  change: DependencyChange,
  lockfile: Lockfile | undefined,
): EditResult {
  const { name, from, to } = change;
  const manager = MANAGERS.get(lockfile?.name ?? '') ?? change.manager;
  const forced = FORCED.get(manager);
  if (!forced) return refused(`Versions of ${manager} are not edited`);
  const { path, ranges } = forced;
  const section = path.reduce<YamlNode | undefined>((at, key) => at?.entries.get(key), json.root);
  const known = [...(section?.entries ?? [])].filter(
    ([key]) => key === name || key.startsWith(`${name}@`),
  );
  if (known.some(([, { scalar }]) => scalar === to))
    return unchanged(`the file forces ${name} ${to}`);
  const [same] = known.filter(([, { scalar }]) => from !== undefined && scalar === from);
  const description = `Force ${name} ${to}`;
  if (same) {
    const [, node] = same;
    return { kind: 'edits', description, edits: [{ ...node.range, text: JSON.stringify(to) }] };
  }
  // Without the version in the key, other versions of the package would be replaced too.
  const isNarrow = ranges && from !== undefined && semver.valid(from) !== null;
  const key = isNarrow ? `${name}@${from}` : name;
  if (known.some(([other]) => other === key || !isNarrow || other === name))
    return refused(`The file forces another version of ${name}: change it by hand`);
  const problem = problemOf(json, manager, change, lockfile);
  if (problem) return problem;
  const edit = addedVersion(json, path, key, to);
  return edit
    ? { kind: 'edits', description, edits: [edit] }
    : refused(`${path.join('.')} of the file is not an object`);
}

function addedVersion(
  json: JsonText,
  path: readonly string[],
  key: string,
  to: string,
): Edit | undefined {
  let object = json.root;
  for (const [depth, name] of path.entries()) {
    const next = object.entries.get(name);
    if (!next) return addMember(json, object, [...path.slice(depth), key], to);
    object = next;
  }
  return addMember(json, object, [key], to);
}

/** Why a forced version would have no effect, or too much. */
function problemOf(
  json: JsonText,
  manager: string,
  { name, from }: DependencyChange,
  lockfile: Lockfile | undefined,
): RefusedEdit | undefined {
  const declared = String(json.root.entries.get('packageManager')?.scalar ?? '');
  const [, major = ''] = /^pnpm@(\d+)/.exec(declared) ?? [];
  if (manager === 'pnpm' && Number(major) > 10)
    return refused(`pnpm ${major} reads overrides from pnpm-workspace.yaml: add ${name} there`);
  if (manager !== 'yarn') return undefined;
  if (lockfile?.name !== 'yarn.lock')
    return refused(`Which versions of ${name} a resolution would replace is not known`);
  const versions = yarnVersions(lockfile.text, name);
  const isOnlyOne = versions.size === 1 && (from === undefined || versions.has(from));
  return isOnlyOne
    ? undefined
    : refused(`yarn.lock has other versions of ${name}, which a resolution would replace too`);
}

/** The versions of a package in yarn.lock, of Yarn 1 and later. */
function yarnVersions(text: string, name: string): ReadonlySet<string> {
  const versions = new Set<string>();
  let isOfPackage = false;
  for (const line of text.split('\n')) {
    if (/^\S/.test(line)) isOfPackage = line.replace(/^"/, '').startsWith(`${name}@`);
    const [, version] = /^ {2}version:? "?([^\s"]+)/.exec(line) ?? [];
    if (isOfPackage && version !== undefined) versions.add(version);
  }
  return versions;
}
