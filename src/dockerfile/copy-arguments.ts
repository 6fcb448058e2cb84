import type { AddInstruction, CopyInstruction, Dockerfile, Stage } from './parser/model.js';
import { sections } from './stages.js';
import type { Token } from './text/tokens.js';

/** Whether a path begins with a slash, a Windows drive, or a variable, which may contain either. */
export function isAbsoluteOrVariable({ raw }: Token): boolean {
  return /^["']?(?:[/\\$]|[A-Za-z]:)/.test(raw);
}

/** The COPY and ADD instructions with a relative destination where neither the stage nor its parent sets WORKDIR. */
export function copiesWithoutWorkdir(
  dockerfile: Dockerfile,
): ReadonlySet<CopyInstruction | AddInstruction> {
  const found = new Set<CopyInstruction | AddInstruction>();
  const stagesWithWorkdir = new Set<Stage | undefined>();
  for (const { stage, instructions } of sections(dockerfile)) {
    let hasWorkdir = stage?.parent !== undefined && stagesWithWorkdir.has(stage.parent);
    for (const instruction of instructions) {
      const { keyword } = instruction;
      if (keyword === 'WORKDIR') hasWorkdir = true;
      if (hasWorkdir || (keyword !== 'COPY' && keyword !== 'ADD')) continue;
      const { destination } = instruction;
      if (destination && !isAbsoluteOrVariable(destination)) found.add(instruction);
    }
    if (hasWorkdir) stagesWithWorkdir.add(stage);
  }
  return found;
}

/** Whether there are several sources, and the destination does not end with a slash or a variable. */
export function needsTrailingSlash({
  args,
  destination,
}: CopyInstruction | AddInstruction): boolean {
  // BuildKit takes `.` and `..` as folders.
  if (!destination || args.length < 3 || /(?:^|[/\\])\.{1,2}$/.test(destination.value))
    return false;
  return (
    !/[/\\]["']?$/.test(destination.raw) && !/\$(?:\w+|\{[^{}]*\})["']?$/.test(destination.raw)
  );
}

/** Whether COPY or ADD is written as `docker history` prints it: `COPY file:<digest> in /app/`. */
export function isHistoryLine({ args }: AddInstruction | CopyInstruction): boolean {
  const [source, preposition] = args;
  return preposition?.raw === 'in' && /^(?:file|dir|multi):[0-9a-f]{64}$/.test(source?.raw ?? '');
}
