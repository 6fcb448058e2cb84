import { type Dockerfile, instructionsOf, type RunInstruction } from '../parser/model.js';
import { commandName } from '../shell/command-line.js';
import type { ShellCommand } from '../shell/model.js';
import type { Source } from '../text/source.js';

/** A command of a RUN instruction. */
export interface RunCommand {
  readonly run: RunInstruction;
  readonly command: ShellCommand;
}

/** The commands with these names, without folder, of RUN and ONBUILD RUN: grouped by name, in order of the names. */
export function runCommands(dockerfile: Dockerfile, ...names: readonly string[]): RunCommand[] {
  const byName = commandsByName(dockerfile);
  const [only = '', ...more] = names;
  const first = byName.get(only) ?? [];
  return more.length === 0
    ? [...first]
    : [...first, ...more.flatMap((name) => byName.get(name) ?? [])];
}

/** The commands of RUN and ONBUILD RUN with a name, without folder, that matches: grouped by name. */
export function runCommandsMatching(dockerfile: Dockerfile, pattern: RegExp): RunCommand[] {
  return [...commandsByName(dockerfile)].flatMap(([name, commands]) =>
    pattern.test(name) ? commands : [],
  );
}

const cache = new WeakMap<Source, ReadonlyMap<string, RunCommand[]>>();

/** Computed once per file, because many rules look for a few names each. */
function commandsByName(dockerfile: Dockerfile): ReadonlyMap<string, RunCommand[]> {
  let byName = cache.get(dockerfile.source);
  if (!byName) {
    byName = groupCommands(dockerfile);
    cache.set(dockerfile.source, byName);
  }
  return byName;
}

function groupCommands(dockerfile: Dockerfile): ReadonlyMap<string, RunCommand[]> {
  const byName = new Map<string, RunCommand[]>();
  for (const run of instructionsOf(dockerfile, 'RUN', { onbuild: true })) {
    for (const command of run.script.commands) {
      const name = commandName(command);
      const sameName = byName.get(name);
      if (sameName) sameName.push({ run, command });
      else byName.set(name, [{ run, command }]);
    }
  }
  return byName;
}
