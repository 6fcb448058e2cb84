import { pragmasOf, type ShellPragma } from '../lint-comments.js';
import type { Dockerfile, Instruction } from '../parser/model.js';
import { DEFAULT_SHELL, looseShellAt, type Stage, shellAt } from '../stages.js';

/**
 * The shell that reads a shell-form instruction: the last SHELL or `# hadolint shell=` before it in its stage, else
 * the parent stages', else a `# hadolint shell=` above the first FROM, else `/bin/sh -c`.
 */
export function shellInForce(dockerfile: Dockerfile, instruction: Instruction): readonly string[] {
  const shell = instruction.stage ? shellAt(instruction) : looseShellAt(dockerfile, instruction);
  const pragma = shellPragma(dockerfile, instruction);
  if (
    pragma &&
    (!shell ||
      !pragma.stage ||
      rank(pragma.stage, pragma.comment.line) > rank(shell.stage, shell.startLine))
  ) {
    if (pragma.stage || !shell) return [pragma.shell];
  }
  return shell ? shell.args.map((word) => word.value) : DEFAULT_SHELL;
}

/** Parents are earlier in the file, so that the line alone tells which is nearer. */
function rank(_stage: Stage | undefined, line: number): number {
  return line;
}

function shellPragma(dockerfile: Dockerfile, instruction: Instruction): ShellPragma | undefined {
  const shells = pragmasOf(dockerfile).filter((p): p is ShellPragma => p.kind === 'shell');
  if (shells.length === 0) return undefined;
  for (let stage = instruction.stage; stage; stage = stage.parent) {
    const found = shells.findLast(
      (p) =>
        p.stage === stage &&
        (stage !== instruction.stage || p.comment.line < instruction.startLine),
    );
    if (found) return found;
  }
  return shells.findLast((p) => p.stage === undefined);
}

/** Shells of the Bourne family, by basename; hadolint and ShellCheck read no other. */
export function isPosixShell(shell: readonly string[]): boolean {
  const [program = ''] = shell;
  const name = program.slice(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1);
  return /^(?:ba|da|a|z|k|mk)?sh$/.test(name.replace(/\.exe$/i, ''));
}
