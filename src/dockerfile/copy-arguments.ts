import type { AddInstruction, CopyInstruction, Dockerfile, Stage } from './parser/model.js';
import type { Token } from './parser/tokens.js';
import { sections } from './stages.js';

/** Whether a path stands on its own: from the root, a Windows drive, or a variable that may hold either. */
export function isAbsoluteOrVariable({ raw }: Token): boolean {
  return /^["']?(?:[/\\$]|[A-Za-z]:)/.test(raw);
}

/** The COPY and ADD instructions with a relative destination where neither the stage nor a parent set a WORKDIR. */
export function copiesWithoutWorkdir(
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
      if (instruction.destination && !isAbsoluteOrVariable(instruction.destination))
        found.add(instruction);
    }
    if (workdir) placed.add(stage);
  }
  return found;
}

/** Whether several sources go to what is not written as a folder. */
export function needsTrailingSlash({
  args,
  destination,
}: CopyInstruction | AddInstruction): boolean {
  if (!destination || args.length < 3) return false;
  return (
    !/[/\\]["']?$/.test(destination.raw) && !/\$(?:\w+|\{[^{}]*\})["']?$/.test(destination.raw)
  );
}

/** Whether COPY or ADD is written as `docker history` prints it: `COPY file:<digest> in /app/`. */
export function isHistoryLine({ args }: AddInstruction | CopyInstruction): boolean {
  const [source, preposition] = args;
  return preposition?.raw === 'in' && /^(?:file|dir|multi):[0-9a-f]{64}$/.test(source?.raw ?? '');
}
