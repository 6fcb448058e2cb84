import type { AddInstruction, CopyInstruction, Dockerfile } from './parser/model.js';
import { sections } from './parser/sections.js';
import type { Word } from './parser/tokens.js';
import type { Stage } from './stages.js';

/** Whether a path stands on its own: from the root, a Windows drive, or a variable that may hold either. */
export function isRooted({ raw }: Word): boolean {
  return /^["']?(?:[/\\$]|[A-Za-z]:)/.test(raw);
}

/** The COPY and ADD instructions with a relative destination where neither the stage nor a parent set a WORKDIR. */
export function withoutWorkdir(
  dockerfile: Dockerfile,
): ReadonlySet<CopyInstruction | AddInstruction> {
  const found = new Set<CopyInstruction | AddInstruction>();
  const placed = new Set<Stage | undefined>();
  for (const { stage, instructions } of sections(dockerfile)) {
    let workdir = stage?.parent !== undefined && placed.has(stage.parent);
    for (const instruction of instructions) {
      const { keyword } = instruction;
      if (keyword === 'WORKDIR') workdir = true;
      if (workdir || (keyword !== 'COPY' && keyword !== 'ADD')) continue;
      if (instruction.destination && !isRooted(instruction.destination)) found.add(instruction);
    }
    if (workdir) placed.add(stage);
  }
  return found;
}

/** Whether several sources go to what is not written as a folder. */
export function needsSlash({ args, destination }: CopyInstruction | AddInstruction): boolean {
  if (!destination || args.length < 3) return false;
  return (
    !/[/\\]["']?$/.test(destination.raw) && !/\$(?:\w+|\{[^{}]*\})["']?$/.test(destination.raw)
  );
}
