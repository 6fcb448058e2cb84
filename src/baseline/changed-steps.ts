import { posix } from 'node:path';
import type { Dockerfile, Instruction } from '../dockerfile/parser/model.js';
import { changedArgumentTest } from './changed-inputs.js';
import { type ChangedNames, joinChanges } from './changed-names.js';
import { commandsOf, keepsPackages } from './cleared.js';
import { mayGenerateTest } from './indirect-inputs.js';
import type { StageStep } from './stage-contents.js';
import { type BothVersions, fileTextOf } from './versions.js';

/**
 * A test of whether an instruction may do other things than before although its text is the same: RUN may run a file that the
 * pull request changes, or a changed file may set a build argument.
 */
export function changedStepTest(
  dockerfile: Dockerfile,
  versions: BothVersions,
  changedInputs: (instruction: Instruction) => ChangedNames,
): (step: StageStep) => boolean {
  const setsArgument = changedArgumentTest(dockerfile, versions);
  const files = [...versions.changed].filter(mayGenerateTest(dockerfile, versions));
  const scripts = files.filter((file) => file !== dockerfile.path && isScript(file, versions));
  const names = new Set([
    ...files.map((file) => posix.basename(file)),
    ...scripts.flatMap((file) => posix.dirname(file).split('/')),
    ...copiedNames(dockerfile, versions, changedInputs),
  ]);
  names.delete('.');
  const runsChanged = (command: string) =>
    (scripts.length > 0 && RUNNER.test(command)) ||
    command.split(/[\s"'=/(){}$*]+/).some((word) => names.has(word));
  return (step) =>
    setsArgument(step.instruction) ||
    commandsOf(step).some(({ command }) => !isOfLanguage(command) && runsChanged(command));
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
