import { posix } from 'node:path';
import type { Dockerfile, Instruction, RunInstruction } from './parser/model.js';
import { commandName } from './shell/command-line.js';
import type { ShellCommand } from './shell/model.js';
import { lineage } from './stages.js';
import { expandedAt } from './variables.js';

/** The working folder of the base image, which is not known. */
const UNKNOWN = '/\0';
/** What `popd` goes back to is not followed: variables stand for it, too. */
const EARLIER = '$OLDPWD';

/** The folder that WORKDIR sets for an instruction. */
export function workdirAt(dockerfile: Dockerfile, at: Instruction): string {
  const stage = dockerfile.stages.findLast(({ from }) => from.startLine <= at.startLine);
  const instructions = stage
    ? lineage(stage)
        .reverse()
        .flatMap((part) => part.instructions)
    : [];
  let workdir = UNKNOWN;
  for (const one of instructions) {
    if (one.index >= at.index) break;
    const [path] = one.keyword === 'WORKDIR' ? one.args : [];
    if (path) workdir = posix.resolve(workdir, expandedAt(dockerfile, one, path));
  }
  return workdir;
}

/** The folder in which a command runs, with the variables in it as they are written. */
export function folderOfCommand(
  dockerfile: Dockerfile,
  run: RunInstruction,
  command: ShellCommand,
): string {
  let folder = workdirAt(dockerfile, run);
  for (const one of run.script.commands) {
    if (one.start >= command.start) break;
    const name = commandName(one);
    if (!/^(?:cd|pushd|popd)$/.test(name) || one.depth > command.depth) continue;
    const [target] = one.args.filter(({ value }) => !value.startsWith('-'));
    const path = name === 'popd' ? EARLIER : (target?.value ?? '$HOME');
    folder = /^[/$~`]/.test(path) ? posix.normalize(path) : posix.join(folder, path);
  }
  return folder;
}

/** The folder that tells where the relative ones of some paths are; undefined if none is relative, or nothing sets it. */
export function folderOfRelative(paths: readonly string[], folder: string): string | undefined {
  const isRelative = paths.some((path) => !/^(?:[/~$\\-]|[A-Za-z]:)/.test(path));
  return isRelative && folder !== UNKNOWN ? folder : undefined;
}
