import { poetryLock, uvLock } from '../../builds/lockfiles/toml.js';
import { folderPrefix } from '../../lib/paths.js';
import type { Disagreement, Need } from '../plan/facts.js';
import {
  bundlerNeeds,
  cargoNeeds,
  composerNeeds,
  goNeeds,
  npmNeeds,
  pnpmNeeds,
  pythonNeeds,
  yarnNeeds,
} from './needs.js';

interface Format {
  readonly list: string;
  readonly lockfile: string;
  readonly manager: string;
  readonly unmet: (list: string, lock: string) => readonly Need[];
  readonly command: (names: readonly string[]) => readonly string[];
}

/** The commands may run code of the project: people run them. */
const FORMATS: readonly Format[] = [
  ...['package-lock.json', 'npm-shrinkwrap.json'].map((lockfile) => ({
    ...{ list: 'package.json', lockfile, manager: 'npm', unmet: npmNeeds },
    command: () => ['npm', 'install'],
  })),
  {
    ...{ list: 'package.json', lockfile: 'pnpm-lock.yaml', manager: 'pnpm', unmet: pnpmNeeds },
    command: () => ['pnpm', 'install'],
  },
  {
    ...{ list: 'package.json', lockfile: 'yarn.lock', manager: 'yarn', unmet: yarnNeeds },
    command: () => ['yarn', 'install'],
  },
  {
    ...{ list: 'Cargo.toml', lockfile: 'Cargo.lock', manager: 'cargo', unmet: cargoNeeds },
    command: () => ['cargo', 'update', '--workspace'],
  },
  {
    ...{ list: 'go.mod', lockfile: 'go.sum', manager: 'go', unmet: goNeeds },
    command: () => ['go', 'mod', 'tidy'],
  },
  {
    ...{ list: 'pyproject.toml', lockfile: 'poetry.lock', manager: 'poetry' },
    unmet: (list, lock) => pythonNeeds(poetryLock, list, lock),
    command: () => ['poetry', 'lock'],
  },
  {
    ...{ list: 'pyproject.toml', lockfile: 'uv.lock', manager: 'uv' },
    unmet: (list, lock) => pythonNeeds(uvLock, list, lock),
    command: () => ['uv', 'lock'],
  },
  {
    ...{ list: 'composer.json', lockfile: 'composer.lock', manager: 'composer' },
    unmet: composerNeeds,
    command: (names) => ['composer', 'update', ...names.filter(isVendorName)],
  },
  {
    ...{ list: 'Gemfile', lockfile: 'Gemfile.lock', manager: 'bundler', unmet: bundlerNeeds },
    command: () => ['bundle', 'lock'],
  },
];

/** Packages that are kept: more are not shown. */
const MAX_NEEDS = 100;

/**
 * What a lockfile does not have of the list of dependencies in its folder; undefined if it has all, or if that is not known.
 * `read` returns the text of a file of the repository. The path may be that of the list, which is go.mod.
 */
export function disagreementOf(
  path: string,
  read: (path: string) => string | undefined,
): Disagreement | undefined {
  const folder = folderPrefix(path);
  const name = path.slice(folder.length);
  const format = FORMATS.find(
    ({ list, lockfile }) => name === lockfile || (name === 'go.mod' && name === list),
  );
  if (!format) return undefined;
  const [list, lockfile] = [`${folder}${format.list}`, `${folder}${format.lockfile}`];
  const [text, locked] = [read(list), read(lockfile)];
  if (text === undefined || locked === undefined) return undefined;
  const [first, ...more] = unmetNeeds(() => format.unmet(text, locked));
  if (!first) return undefined;
  const needs = [first, ...more.slice(0, MAX_NEEDS - 1)] as const;
  const command = format.command(needs.map((need) => need.name));
  return { list, lockfile, manager: format.manager, needs, command };
}

/** A name of Packagist, which is no option. */
function isVendorName(name: string): boolean {
  return /^[a-z0-9][\w.-]*\/[\w.-]+$/i.test(name);
}

/** Text that is not valid says nothing. */
function unmetNeeds(read: () => readonly Need[]): readonly Need[] {
  try {
    return read();
  } catch {
    return [];
  }
}
