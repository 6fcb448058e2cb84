import type { Package } from '../core/package.js';
import type { PackageUse } from '../core/package-use.js';
import type { FileSystem, ImageConfig, LayerEntry } from '../image/image.js';
import type { OwnedFiles } from '../inventory/inventory.js';
import { plainText } from '../lib/text.js';
import { environmentOf, healthCheckOf } from '../start/configuration.js';
import { type ImageFiles, imageFiles } from '../start/image-files.js';
import { type LoadStep, loadedName, OF_IMAGE } from '../start/observer.js';
import { followStart } from '../start/start-command.js';
import { MAX_TEXT } from './file-names.js';
import type { Follow } from './follow.js';
import { followNative } from './native.js';
import { touchedPackageFiles } from './package-files.js';
import type { Runtime } from './runtime.js';
import { mayLoadAll, mayLoadPackaged, runtimeOf } from './runtimes.js';
import { startedFiles } from './started-files.js';
import { chainOf, createTrace, type GrowingTrace, type Trace } from './trace.js';

/**
 * Whether the start command of the image (ENTRYPOINT, CMD) loads each package, with the proof. Nothing is executed: start
 * scripts, the libraries that programs need, and the modules that runtimes import are read. The file system must have kept
 * the files that `keepForUse` selects.
 */
export function packageUses(
  packages: readonly Package[],
  config: ImageConfig,
  fileSystem: FileSystem,
  owned: OwnedFiles,
): ReadonlyMap<Package, PackageUse> {
  const files = imageFiles(fileSystem);
  const trace = createTrace();
  const openers = follow(config, files, trace);
  const { touched, owners } = openLibraries(openers, trace, owned);
  const filesOf = touchedPackageFiles(packages, touched, owners, files);
  if (files.problem !== undefined) trace.openEnd(files.problem);
  return new Map(
    packages.map((pkg) => [pkg, useOf(pkg, filesOf(pkg), trace, owned.withoutFiles)] as const),
  );
}

/** Loaded files that open libraries by names that may be composed. */
interface Openers {
  readonly openers: ReadonlyMap<string, LoadStep>;
  /** Adds all libraries that a program finds by a name. */
  mentionLibraries(by: LoadStep): void;
}

/**
 * Programs of distributions open what they name. What a program of the image itself opens is not known. Returns all files that
 * may be loaded, with their owners.
 */
function openLibraries(
  { openers, mentionLibraries }: Openers,
  trace: Trace,
  owned: OwnedFiles,
): { readonly touched: ReadonlySet<string>; readonly owners: ReadonlyMap<string, string> } {
  const touched = touchedFiles(trace);
  const owners = owned.ownersOf(touched);
  const [first] = [...openers].filter(([path]) => !owners.has(path));
  if (!first) return { touched, owners };
  mentionLibraries(first[1]);
  const all = touchedFiles(trace);
  return { touched: all, owners: all.size > touched.size ? owned.ownersOf(all) : owners };
}

function touchedFiles({ loaded, possible }: Trace): ReadonlySet<string> {
  return new Set([...loaded.keys(), ...possible.keys()]);
}

function follow(config: ImageConfig, files: ImageFiles, trace: GrowingTrace): Openers {
  const environment = environmentOf(config);
  const native = followNative(files, trace, environment);
  const shared: Follow = {
    files,
    trace,
    ...native,
    followed: new Set(),
    start: (command) => start(command),
  };
  const start = followStart(startedFiles(shared));
  const { entrypoint = [], cmd = [], workingDir } = config;
  const words = [...entrypoint, ...cmd];
  const common = { ...OF_IMAGE, folder: workingDir || '/', environment };
  if (words.length === 0) trace.openEnd('the image has no ENTRYPOINT and no CMD');
  else start({ ...common, words, isMain: true });
  const check = healthCheckOf(config);
  if (check) start({ ...common, words: check, isMain: false });
  preload(environment, shared);
  for (const [name, value] of environment)
    if (name !== 'PATH') shared.mentionValue(value, VARIABLES);
  for (const { path, by } of native.configured()) shared.loadNative(path, by);
  for (const name of languages(environment)) shared.mention(`usr/share/locale/${name}`, IMAGE);
  mayLoadPackaged(shared);
  possibleRuntimes(trace, shared);
  return native;
}

const VARIABLES: LoadStep = { path: 'a variable of the image', by: undefined };
const IMAGE: LoadStep = { path: 'the language of the image', by: undefined };

/** The folders with translations for the language of the image: `de_DE`, `de`. */
function languages(environment: ReadonlyMap<string, string>): string[] {
  const named = ['LC_ALL', 'LANG', 'LANGUAGE'].flatMap((name) => environment.get(name) ?? []);
  return named.flatMap((value) => {
    const [locale = ''] = value.split(/[.@:]/);
    return /^[a-z]{2,3}(?:_[A-Z]{2})?$/.test(locale) ? [locale, locale.slice(0, 2)] : [];
  });
}

