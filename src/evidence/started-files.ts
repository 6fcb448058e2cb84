import { imagePath } from '../image/paths.js';
import { isShell } from '../shell/wrappers.js';
import { findProgramFile } from '../start/find-program.js';
import type { LoadStep, StartCommand, StartedProgram, StartObserver } from '../start/observer.js';
import type { Follow } from './follow.js';
import type { Runtime } from './runtime.js';
import { isOf, mayLoadAll, runtimeOf } from './runtimes.js';

const MAX_SCRIPT = 1 << 20;

/** Loads the files of what the image starts: programs, scripts, and what runtimes run. */
export function startedFiles(follow: Follow): StartObserver {
  const { files, trace, elfOf } = follow;
  return {
    files,
    openEnd: trace.openEnd,
    readFile: (path, by) => trace.load(path, by) ?? trace.loaded.get(path),
    findProgram: (program, command) => loadProgram(program, command, follow),
    isScript: (path) => elfOf(path) === undefined,
    runFiles: (started) => runFiles(started, follow),
    endAt(command, step) {
      const runtime = step && startedRuntime(command.words[0] ?? '', step);
      if (!runtime) return;
      mayLoadAll(runtime, step, follow);
      runOther(command.words.slice(1), command, { step, follow });
    },
    mentionPrograms: follow.mentionPrograms,
  };
}

/** Where programs may be written while the container runs. */
const RUN_TIME = /^\/(?:tmp|run|var|dev\/shm)\//;

function loadProgram(program: string, command: StartCommand, follow: Follow): LoadStep | undefined {
  const { files, trace } = follow;
  const path = findProgramFile(program, command, files);
  if (path !== undefined) return follow.loadNative(path, command.by) ?? trace.loaded.get(path);
  if (command.isMain || RUN_TIME.test(program))
    trace.openEnd(`${program.slice(0, 200)}, which the image starts, is not in the image`);
  return undefined;
}

function startedRuntime(program: string, { path }: LoadStep): Runtime | undefined {
  return runtimeOf(program) ?? runtimeOf(path);
}

/** Follows what a runtime runs. The arguments of other programs may be a command: `doppler run -- node server.js`. */
function runFiles(started: StartedProgram, follow: Follow): boolean {
  const { program, step, words } = started;
  const runtime = startedRuntime(program, step);
  if (runtime?.run) {
    follow.followed.add(step.path);
    // An own program may have the name of one.
    if (follow.elfOf(step.path) && !isOf(runtime, follow.symbolsOf(step.path)))
      follow.trace.openEnd(`${step.path} is another program than its name says`);
    runtime.run(started, follow);
    return true;
  }
  if (isShell(program) || isShell(step.path)) return false;
  follow.mentionPrograms(words.join('\n'), step, started);
  for (const word of words) follow.mentionValue(word, step, started.folder);
  return false;
}

/** A program of a language whose imports are not followed: the packages of the language may all be loaded. */
function runOther(
  words: readonly string[],
  { folder }: StartCommand,
  { step, follow }: { readonly step: LoadStep; readonly follow: Follow },
): void {
  const { files, trace } = follow;
  for (const word of words) {
    const path = word.startsWith('-') ? undefined : files.file(imagePath(word, folder));
    const script =
      path === undefined ? undefined : (trace.load(path, step) ?? trace.loaded.get(path));
    const text = script && files.text(script.path, MAX_SCRIPT);
    if (script && text !== undefined) follow.mentionTexts(text, script);
    follow.mentionTexts(word, step);
  }
  if (words.length === 0)
    trace.openEnd(`${step.path} is started without a program, and runs what it is given`);
}
