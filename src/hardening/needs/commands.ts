import { posix } from 'node:path';
import type { ProbeCommand } from '../../core/runtime-needs.js';
import { normalize } from '../../image/paths.js';
import { innermost, isShell, wrappedScript } from '../../shell/wrappers.js';
import { environmentOf, healthCheckOf } from '../../start/configuration.js';
import { type StartedCommand, startedCommands } from '../../start/started-commands.js';
import { type ImageView, programFile, realPath } from './image-view.js';
import { type ScriptAct, scriptActs } from './start-scripts.js';

/** What the commands of a container run. */
export interface Commands {
  /** What the start does. */
  readonly acts: readonly ScriptAct[];
  /** What healthchecks, hooks and probes do. */
  readonly otherActs: readonly ScriptAct[];
  /** The programs of the start and of the others. */
  readonly programs: readonly StartedCommand[];
  /** Programs, scripts, and files among the arguments, with a leading slash. */
  readonly files: readonly string[];
  /** Why it is not known what they run: a clause. */
  readonly unknown?: string;
}

/** Follows the commands of a container through its scripts. Nothing is executed. */
export function followCommands(view: ImageView): Commands {
  const { config, start, started } = view;
  const words = [...(config.entrypoint ?? []), ...(config.cmd ?? [])];
  const isOwn = start?.entrypoint !== undefined || start?.cmd !== undefined;
  const main = follow({ name: 'start command', words }, started, view);
  const others = otherCommands(view).map((one) => {
    const programs = startedCommands({ ...config, entrypoint: one.words, cmd: [] }, view);
    return { programs, ...follow(one, programs, view) };
  });
  // The command of the image itself was tried by those who made it.
  const notThere = [
    ...(isOwn ? [notInImage('start command', words, started, view)] : []),
    ...otherCommands(view).map((one, index) =>
      notInImage(one.name, one.words, others[index]?.programs ?? [], view),
    ),
  ];
  const unknown = [main, ...others].flatMap((one) => one.unknown ?? [])[0];
  const reason = unknown ?? notThere.find((one) => one !== undefined);
  return {
    acts: main.acts,
    otherActs: others.flatMap(({ acts }) => acts),
    programs: [...started, ...others.flatMap(({ programs }) => programs)],
    files: [...new Set([main, ...others].flatMap(({ files }) => files))],
    ...(reason !== undefined && { unknown: reason }),
  };
}

/** The commands besides the start: those of the manifest, or the healthcheck of the image. */
export function otherCommands({
  config,
  start,
}: Pick<ImageView, 'config' | 'start'>): ProbeCommand[] {
  const others = [...(start?.others ?? [])];
  const words = healthCheckOf(config);
  if (!words || others.some(({ name }) => name === 'healthcheck')) return others;
  return [...others, { name: 'healthcheck', words }];
}

/** What a command does, its scripts included, and the files that show it. */
function follow(
  { name, words }: ProbeCommand,
  started: readonly StartedCommand[],
  view: ImageView,
): Pick<Commands, 'acts' | 'files' | 'unknown'> {
  const { config, textOf } = view;
  const environment = environmentOf(config);
  environment.set('PWD', config.workingDir || '/');
  const paths = new Set(started.flatMap(({ script }) => script ?? []));
  const read = new Set<string>();
  const readText = (path: string) => {
    read.add(path);
    return textOf(path);
  };
  const label = `its ${name}`;
  const text = shellText(words);
  const own = text === undefined ? [] : scriptActs(label, text, environment, readText);
  const acts = [
    ...[...paths].flatMap((path) => scriptActs(path, readText(path) ?? '', environment, readText)),
    // The text has one line, mostly.
    ...own.map((act) => ({ ...act, place: act.place.replace(`${label}:`, `${label}, line `) })),
  ].map((act) => ({ ...act, place: act.place.replace(`${label}, line 1`, label) }));
  const indirect =
    acts.find(({ kind }) => kind === 'indirect-exec') ??
    acts.find(({ kind, place }) => kind === 'indirect' && place.startsWith(label));
  return {
    acts,
    files: filesOf(words, started, [...read], view),
    ...(indirect && {
      unknown: `${indirect.place} runs ${indirect.target}, which is only known when it runs`,
    }),
  };
}

/** TEXT of `sh -c TEXT`, behind wrappers too. */
function shellText(words: readonly string[]): string | undefined {
  const [program = '', ...args] = innermost(words);
  return isShell(program) ? wrappedScript(program, args)?.text : undefined;
}

function filesOf(
  words: readonly string[],
  started: readonly StartedCommand[],
  read: readonly string[],
  view: ImageView,
): string[] {
  const { config, files } = view;
  const programs = [words[0] ?? '', ...started.map(({ written }) => written)].flatMap((written) => {
    const found = programFile(view, written);
    return found ? [found.path, `/${found.entry.path}`] : [];
  });
  const given = [words, ...started.map((one) => one.arguments)].flat().flatMap((word) => {
    const path = posix.join('/', word.startsWith('/') ? '' : (config.workingDir ?? '/'), word);
    return files.get(normalize(path))?.type === 'file' ? path : [];
  });
  const scripts = read.flatMap((path) => [posix.join('/', path), realPath(files, path)]);
  return [...programs, ...given, ...scripts];
}

/** Why a command is no program or script of the image. */
function notInImage(
  name: string,
  [first = '']: readonly string[],
  started: readonly StartedCommand[],
  view: ImageView,
): string | undefined {
  if (!programFile(view, first)) return `its ${name} runs ${first}, which the image does not have`;
  const missing = started.find(
    ({ program, written }) =>
      isShell(program) || (written.startsWith('/') && !programFile(view, written)),
  );
  if (!missing) return undefined;
  return isShell(missing.program)
    ? `its ${name} runs a script that the image does not have`
    : `its ${name} runs ${missing.written}, which the image does not have`;
}
