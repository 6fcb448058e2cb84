import { type JsonObject, object } from '../../../lib/json.js';
import { baseName } from '../../../lib/paths.js';
import { withVersions } from '../../edit/package-json.js';
import { npmNeeds } from '../../facts/needs.js';
import { type LockEntry, type RaisedPackage, updateProblem, versionsOf } from './lock-entry.js';
import { withOldRegistries } from './lock-hosts.js';
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
import { credentialsOf, requireHarmless, usesPlainHttp } from './npm-config.js';

/**
 * npm's lockfile, raised by npm without any script. A package that package.json names gets the version there. Another one
 * gets an override, which is taken back if the packages that need it accept the new version without it.
 * Source: npm's documentation, package-lock.json, overrides and npm-install.
 */
export const npm: LockfileManager = {
  id: 'npm',
  lockfiles: ['package-lock.json', 'npm-shrinkwrap.json'],
  raise,
};

/** npm's own rules for names; nothing that looks like an option, a path or an address. */
const NAME = /^(?:@[a-z0-9~][\w.~-]{0,213}\/)?[a-z0-9~][\w.~-]{0,213}$/i;
const VERSION = /^\d{1,15}\.\d{1,15}\.\d{1,15}(?:[-+][\w.+-]{1,100})?$/;
const TYPES = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

async function raise(
  change: LockfileEntry,
  context: ManagerContext,
): Promise<ReadonlyMap<string, string>> {
  const { path, name, to } = change;
  if (!NAME.test(name) || !VERSION.test(to))
    throw new NotRaised(`${name} ${to} is not a package of the registry`);
  const manifest = siblingOf(path, 'package.json');
  const before = { lock: requireText(context, path), manifest: requireText(context, manifest) };
  const [lock, project] = [parse(before.lock, path), parse(before.manifest, manifest)];
  requireFit(before, change);
  const from = oldVersion(lock, project, change);
  if (from === to) return new Map();
  const raised = { name, from, to };
  const after = await inCopy(context, async (copy) => {
    copyProject(copy, { lock, change, context, before });
    const npmrc = npmrcOf(change, context) ?? '';
    const credentials = credentialsOf(npmrc, context);
    const run = npmIn(copy, lock, { isPlain: usesPlainHttp(npmrc), credentials });
    if (isNamed(project, name)) {
      await run([savePrefix(project, name), '--', `${name}@${to}`]);
      const written = parse(copy.read('package.json'), manifest);
      requireSame(project, written, name);
      return {
        lock: copy.read(baseName(path)),
        manifest: ownLayout(before.manifest, written, name),
      };
    }
    return overridden({ copy, run, change, raised, context, before, project });
  });
  const problem = updateProblem(entriesOf(lock), entriesOf(parse(after.lock, path)), raised);
  if (problem !== undefined) throw new NotRaised(`npm wrote another lockfile: ${problem}`);
  const [old, now] = [lock, parse(after.lock, path)].map(fetchedOf);
  const texts = new Map([[path, withOldRegistries(after.lock, old ?? [], now ?? [])]]);
  return after.manifest === before.manifest ? texts : texts.set(manifest, after.manifest);
}

interface Texts {
  readonly lock: string;
  readonly manifest: string;
}

/** Throws NotRaised if package.json asks for other packages that the lockfile does not have: npm would change these as well. */
function requireFit({ manifest, lock }: Texts, { name, path }: LockfileEntry): void {
  const [need] = npmNeeds(manifest, lock).filter((one) => one.name !== name);
  if (need)
    throw new NotRaised(
      `package.json asks for ${need.name} ${need.range}, which ${baseName(path)} does not have: run npm install first`,
    );
}

/**
 * The version that is raised; the new one if there is nothing to raise. Throws NotRaised for a lockfile that npm would write
 * anew, or that does not have the entry.
 */
