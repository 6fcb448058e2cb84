import { windowsProgramName } from '../../lib/paths.js';
import { lintComments, type ShellComment } from '../lint-comments.js';
import type { Dockerfile, Instruction, ShellInstruction, Stage } from '../parser/model.js';
import { lastBefore, leadingInstructions } from '../stages.js';

/** The shell of Linux stages without a SHELL instruction. */
export const DEFAULT_SHELL: readonly string[] = ['/bin/sh', '-c'];

/**
 * The shell that runs a shell-form instruction, as program and arguments. In order of precedence: the last SHELL or
 * `# hadolint shell=` before the instruction in its stage, those of the parent stages, a `# hadolint shell=` above the
 * first FROM, and `/bin/sh -c`.
 */
export function effectiveShell(
  dockerfile: Dockerfile,
  instruction: Instruction,
): readonly string[] {
  const shell = instruction.stage
    ? shellAt(instruction)
    : shellBeforeStages(dockerfile, instruction);
  const comment = shellComment(dockerfile, instruction);
  if (comment && (!shell || overrides(comment, shell))) return [comment.shell];
  return shell ? shell.args.map((token) => token.value) : DEFAULT_SHELL;
}

/** Whether the comment is nearer to the instruction than SHELL. Parent stages are earlier in the file. */
function overrides({ stage, comment }: ShellComment, shell: ShellInstruction): boolean {
  return stage !== undefined && comment.line > shell.startLine;
}

/** The SHELL instruction in effect at an instruction, inherited through `FROM stage`; undefined when there is none. */
export function shellAt(instruction: Instruction): ShellInstruction | undefined {
  let { index } = instruction;
  for (let stage = instruction.stage; stage; stage = stage.parent) {
    const shell = lastBefore(shellsOf(stage), index);
    if (shell) return shell;
    index = Number.POSITIVE_INFINITY;
  }
  return undefined;
}

const shells = new WeakMap<Stage, readonly ShellInstruction[]>();

function shellsOf(stage: Stage): readonly ShellInstruction[] {
  let found = shells.get(stage);
  if (!found) {
    found = stage.instructions.filter(isShellInstruction);
    shells.set(stage, found);
  }
  return found;
}

const leadingShells = new WeakMap<readonly Instruction[], readonly ShellInstruction[]>();

/** SHELL before the first FROM: invalid in a build, and meaningful in a fragment of a Dockerfile. */
function shellBeforeStages(
  dockerfile: Dockerfile,
  { index }: Instruction,
): ShellInstruction | undefined {
  let found = leadingShells.get(dockerfile.instructions);
  if (!found) {
    found = leadingInstructions(dockerfile).filter(isShellInstruction);
    leadingShells.set(dockerfile.instructions, found);
  }
  return lastBefore(found, index);
}

function isShellInstruction(instruction: Instruction): instruction is ShellInstruction {
  return instruction.keyword === 'SHELL';
}

function shellComment(dockerfile: Dockerfile, instruction: Instruction): ShellComment | undefined {
  const comments = lintComments(dockerfile).filter(
    (comment): comment is ShellComment => comment.kind === 'shell',
  );
  if (comments.length === 0) return undefined;
  for (let stage = instruction.stage; stage; stage = stage.parent) {
    const found = comments.findLast(
      (candidate) =>
        candidate.stage === stage &&
        (stage !== instruction.stage || candidate.comment.line < instruction.startLine),
    );
    if (found) return found;
  }
  return comments.findLast(({ stage }) => stage === undefined);
}

/** Whether a shell is of the Bourne family, by its base name. hadolint and ShellCheck check no other. */
export function isPosixShell(shell: readonly string[]): boolean {
  const [program = ''] = shell;
  return /^(?:ba|da|a|z|k|mk)?sh$/.test(windowsProgramName(program));
}
