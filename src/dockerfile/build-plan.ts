import type { BuildPlan, BuildStep } from '../core/build-step.js';
import { DEFAULT_SHELL, shellAt } from './commands/effective-shell.js';
import type { Dockerfile, Instruction, Stage } from './parser/model.js';
import { lineage, targetStage } from './stages.js';
import { expandedAt } from './variables.js';

/** How one Dockerfile builds its image. */
export interface DockerfilePlan {
  readonly dockerfile: string;
  readonly plan: BuildPlan;
}

export interface BuildOptions {
  /** `--target`; the last stage by default. */
  readonly target?: string;
  /** `--build-arg` */
  readonly buildArgs?: ReadonlyMap<string, string>;
}

/**
 * The base image and the steps that build a stage, in order, to attribute image layers to instructions. Undefined when
 * the file has no such stage.
 */
export function buildPlan(
  dockerfile: Dockerfile,
  { target, buildArgs }: BuildOptions = {},
): BuildPlan | undefined {
  const stage = targetStage(dockerfile, target);
  if (!stage) return undefined;
  const stages = lineage(stage).reverse();
  const { from } = stages[0] ?? stage;
  return {
    base: {
      reference: baseReference(dockerfile, stage, buildArgs),
      location: { path: dockerfile.path, ...from.range },
    },
    steps: stages.flatMap(({ instructions }) =>
      instructions.map((instruction) => toStep(dockerfile, instruction, buildArgs)),
    ),
  };
}

function toStep(
  dockerfile: Dockerfile,
  instruction: Instruction,
  buildArgs: BuildOptions['buildArgs'],
): BuildStep {
  const { path } = dockerfile;
  const source = instruction.keyword === 'COPY' ? sourceStage(instruction) : undefined;
  return {
    keyword: instruction.keyword === 'UNKNOWN' ? instruction.name : instruction.keyword,
    location: { path, ...instruction.range },
    text: instruction.text,
    exec: instruction.json ? instruction.args.map((token) => token.value) : undefined,
    heredocs: instruction.heredocs.map(({ content }) => content),
    flags: new Map(
      instruction.flags.map(({ name, value }) => [name.toLowerCase(), value ?? 'true']),
    ),
    from: source && {
      stage: source.name ?? String(source.index),
      location: { path, ...source.from.range },
      image: baseReference(dockerfile, source, buildArgs),
    },
    shell: shellAt(instruction)?.args.map((token) => token.value) ?? DEFAULT_SHELL,
  };
}

/** The external image below a stage. */
function baseReference(
  dockerfile: Dockerfile,
  stage: Stage,
  buildArgs: BuildOptions['buildArgs'],
): string {
  const { from } = lineage(stage).at(-1) ?? stage;
  return expandedAt(dockerfile, from, from.image, buildArgs);
}

/** The stage that COPY --from names. */
function sourceStage(instruction: Instruction) {
  return instruction.stage?.uses.find((use) => use.instruction === instruction)?.stage;
}
