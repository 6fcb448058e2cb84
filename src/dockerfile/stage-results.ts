import type { Dockerfile, Instruction } from './parser/model.js';
import type { Stage } from './stages.js';

/** Tells whether what an instruction writes is in an image at the end: of the last stage, or one that a FROM builds on. */
export function imageTest({ stages }: Dockerfile): (instruction: Instruction) => boolean {
  const kept = new Set<Stage | undefined>([undefined, stages.at(-1)]);
  for (const { parent } of stages) kept.add(parent);
  return ({ stage }) => kept.has(stage);
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