/** A library or program of a runtime that may be loaded may load all packages of its language. */
function possibleRuntimes({ loaded, possible }: Trace, shared: Follow): void {
  const followed = [...shared.followed].flatMap((path) => runtimeOf(path) ?? []);
  for (const path of [...loaded.keys(), ...possible.keys()]) {
    const step = loaded.get(path);
    const isFollowed = (runtime: Runtime) =>
      step ? isBelow(step, runtime, shared) : followed.includes(runtime);
    for (const runtime of runtimesOf(path, shared))
      if (!isFollowed(runtime)) mayLoadAll(runtime, step ?? { path, by: undefined }, shared);
  }
}

/** The runtime of a program or library, or those whose libraries another program needs. */
function runtimesOf(path: string, { files, elfOf }: Follow): readonly Runtime[] {
  const own = runtimeOf(path);
  if (own) return [own];
  const elf = files.isExecutable(path) ? elfOf(path) : undefined;
  if (elf?.interpreter === undefined) return [];
  return elf.needed.flatMap((name) => runtimeOf(name) ?? []);
}

/** Whether a program of the runtime whose files were followed loads it. */
function isBelow(step: LoadStep, runtime: Runtime, { followed }: Follow): boolean {
  for (let at: LoadStep | undefined = step; at; at = at.by)
    if (followed.has(at.path) && runtimeOf(at.path) === runtime) return true;
  return false;
}

/** Loads the libraries that the loader adds to every program. Source: ld.so(8). */
function preload(environment: ReadonlyMap<string, string>, follow: Follow): void {
  const { files, trace, elfOf, libraries } = follow;
  const lists = [environment.get('LD_PRELOAD'), files.wholeText('etc/ld.so.preload', 65_536)];
  const names = [...lists, environment.get('LD_AUDIT')].flatMap(
    (list) => list?.split(/[\s:]+/) ?? [],
  );
  const programs = [...trace.loaded.keys()];
  const path = programs.find((one) => elfOf(one)?.interpreter !== undefined) ?? '';
  const elf = elfOf(path);
  const given = [...new Set(names.filter((one) => one !== ''))];
  for (const name of files.atMost(given, MAX_PRELOADED, 'the libraries that the loader adds are')) {
    const file = name.startsWith('/') ? files.file(name.slice(1)) : undefined;
    const user = elf && { path, elf, inherited: [], isMusl: /ld-musl/.test(elf.interpreter ?? '') };
    const found = file === undefined && user ? libraries.find(name, user) : [];
    for (const one of file === undefined ? found : [file]) follow.loadNative(one, undefined);
    if (name.includes('$'))
      trace.openEnd(`${name.slice(0, 100)}, which the loader adds, is not known`);
  }
}

const MAX_PRELOADED = 100;

function useOf(
  pkg: Package,
  paths: readonly string[],
  { loaded, possible, openEnds, openTypes }: Trace,
  withoutFiles: ReadonlySet<string>,
): PackageUse {
  const used = paths.find((path) => loaded.has(path));
  if (used !== undefined) {
    const step = loaded.get(used);
    const name = loadedName(used);
    const reason = step?.by
      ? `${name} is loaded by ${chainOf(step.by)}`
      : `${used} is started by the image`;
    return { state: 'loaded', reason: shown(reason) };
  }
  const named = paths.find((path) => possible.has(path));
  if (named !== undefined)
    return { state: 'unknown', reason: shown(`${named} ${possible.get(named)}`) };
  const open = openEnds[0] ?? openTypes.get(pkg.type);
  if (open !== undefined) return { state: 'unknown', reason: shown(open) };
  if (withoutFiles.has(pkg.purl))
    return { state: 'unknown', reason: 'the package manager does not list its files' };
  return { state: 'no-evidence', reason: 'nothing that the image starts loads its files' };
}

const MAX_REASON = 400;

function shown(reason: string): string {
  return plainText(reason, MAX_REASON);
}

/** Most bytes of a file that is kept. */
const MAX_KEPT = 512 << 20;
const KEPT =
  /(?:^|\/)s?bin\/[^/]+$|\.(?:so|node|js|mjs|cjs|py|pth|egg|zip|pyz|jar|war|path|preload|cache|sh|conf|ini|cfg|cnf|load|service)$|\.so\.[\d.]+$|(?:^|\/)(?:package\.json|entry_points\.txt|top_level\.txt|RECORD|pyvenv\.cfg)$/;

/** Selects the files of compressed layers that following the start command may need. */
export function keepForUse({
  entrypoint = [],
  cmd = [],
}: ImageConfig): (entry: LayerEntry) => boolean {
  if (entrypoint.length + cmd.length === 0) return () => false;
  return ({ path, size, mode }) =>
    size <= MAX_KEPT &&
    ((mode & 0o111) !== 0 || KEPT.test(path) || (path.startsWith('etc/') && size <= MAX_TEXT));
}
