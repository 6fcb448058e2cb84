import { posix } from 'node:path';
import { imagePath } from '../image/paths.js';
import { locateProgram } from '../start/find-program.js';
import type { ImageFiles } from '../start/image-files.js';
import type { StartedProgram } from '../start/observer.js';
import type { Follow } from './follow.js';

/** Where Python searches for modules. */
export interface PythonFolders {
  /** Of the interpreter itself. */
  readonly standard: readonly string[];
  /** With installed distributions. */
  readonly site: readonly string[];
  /** From PYTHONPATH. */
  readonly own: readonly string[];
  /** How names of extension modules end. */
  readonly suffixes: readonly string[];
}

/** The minor versions of Python 3 that are searched for when the program's name has none. */
const MINORS = Array.from({ length: 16 }, (_, i) => `3.${20 - i}`);
/** By the machine of the ELF header. */
const MACHINES: ReadonlyMap<string, string> = new Map([
  ['2-62', 'x86_64'],
  ['2-183', 'aarch64'],
  ['1-3', 'i386'],
  ['1-40', 'arm'],
  ['2-21', 'powerpc64le'],
  ['2-243', 'riscv64'],
  ['2-22', 's390x'],
]);

/** The folders of an interpreter, of its virtual environment and of the system. Source: Python, Modules/getpath.py, site.py. */
export function pythonFolders(started: StartedProgram, { files, elfOf }: Follow): PythonFolders {
  const { step, environment, program } = started;
  const located = locateProgram(program, started, files) ?? step.path;
  const virtual = virtualEnvironment(located, files);
  const prefix = posix.dirname(posix.dirname(step.path));
  const version = versionOf(step.path, prefix, files);
  const [major, minor] = version.split('.');
  const home = imagePath(environment.get('PYTHONHOME') ?? '');
  const prefixes = [...new Set([...(home === '' ? [] : [home]), prefix, 'usr', 'usr/local'])];
  const folder = (path: string) => files.folder(path) ?? [];
  const standard = prefixes
    .flatMap((base) => [`${base}/lib/python${version}`, `${base}/lib64/python${version}`])
    .flatMap((path) => [...[folder(path)].flat(), ...[folder(`${path}/lib-dynload`)].flat()]);
  const system = prefixes.flatMap((base) => [
    `${base}/lib/python${version}/site-packages`,
    `${base}/lib64/python${version}/site-packages`,
    `${base}/lib/python${version}/dist-packages`,
    `${base}/lib/python${major}/dist-packages`,
  ]);
  const bases = homesOf(environment.get('HOME'), files).map((home) => `${home}/.local`);
  const user = [environment.get('PYTHONUSERBASE') ?? [], bases]
    .flat()
    .map((base) => imagePath(`${base}/lib/python${version}/site-packages`));
  const site = virtual
    ? [
        `${virtual.folder}/lib/python${version}/site-packages`,
        `${virtual.folder}/lib64/python${version}/site-packages`,
        ...(virtual.hasSystem ? system : []),
      ]
    : [...user, ...system];
  const machine = MACHINES.get(elfOf(step.path)?.abi ?? '') ?? 'x86_64';
  const tag = `cpython-${major}${minor}`;
  return {
    standard: [...new Set(standard)],
    site: [...new Set(site.flatMap(folder))],
    own: (environment.get('PYTHONPATH') ?? '')
      .split(':')
      .filter((path) => path !== '')
      .map((path) => imagePath(path, started.folder)),
    suffixes: [
      `.${tag}-${machine}-linux-gnu.so`,
      `.${tag}-${machine}-linux-musl.so`,
      `.${tag}m-${machine}-linux-gnu.so`,
      `.${tag}.so`,
      '.abi3.so',
      '.so',
    ],
  };
}

/** The home folders of the users of the image: which of them runs the program is not followed. */
function homesOf(own: string | undefined, files: ImageFiles): string[] {
  const lines = (files.wholeText('etc/passwd', 262_144) ?? '').split('\n');
  const users = files.atMost(lines, MAX_USERS, 'the users are');
  const homes = users.flatMap((line) => line.split(':')[5] ?? []);
  return [...new Set([own ?? '/root', '/root', ...homes])].filter((home) => home !== '/');
}

const MAX_USERS = 5000;

function versionOf(path: string, prefix: string, files: ImageFiles): string {
  const [, named] = /(\d\.\d+)$/.exec(path) ?? [];
  if (named !== undefined) return named;
  const has = (minor: string) => files.folder(`${prefix}/lib/python${minor}`) !== undefined;
  return MINORS.find(has) ?? '3';
}

/** The virtual environment of an interpreter. Source: Python documentation, venv. */
function virtualEnvironment(
  located: string,
  files: ImageFiles,
): { readonly folder: string; readonly hasSystem: boolean } | undefined {
  const folder = posix.dirname(posix.dirname(located));
  const text = files.text(`${folder}/pyvenv.cfg`, 65_536);
  if (text === undefined) return undefined;
  return { folder, hasSystem: /^include-system-site-packages\s*=\s*true/im.test(text) };
}
