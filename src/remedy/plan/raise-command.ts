import type { PackageDeclaration } from './facts.js';
import { acceptsVersion } from './npm-ranges.js';

type Locked = Pick<
  PackageDeclaration,
  'manager' | 'ranges' | 'isDirect' | 'isClassic' | 'isShared'
>;

/**
 * The command that raises one entry of a lockfile, and whether it may run code of the project. Undefined if the package
 * manager has none that reaches the version.
 */
export function raiseCommand(
  declared: Locked,
  name: string,
  version: string,
): { readonly command: readonly string[]; readonly runsProjectCode: boolean } | undefined {
  const { manager } = declared;
  if (!isCommandable(manager, name, version)) return undefined;
  const command = COMMANDS.get(manager)?.(name, version, declared);
  return command && { command, runsProjectCode: !CODE_FREE.has(manager) };
}

/**
 * Whether a command can name the package: lockfiles and advisories may hold options, paths and addresses as names. `a/b` is
 * a repository of GitHub for npm.
 */
export function isCommandable(manager: string, name: string, version: string): boolean {
  const syntax = NPM_LIKE.has(manager)
    ? /^(?:@[a-z0-9~_][\w.~-]*\/)?[a-z0-9~_][\w.~-]*$/i
    : /^[a-z0-9_][\w.~-]*(?:\/[\w~][\w.~-]*)*$/i;
  return name.length <= 214 && syntax.test(name) && /^v?\d[\w.+~!:-]{0,127}$/.test(version);
}

const NPM_LIKE: ReadonlySet<string> = new Set(['npm', 'pnpm', 'yarn', 'bun']);

/** Their commands run no code of the project. */
const CODE_FREE: ReadonlySet<string> = new Set(['npm', 'pnpm', 'cargo']);

type Command = (name: string, version: string, declared: Locked) => readonly string[] | undefined;

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  [
    'npm',
    // `npm update` takes the newest version. With a version, it is for packages that package.json names.
    (name, version, { isDirect }) => [
      ...['npm', ...(isDirect ? ['install'] : ['update', name])],
      ...['--package-lock-only', '--ignore-scripts', ...(isDirect ? [`${name}@${version}`] : [])],
    ],
  ],
  [
    'pnpm',
    // A version is for packages that a package.json names. The members of a workspace need -r; without members, -r reaches
    // only what package.json names.
    (name, version, { isDirect, isShared }) => [
      ...['pnpm', 'update', ...(isDirect || isShared ? ['-r'] : [])],
      isDirect ? `${name}@${version}` : name,
      ...['--lockfile-only', '--ignore-scripts'],
    ],
  ],
  ['yarn', yarnCommand],
  ['cargo', (name, version) => ['cargo', 'update', '--package', name, '--precise', version]],
  ['uv', (name, version) => ['uv', 'lock', '--upgrade-package', `${name}==${version}`]],
  ['poetry', (name) => ['poetry', 'update', '--lock', name]],
  ['bundler', (name) => ['bundle', 'update', '--conservative', name]],
  // With a version, Composer says so if a range excludes it. Without, it leaves the entry as it is.
  [
    'composer',
    (name, version) => ['composer', 'update', `${name}:${version}`, '--with-dependencies'],
  ],
  [
    'go',
    (name, version) => ['go', 'get', `${name}@${version.startsWith('v') ? '' : 'v'}${version}`],
  ],
]);

/**
 * Yarn 1 raises only what package.json names, and keeps the entries of other ranges. Later versions raise every range that
 * accepts the version. Source: classic.yarnpkg.com/docs/cli/upgrade, yarnpkg.com/cli/up.
 */
function yarnCommand(
  name: string,
  version: string,
  { ranges = [], isDirect, isClassic }: Locked,
): readonly string[] | undefined {
  const isAccepted = acceptsVersion(ranges, version);
  if (!isClassic && isAccepted) return ['yarn', 'up', '-R', name];
  // An entry of several ranges is also that of other packages: a new range would leave them behind.
  if (!isDirect || ranges.length > 1) return undefined;
  const word = isClassic ? 'upgrade' : 'up';
  return ['yarn', word, isClassic && isAccepted ? name : `${name}@${version}`];
}

/** What a person has to know about a raise: why there is no command, and what to change if a range excludes the version. */
export function raiseNotes(
  declared: PackageDeclaration,
  name: string,
  version: string | undefined,
): readonly string[] {
  const { kind, manager, ranges = [], isClassic } = declared;
  if (kind !== 'lockfile' || version === undefined) return [];
  if (!isCommandable(manager, name, version)) return [];
  const untried = UNTRIED.has(manager) ? ['The command was not tried by us.'] : [];
  if (raiseCommand(declared, name, version)) {
    const instead = INSTEAD.get(manager);
    return [...untried, ...(instead === undefined ? [] : [`If a range excludes it: ${instead}.`])];
  }
  if (manager !== 'yarn') return [];
  if (isClassic && acceptsVersion(ranges, version))
    return [`Delete the entry of ${name} in ${declared.path}, then run yarn install.`];
  const refusing = ranges.filter((range) => !acceptsVersion([range], version));
  return [
    `What needs ${name} accepts only ${refusing.slice(0, MAX_RANGES).join(' and ')}: raise that, or set "resolutions" in package.json, then run yarn install.`,
  ];
}

/** Ranges that a note names. */
const MAX_RANGES = 3;

/** The package managers that the commands were not run with: no package of npm or Debian, or no index that a test can serve. */
const UNTRIED: ReadonlySet<string> = new Set(['uv', 'bundler']);

/** What to change first if the ranges, which Portside does not know of these lockfiles, exclude the version. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['pnpm', 'raise the package that needs it, or set "overrides" of pnpm'],
  ['cargo', 'change Cargo.toml, or raise the crate that needs it'],
  ['uv', 'change pyproject.toml, or raise the package that needs it'],
  ['poetry', 'change pyproject.toml, or raise the package that needs it'],
  ['bundler', 'change the Gemfile, or raise the gem that needs it'],
  ['composer', 'change composer.json, or raise the package that needs it'],
]);
