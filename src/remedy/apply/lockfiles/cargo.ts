import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { packageTables, tryToml } from '../../../builds/lockfiles/toml.js';
import { folderPrefix } from '../../../lib/paths.js';
import { textOf, valueAt } from '../../../manifests/yaml-values.js';
import { type LockEntry, updateProblem } from './lock-entry.js';
import {
  inCopy,
  type LockfileEntry,
  type LockfileManager,
  type ManagerContext,
  NotRaised,
  type ProjectCopy,
  requireText,
  siblingOf,
} from './manager.js';

/**
 * Cargo's lockfile, raised by `cargo update --precise`, which compiles and runs nothing. The copy has the manifests of the
 * project, and empty files for its sources: Cargo only looks whether they exist. Settings of the project can name programs
 * and other registries, so a project that has some is not handled.
 * Source: The Cargo Book, cargo-update, configuration.
 */
export const cargo: LockfileManager = { id: 'cargo', lockfiles: ['Cargo.lock'], raise };

const NAME = /^[A-Za-z][\w-]{0,63}$/;
const VERSION = /^\d{1,15}\.\d{1,15}\.\d{1,15}(?:[-+][\w.+-]{1,100})?$/;
/** The largest projects have some ten thousand sources. */
const MAX_FILES = 50_000;

async function raise(
  change: LockfileEntry,
  context: ManagerContext,
): Promise<ReadonlyMap<string, string>> {
  const { path, name, to } = change;
  const before = requireText(context, path);
  const from = change.from ?? ownVersion(before, name);
  if (!NAME.test(name) || !VERSION.test(from) || !VERSION.test(to))
    throw new NotRaised(`${name} ${to} is not a package of crates.io`);
  const isVersion = (version: string) =>
    entriesOf(before).some((entry) => entry.name === name && entry.version === version);
  if (isVersion(to) && !isVersion(from)) return new Map();
  requireNoSettings(change, context);
  const after = await inCopy(context, async (copy) => {
    copyProject(copy, change, context);
    copy.write('Cargo.lock', before);
    requireNoSettingsAbove(copy.folder, context.variable);
    await copy.run('cargo', ['update', '--precise', to, '--package', `${name}@${from}`], {
      CARGO_TERM_COLOR: 'never',
    });
    return copy.read('Cargo.lock');
  });
  const problem = updateProblem(entriesOf(before), entriesOf(after), { name, from, to });
  if (problem !== undefined) throw new NotRaised(`cargo wrote another lockfile: ${problem}`);
  const sources = new Set(entriesOf(before).map(({ key }) => key.split(' of ')[1]));
  const moved = entriesOf(after).find(({ key }) => !sources.has(key.split(' of ')[1]));
  if (moved) throw new NotRaised(`cargo would take ${moved.name} from another source`);
  if (formatOf(before) !== formatOf(after))
    throw new NotRaised('cargo would write the lockfile in another format');
  return new Map([[path, after]]);
}

/** The only version of a package. Throws NotRaised. */
function ownVersion(lock: string, name: string): string {
  const [first, ...others] = entriesOf(lock).filter((entry) => entry.name === name);
  if (first && others.length === 0) return first.version;
  throw new NotRaised(first ? `it has several versions of ${name}` : `it has no ${name}`);
}

function requireNoSettings({ path }: LockfileEntry, { text }: ManagerContext): void {
  const folders = path.split('/').slice(0, -1);
  for (let depth = folders.length; depth >= 0; depth--)
    for (const file of ['config.toml', 'config']) {
      const settings = [...folders.slice(0, depth), '.cargo', file].join('/');
      if (text(settings) !== undefined)
        throw new NotRaised(`${settings} can name programs, which Portside does not run`);
    }
}

/**
 * Cargo and rustup look for settings in each folder above, and anybody may be able to write to the one for temporary files.
 * Those of the user are the user's own. Throws NotRaised.
 */
export function requireNoSettingsAbove(folder: string, variable: ManagerContext['variable']): void {
  const home = variable('CARGO_HOME') ?? join(variable('HOME') ?? homedir(), '.cargo');
  for (let above = dirname(folder); ; above = dirname(above)) {
    for (const file of [
      '.cargo/config.toml',
      '.cargo/config',
      'rust-toolchain.toml',
      'rust-toolchain',
    ]) {
      const settings = join(above, file);
      if (dirname(settings) !== resolve(home) && existsSync(settings))
        throw new NotRaised(`${settings} can name programs, which Portside does not run`);
    }
    if (above === dirname(above)) return;
  }
}

function copyProject(copy: ProjectCopy, { path }: LockfileEntry, context: ManagerContext): void {
  const folder = folderPrefix(path);
  copy.write('Cargo.toml', requireText(context, siblingOf(path, 'Cargo.toml')));
  const own = context.files.filter((file) => file.startsWith(folder));
  const sources = own.filter((file) => file.endsWith('.rs'));
  if (own.length > MAX_FILES) throw new NotRaised('the project has too many files');
  for (const file of sources.length > 0 ? sources : [`${folder}src/lib.rs`, `${folder}src/main.rs`])
    copy.write(file.slice(folder.length), '');
  for (const file of own.filter((one) => one.endsWith('/Cargo.toml')))
    copy.write(file.slice(folder.length), requireText(context, file));
}

function entriesOf(lock: string): readonly LockEntry[] {
  return packageTables(lock).map((table) => {
    const value = (key: string) => textOf(valueAt(table, key));
    const [name, version, source] = [value('name'), value('version'), value('source')];
    // "serde", or "serde 1.0.0" if there are several.
    const needs = (valueAt(table, 'dependencies')?.items ?? []).flatMap((item) =>
      textOf(item).split(' ', 1),
    );
    const key = `${name} ${version}${source === '' ? '' : ` of ${source}`}`;
    return { key, name, version, content: value('checksum'), needs };
  });
}

function formatOf(lock: string): string {
  return textOf(valueAt(tryToml(lock), 'version'));
}
