import type { Dockerfile, Instruction } from './model.js';
import type { Stage } from './stages.js';

/** Whether what the instruction writes is in an image at the end: the last stage, or one that a FROM builds on. */
export function staysInImage({ stages }: Dockerfile, { stage }: Instruction): boolean {
  if (!stage || stage === stages.at(-1)) return true;
  return stages.some(({ parent }) => parent === stage);
}

/** The stages that no other stage builds on or copies from: each may be somebody's `--target`. */
export function resultStages({ stages }: Dockerfile): Stage[] {
  const used = new Set<Stage | undefined>();
  for (const stage of stages) {
    used.add(stage.parent);
    for (const use of stage.uses) if (use.stage !== stage) used.add(use.stage);
  }
  return stages.filter((stage) => !used.has(stage));
}
