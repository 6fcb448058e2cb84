import type { Token } from '../text/tokens.js';
import type { BuildValues, Instruction, Stage, StageUse } from './model.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface StageDraft extends Mutable<Omit<Stage, 'instructions' | 'uses'>> {
  readonly instructions: Instruction[];
  uses: readonly StageUse[];
}

/** Groups instructions into stages, and sets the `stage` of each instruction. */
export interface StageBuilder {
  add(instruction: Instruction): void;
  finish(): readonly Stage[];
}

export function createStageBuilder({ buildArgs, platformArgs }: BuildValues = {}): StageBuilder {
  const stages: StageDraft[] = [];
  const byName = new Map<string, StageDraft>();
  const globalArgs = new Map<string, string | undefined>(platformArgs);
  const lookup = (variable: string) => globalArgs.get(variable);
  let current: StageDraft | undefined;
  return {
    add(instruction) {
      if (instruction.keyword === 'FROM') {
        const reference = instruction.image.expand(lookup);
        const parent = byName.get(reference.toLowerCase());
        current = {
          index: stages.length,
          name: stageName(instruction),
          from: instruction,
          instructions: [],
          parent,
          image: parent ? undefined : reference,
          uses: [],
        };
        stages.push(current);
        if (current.name !== undefined) byName.set(current.name, current);
      } else if (current) {
        current.instructions.push(instruction);
      } else if (instruction.keyword === 'ARG') {
        for (const { key, value } of instruction.pairs) {
          const given = buildArgs?.get(key.value) ?? value?.expand(lookup);
          globalArgs.set(key.value, given ?? platformArgs?.get(key.value));
        }
      }
      setStage(instruction, current);
    },
    finish() {
      for (const stage of stages) {
        stage.uses = stage.instructions.flatMap((instruction) =>
          stageReferences(instruction).flatMap((token) => {
            const used = findStage(stages, byName, token.value);
            return used ? [{ instruction, token, stage: used }] : [];
          }),
        );
      }
      return stages;
    },
  };
}

function stageName({ as, alias }: Extract<Instruction, { keyword: 'FROM' }>): string | undefined {
  return as && /^as$/i.test(as.raw) ? alias?.raw.toLowerCase() : undefined;
}

/** Sets the stage of an instruction, and of the triggers nested in ONBUILD. */
function setStage(instruction: Instruction, stage: Stage | undefined): void {
  let nested: Instruction | undefined = instruction;
  while (nested) {
    (nested as Mutable<Instruction>).stage = stage;
    nested = nested.keyword === 'ONBUILD' ? nested.trigger : undefined;
  }
}

function findStage(
  stages: readonly StageDraft[],
  byName: ReadonlyMap<string, StageDraft>,
  nameOrIndex: string,
): Stage | undefined {
  return /^\d{1,6}$/.test(nameOrIndex)
    ? stages[Number(nameOrIndex)]
    : byName.get(nameOrIndex.toLowerCase());
}

/** The tokens that may name a stage or an image: the value of COPY --from, and of `from=` in RUN --mount. */
export function stageReferences(instruction: Instruction): Token[] {
  const target = instruction.keyword === 'ONBUILD' ? instruction.trigger : instruction;
  if (target?.keyword === 'COPY') return target.from?.valueToken ? [target.from.valueToken] : [];
  if (target?.keyword !== 'RUN') return [];
  return target.mounts.flatMap(({ flag, options }) => {
    const from = options.get('from');
    if (from === undefined || from === '' || !flag.valueToken) return [];
    // Named one by one: the fields of a lazy token are getters, which a spread loses.
    const { range, start, end, variables } = flag.valueToken;
    return [{ range, start, end, variables, raw: from, value: from, expand: () => from }];
  });
}
