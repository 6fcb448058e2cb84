import { type Dockerfile, instructionsOf, type RunInstruction } from '../parser/model.js';
import type { Source } from '../parser/source.js';
import { commandName } from './command-line.js';
import type { ShellCommand } from './model.js';

/** A command and the RUN that it stands in. */
export interface RunCommand {
  readonly run: RunInstruction;
  readonly command: ShellCommand;
}

/** The commands of these names (without folder) in all RUN and ONBUILD RUN instructions, name by name in order. */
export function runCommands(dockerfile: Dockerfile, ...names: readonly string[]): RunCommand[] {
  const index = indexOf(dockerfile);
  const [only = '', ...more] = names;
  const first = index.get(only) ?? [];
  return more.length === 0 ? [...first] : [...first, ...more.flatMap((n) => index.get(n) ?? [])];
}

/** The commands whose name matches, in order. */
export function runCommandsMatching(dockerfile: Dockerfile, name: RegExp): RunCommand[] {
  return [...indexOf(dockerfile)].flatMap(([known, commands]) =>
    name.test(known) ? commands : [],
  );
}

const cache = new WeakMap<Source, ReadonlyMap<string, RunCommand[]>>();

/** Many rules look for a few names each: the commands are gone through once. */
function indexOf(dockerfile: Dockerfile): ReadonlyMap<string, RunCommand[]> {
  let index = cache.get(dockerfile.source);
  if (!index) {
    index = createIndex(dockerfile);
    cache.set(dockerfile.source, index);
  }
  return index;
}

function createIndex(dockerfile: Dockerfile): ReadonlyMap<string, RunCommand[]> {
  const index = new Map<string, RunCommand[]>();
  for (const run of instructionsOf(dockerfile, 'RUN', { onbuild: true })) {
    for (const command of run.script.commands) {
      const name = commandName(command);
      const known = index.get(name);
      if (known) known.push({ run, command });
      else index.set(name, [{ run, command }]);
    }
  }
  return index;
}