function oldVersion(
  lock: JsonObject,
  project: JsonObject,
  { name, from, to }: LockfileEntry,
): string {
  if (lock.lockfileVersion !== 2 && lock.lockfileVersion !== 3)
    throw new NotRaised('the lockfile has an old format, which npm would write anew');
  const entries = entriesOf(lock).filter((entry) => entry.name === name);
  const [own = entries[0]] = entries.filter(({ key }) => key === `node_modules/${name}`);
  if (!own) throw new NotRaised(`it has no ${name}`);
  if (from === undefined && !isNamed(project, name) && versionsOf(entries, name).length > 1)
    throw new NotRaised(`it has several versions of ${name}`);
  if (from === undefined) return own.version;
  if (entries.some(({ version }) => version === from)) return from;
  if (entries.every(({ version }) => version === to)) return to;
  const has = entries.map(({ version }) => version).join(', ');
  throw new NotRaised(`it has ${name} ${has}, not ${from}: ${to} may not fit`);
}

/** The lockfile, the manifests of the project and its workspaces, and its harmless settings. */
function copyProject(
  copy: ProjectCopy,
  request: {
    readonly lock: JsonObject;
    readonly change: LockfileEntry;
    readonly context: ManagerContext;
    readonly before: Texts;
  },
): void {
  const { lock, change, context, before } = request;
  copy.write(baseName(change.path), before.lock);
  copy.write('package.json', before.manifest);
  const npmrc = npmrcOf(change, context);
  if (npmrc !== undefined) copy.write('.npmrc', requireHarmless(npmrc, context));
  for (const file of NO_LOGINS) copy.write(file, '');
  for (const [key, entry] of Object.entries(object(lock.packages))) {
    if (key === '' || /(?:^|\/)node_modules\//.test(key) || object(entry).link === true) continue;
    const workspace = `${key}/package.json`;
    const text = requireText(context, siblingOf(change.path, workspace));
    if (isNamed(parse(text, workspace), change.name))
      throw new NotRaised(`${workspace} names ${change.name}: raise it there`);
    copy.write(workspace, text);
  }
}

/** Empty settings: with them, npm has no login that it could send. */
const NO_LOGINS = ['.portside-user', '.portside-global'] as const;

function npmrcOf({ path }: LockfileEntry, { text }: ManagerContext): string | undefined {
  return text(siblingOf(path, '.npmrc'));
}

type Npm = (more?: readonly string[]) => Promise<void>;

/**
 * npm without scripts, without Git, and without the settings of folders above; with a registry without encryption, also
 * without the logins of the user, which anybody on the way could read.
 */
function npmIn(
  copy: ProjectCopy,
  lock: JsonObject,
  {
    isPlain,
    credentials,
  }: { readonly isPlain: boolean; readonly credentials: Readonly<Record<string, string>> },
): Npm {
  const [user, global] = NO_LOGINS;
  const settings = isPlain
    ? [`--userconfig=${copy.folder}/${user}`, `--globalconfig=${copy.folder}/${global}`]
    : [];
  const resolved = entriesOf(lock).some(({ content }) => content.includes('"resolved":"http'));
  return (more = []) =>
    copy.run(
      'npm',
      [
        ...['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'],
        `--prefix=${copy.folder}`,
        `--lockfile-version=${lock.lockfileVersion}`,
        `--omit-lockfile-registry-resolved=${!resolved}`,
        ...['--git=portside-runs-no-git', '--no-update-notifier'],
        ...['--loglevel=error', '--logs-max=0'],
        ...settings,
        ...more,
      ],
      { COREPACK_ENABLE_PROJECT_SPEC: '0', ...credentials },
      Object.values(credentials),
    );
}

/** The texts with an override, or without it if the packages that need it accept the version. */
async function overridden(request: {
  readonly copy: ProjectCopy;
  readonly run: Npm;
  readonly change: LockfileEntry;
  readonly raised: RaisedPackage;
  readonly context: ManagerContext;
  readonly before: Texts;
  readonly project: JsonObject;
}): Promise<Texts> {
  const { copy, run, change, raised, context, before, project } = request;
  const [file, path] = [baseName(change.path), siblingOf(change.path, 'package.json')];
  const old = entriesOf(parse(before.lock, file));
  const overrides = object(project.overrides);
  if (Object.keys(overrides).some((key) => key.replace(/(?<=.)@.*$/, '') === change.name))
    throw new NotRaised(`package.json overrides ${change.name} already`);
  const hasSeveral = versionsOf(old, change.name).length > 1;
  const key = hasSeveral ? `${change.name}@${raised.from}` : change.name;
  const runWith = async (manifest: string) => {
    copy.write('package.json', manifest);
    await run();
    return copy.read(file);
  };
  await runWith(JSON.stringify({ ...project, overrides: { ...overrides, [key]: change.to } }));
  const lock = await runWith(before.manifest);
  if (updateProblem(old, entriesOf(parse(lock, file)), raised) === undefined)
    return { lock, manifest: before.manifest };
  if (hasSeveral)
    throw new NotRaised(
      `it has several versions of ${change.name}, and what needs ${raised.from} does not accept ${change.to}`,
    );
  const manifest = context.override(before.manifest, change, path);
  return { lock: await runWith(manifest), manifest };
}

/** Throws NotRaised if package.json differs in anything but the version or the override of the package. */
function requireSame(before: JsonObject, after: JsonObject, name: string): void {
  const rest = (manifest: JsonObject) =>
    JSON.stringify(
      Object.entries(manifest).flatMap(([key, value]) => {
        if (!TYPES.includes(key) && key !== 'overrides') return [[key, value]];
        const others = Object.entries(object(value)).filter(([one]) => one !== name);
        return others.length === 0 ? [] : [[key, others]];
      }),
    );
  if (rest(before) !== rest(after)) throw new NotRaised('npm would change more of package.json');
}

/** package.json in the layout of the project. Throws NotRaised. */
function ownLayout(text: string, written: JsonObject, name: string): string {
  const kept = withVersions(text, written, name);
  if (kept === undefined)
    throw new NotRaised(`npm would move the entry of ${name} in package.json: change it by hand`);
  return kept;
}

/** The option with which npm writes the version as package.json does: exact, `~` or `^`. */
function savePrefix(manifest: JsonObject, name: string): string {
  const written = TYPES.map((type) => object(manifest[type])[name]).find(
    (range) => typeof range === 'string',
  );
  const prefix = /^[~^]/.exec(String(written ?? ''))?.[0];
  return prefix === undefined ? '--save-exact' : `--save-prefix=${prefix}`;
}

function isNamed(manifest: JsonObject, name: string): boolean {
  return TYPES.some((type) => Object.hasOwn(object(manifest[type]), name));
}

/** What the entry installs, without notes such as `license`, which versions of npm write differently. */
function entriesOf(lock: JsonObject): readonly LockEntry[] {
  return Object.entries(object(lock.packages)).flatMap(([key, value]) => {
    const at = key.lastIndexOf('node_modules/');
    if (at < 0) return [];
    const entry = object(value);
    const { version, resolved, integrity, link, dependencies, optionalDependencies } = entry;
    const peers = entry.peerDependencies;
    const name = typeof entry.name === 'string' ? entry.name : key.slice(at + 13);
    const needs = [dependencies, optionalDependencies, peers].flatMap((one) =>
      Object.keys(object(one)),
    );
    const content = JSON.stringify({
      resolved,
      integrity,
      link,
      dependencies,
      optionalDependencies,
    });
    return [{ key, name, version: String(version ?? ''), content, needs }];
  });
}

function fetchedOf(lock: JsonObject): Parameters<typeof withOldRegistries>[1] {
  return Object.entries(object(lock.packages)).map(([key, value]) => {
    const { name, version, resolved, integrity } = object(value);
    return {
      name: typeof name === 'string' ? name : key.slice(key.lastIndexOf('node_modules/') + 13),
      version: String(version ?? ''),
      resolved: String(resolved ?? ''),
      integrity: String(integrity ?? ''),
    };
  });
}

function parse(text: string, path: string): JsonObject {
  try {
    return object(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    throw new NotRaised(`${path} is not JSON`);
  }
}
