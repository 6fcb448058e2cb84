import type { Dockerfile } from '../dockerfile/parser/model.js';
import { changesBuildFile } from './build-files.js';
import { recipesOf } from './make-targets.js';
import { runsByName, scriptNamesOf, scriptsIn, startedCommand } from './package-scripts.js';
import { type ProgramFiles, programFiles } from './program-files.js';
import { changesPythonBuild } from './python-builds.js';
import { normalized } from './stage-contents.js';
import { type BothVersions, fileTextOf } from './versions.js';

/** What commands run of the repository: scripts of package.json, recipes, programs that a tool compiles and starts. */
export interface RunPrograms {
  /** Whether a command may do other things than before: it runs a changed program. */
  readonly changes: (command: string) => boolean;
  /** Whether a command of a package manager runs a program that may change packages of the distribution. */
  readonly mayChangeSystem: (command: string) => boolean;
}

/** Changed files, and whether a command by itself runs or names one of them. */
interface Changed {
  readonly files: readonly string[];
  readonly isNamed: (command: string) => boolean;
}

/** Finds what commands run, and what these run, as far as the repository says. */
export function runPrograms(
  dockerfile: Dockerfile,
  versions: BothVersions,
  { files, isNamed }: Changed,
): RunPrograms {
  const programs = programFiles(dockerfile, versions);
  const isOther = (command: string) =>
    isNamed(command) ||
    changesScript(command, programs, versions) ||
    COMPILED.some(
      ([runs, source]) => runs.test(command) && files.some((one) => source.test(one)),
    ) ||
    changesPythonBuild(command, files, { programs, versions }) ||
    changesBuildFile(command, files, versions) ||
    runsChangedModule(command, programs);
  const started = (command: string) => startedBy(command, programs);
  const known = new Map<string, boolean>();
  return {
    changes: (command) => {
      const changes = known.get(command) ?? reaches(command, isOther, started);
      known.set(command, changes);
      return changes;
    },
    mayChangeSystem: (command) => {
      if (COMPILED.some(([runs]) => runs.test(command))) return !/\bcargo (?:b|i)/.test(command);
      if (startedCommand(command) !== undefined) return true;
      if (!runsByName(command)) return false;
      return started(command)?.length === 0 || reaches(command, isOfSystem, started);
    },
  };
}

/** Commands of tools that compile a program of the repository and start it, or a part of it, and its sources. */
const COMPILED: readonly (readonly [command: RegExp, source: RegExp])[] = [
  // A version is that of a program elsewhere.
  [
    /\bgo\s+(?:generate|test|tool|run)\s(?!(?:-\S+\s+)*[^\s-]\S*@)/,
    /\.(?:go|s|c|h)$|(?:^|\/)go\.(?:mod|sum|work)$/,
  ],
  [/\bcargo\s+(?:run|r|test|t|bench|xtask)\b/, /\.rs$|(?:^|\/)Cargo\.(?:toml|lock)$/],
  [/\bcargo\s+(?:build|b|install|check|rustc)\b/, /(?:^|\/)build\.rs$/],
  [/\bdotnet\s+(?:run|test|watch)\b/, /\.(?:[cfv][sb]|(?:cs|fs|vb)proj|props|targets)$/],
  [/\b(?:mix|elixir)\s/, /\.exs?$/],
  [
    /\b(?:swift|dart|zig|nim|crystal|stack|cabal)\s+(?:build\s+)?(?:run|test|r|exec)\b/,
    /\.(?:swift|dart|zig|nim|cr|hs|cabal)$/,
  ],
];

/** Commands that one command may run. */
const MOST = 20_000;
/** Characters of a longer command are read in parts. */
const PART = /[\s\S]{1,4096}/g;

/** Whether a command, or one that it starts, is of a kind; also if not all are known. */
function reaches(
  command: string,
  isOfKind: (command: string) => boolean,
  started: (command: string) => readonly string[] | undefined,
): boolean {
  const seen = new Set<string>();
  const left: string[] = command.match(PART) ?? [];
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    if (seen.has(one)) continue;
    seen.add(one);
    const more = started(one);
    if (seen.size > MOST || more === undefined || isOfKind(one)) return true;
    const commands = more.flatMap((text) => text.split(/&&|[|;&\n]+/)).map(normalized);
    left.push(...commands.flatMap((text) => text.match(PART) ?? []));
  }
  return false;
}

