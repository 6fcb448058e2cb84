import { posix } from 'node:path';
import type { Dockerfile, Instruction } from '../dockerfile/parser/model.js';
import { changedArgumentTest } from './changed-inputs.js';
import { type ChangedNames, joinChanges } from './changed-names.js';
import { commandsOf, keepsPackages } from './cleared.js';
import { runsCopiedTest } from './copied-programs.js';
import { mayGenerateTest } from './indirect-inputs.js';
import { runPrograms } from './run-programs.js';
import type { StageContents, StageStep } from './stage-contents.js';
import { type BothVersions, fileTextOf } from './versions.js';

/** What a pull request changes of what the instructions of a Dockerfile do, although their texts are the same. */
export interface ChangedSteps {
  /** Whether an instruction may do other things: RUN may run a changed file, or a changed file may set a build argument. */
  readonly isOther: (step: StageStep) => boolean;
  /** Whether a command may upgrade or remove packages of the distribution, or did so. */
  readonly mayChangeSystem: (command: string) => boolean;
}

export function changedSteps(
  dockerfile: Dockerfile,
  versions: BothVersions,
  inputs: {
    readonly steps: StageContents;
    readonly changedInputs: (instruction: Instruction) => ChangedNames;
  },
): ChangedSteps {
  const setsArgument = changedArgumentTest(dockerfile, versions);
  const files = [...versions.changed].filter(mayGenerateTest(dockerfile, versions));
  const scripts = files.filter((file) => file !== dockerfile.path && isScript(file, versions));
  const names = new Set([
    ...files.map((file) => posix.basename(file)),
    ...scripts.flatMap((file) => posix.dirname(file).split('/')),
    ...copiedNames(dockerfile, versions, inputs.changedInputs),
  ]);
  names.delete('.');
  const runsCopied = runsCopiedTest(dockerfile, versions, inputs);
  const isNamed = (command: string) =>
    !isOfLanguage(command) &&
    ((scripts.length > 0 && RUNNER.test(command)) ||
      command.split(/[\s"'=/(){}$*]+/).some((word) => names.has(word)) ||
      runsCopied(command));
  const programs = runPrograms(dockerfile, versions, { files, isNamed });
  const hasChanged = [...versions.changed].some((file) => file !== dockerfile.path);
  const changes = (command: string) => hasChanged && programs.changes(command);
  return {
    isOther: (step) =>
      setsArgument(step.instruction) || commandsOf(step).some(({ command }) => changes(command)),
    mayChangeSystem: (command) =>
      !keepsPackages(command) || changes(command) || programs.mayChangeSystem(command),
  };
}

/** The names of changed files that are in the image or mounted, whatever their kind: a command can read prose and run tests. */
function copiedNames(
  { instructions }: Dockerfile,
  { changed }: BothVersions,
  changedInputs: (instruction: Instruction) => ChangedNames,
): readonly string[] {
  const names = joinChanges(instructions.map(changedInputs));
  return names === 'all' ? [...changed].map((file) => posix.basename(file)) : [...names];
}

function isScript(path: string, { root, baseFolder }: BothVersions): boolean {
  if (/\.\w+$/.test(path)) return SCRIPT.test(path);
  return (
    MAKEFILE.test(path) ||
    [baseFolder, root].some((folder) => fileTextOf(folder, path)?.startsWith('#!'))
  );
}

const MAKEFILE = /(?:^|\/)(?:(?:GNU)?[Mm]akefile|[Jj]ustfile|Rakefile)$/;
const SCRIPT = /\.(?:mk|make|sh|bash|zsh|ksh|py|pl|rb|awk|env|conf|ya?ml)$/;

/** Commands that run files, which may run others. */
const RUNNER =
  /^(?:sudo\s+|exec\s+|env\s+|time\s+|then\s+|do\s+|\w+=\S*\s+){0,5}(?:(?:make|gmake|just|task|rake|ansible-playbook|ansible|run-parts|find|xargs|(?:ba|da|z|k|a)?sh|python3?|perl|ruby|source|\.)(?:\s|$)|\.{0,2}\/)/;

/** Package managers of languages, and wrappers of build tools. */
function isOfLanguage(command: string): boolean {
  return keepsPackages(command) || /^(?:\.\/)?(?:gradlew|mvnw)\b/.test(command);
}
