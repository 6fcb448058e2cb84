import type { Stage } from '../stages.js';
import type { Dockerfile, Instruction } from './model.js';

/** The instructions of a stage without its FROM, or those in front of the first FROM. */
export interface Section {
  readonly stage: Stage | undefined;
  readonly instructions: readonly Instruction[];
}

/** What stands in front of the first FROM, then every stage: for rules that hold in fragments of files too. */
export function sections({ instructions, stages }: Dockerfile): Section[] {
  const first = stages[0]?.from.index ?? instructions.length;
  const rest = stages.map((stage) => ({ stage, instructions: stage.instructions }));
  return first === 0
    ? rest
    : [{ stage: undefined, instructions: instructions.slice(0, first) }, ...rest];
}
