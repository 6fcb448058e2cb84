import type { Range } from '../core/location.js';
import type { BuildPlan, BuildStep } from '../image/history/build-step.js';
import type { Dockerfile, Instruction } from './parser/model.js';
import { DEFAULT_SHELL, shellAt } from './shell/effective-shell.js';
import { lineage, targetStage } from './stages.js';
import { expandedAt } from './variables.js';

/**
 * What building `target` (default: the last stage) does, lowest base first, for the attribution of image layers.
 * Undefined when the file has no such stage.
 */
export function buildPlan(
  dockerfile: Dockerfile,
  {
    target,
    buildArgs,
  }: { readonly target?: string; readonly buildArgs?: ReadonlyMap<string, string> } = {},
): BuildPlan | undefined {
  const stage = targetStage(dockerfile, target);
  if (!stage) return undefined;
  const chain = lineage(stage).reverse();
  const lowest = chain[0]?.from ?? stage.from;
  return {
    base: {
      reference: expandedAt(dockerfile, lowest, lowest.image, buildArgs),
      location: { path: dockerfile.path, ...lowest.range },
    },
    steps: chain.flatMap((part) =>
      part.instructions.map((instruction) => toStep(dockerfile, instruction)),
    ),
  };
}

function toStep(dockerfile: Dockerfile, instruction: Instruction): BuildStep {
  const at = (range: Range) => ({ path: dockerfile.path, ...range });
  const source = instruction.keyword === 'COPY' ? copiedFrom(instruction) : undefined;
  const exec = instruction.json ? instruction.args.map((word) => word.value) : undefined;
  return {
    keyword: instruction.keyword === 'UNKNOWN' ? instruction.name : instruction.keyword,
    location: at(instruction.range),
    text: instruction.text,
    ...(exec ? { exec } : {}),
    heredocs: instruction.heredocs.map(({ content }) => content),
    flags: new Map(
      instruction.flags.map(({ name, value }) => [name.toLowerCase(), value ?? 'true']),
    ),
    ...(source
      ? { from: { stage: source.name ?? String(source.index), location: at(source.from.range) } }
      : {}),
    shell: shellAt(instruction)?.args.map((word) => word.value) ?? DEFAULT_SHELL,
  };
}

function copiedFrom(instruction: Instruction) {
  return instruction.stage?.uses.find((use) => use.instruction === instruction)?.stage;
}