/** The texts of commands that a command starts; undefined if they are not known. */
function startedBy(command: string, programs: ProgramFiles): readonly string[] | undefined {
  const names = scriptNamesOf(command);
  const scripts = names.length === 0 ? [] : MANIFESTS.flatMap(programs.named);
  const script = SCRIPT.exec(command)?.[1];
  const make = MAKE.exec(command);
  if (programs.isCut && (names.length > 0 || script !== undefined || make)) return undefined;
  const makefiles = make ? MAKEFILES.flatMap(programs.named) : [];
  const texts: string[] = [startedCommand(command) ?? ''];
  for (const path of [...scripts, ...makefiles]) {
    const found = programs.textsOf(path);
    if (!found) return undefined;
    for (const text of found)
      if (makefiles.includes(path)) texts.push(...recipesOf(text, targetsIn(make?.[1] ?? '')));
      else {
        const own = scriptsIn(text);
        texts.push(...names.flatMap((name) => own?.get(name) ?? []));
      }
  }
  // A longer file is a program and no script.
  for (const path of script ? programs.at(script) : [])
    texts.push(...(programs.textsOf(path) ?? []));
  return texts.filter((text) => text !== '');
}

const MANIFESTS = ['package.json', 'composer.json'];
const MAKEFILES = ['Makefile', 'makefile', 'GNUmakefile'];
const MAKE = /(?:^|[\s"'(])g?make(?:\s([\s\S]*))?$/;
/** A script that a shell runs, or that is run by its path. */
const SCRIPT =
  /(?:^(?:(?:sudo|exec|env|time|then|do|else|if)\s+|\w+=\S*\s+|[({]\s*)*|(?:^|[\s"'(])(?:(?:ba|da|z|k|a)?sh|source|\.|-c)\s+(?:-\w+\s+)*["']?)((?:[\w.-]*\/)+[\w.-]+|[\w.-]+\.(?:ba|z|k)?sh)(?=$|[\s"')])/;

function targetsIn(options: string): string[] {
  return options
    .replace(/(?:^|\s)-[CfjoWI]\s*\S+/g, ' ')
    .split(/[\s"'()]+/)
    .filter((word) => /^[^-=]+$/.test(word));
}

/** Whether the scripts that a command runs by their names are not the same in both versions. */
function changesScript(
  command: string,
  programs: ProgramFiles,
  { root, baseFolder, changed }: BothVersions,
): boolean {
  const names = scriptNamesOf(command);
  if (names.length === 0) return false;
  return MANIFESTS.flatMap(programs.named)
    .filter((path) => changed.has(path))
    .some((path) => {
      const [before, after] = [baseFolder, root].map((side) => {
        const text = fileTextOf(side, path);
        return text === undefined ? new Map<string, string>() : scriptsIn(text);
      });
      return !before || !after || names.some((name) => before.get(name) !== after.get(name));
    });
}

/** Whether Node.js, or a program like it, runs a changed module. */
function runsChangedModule(command: string, programs: ProgramFiles): boolean {
  const [, path] = NODE.exec(command) ?? [];
  if (path === undefined || /(?:^|\/)node_modules\//.test(path)) return false;
  return programs.hasChangedModule(path);
}

const NODE =
  /(?:^|[\s"'(/])(?:node|nodejs|bun|deno|tsx|ts-node|babel-node)\s+(?:run\s+)?(?:-\S+\s+)*([\w@./-]+)/;

/** Whether a command of a script may change packages of the distribution. */
function isOfSystem(command: string): boolean {
  return SYSTEM.test(command);
}

const SYSTEM =
  /(?:^|[\s"'(@/])(?:sudo|su|gosu|apt|apt-get|aptitude|apk|dpkg|dnf|yum|microdnf|rpm|zypper|pacman|(?:ba|da|z|k|a)?sh|python[\d.]*|perl|ruby|php|node|bun|deno|curl|wget|g?make)\s|\.sh\b/;
