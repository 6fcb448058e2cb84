import { imageName } from '../core/fingerprint.js';
import {
  type Dockerfile,
  type Instruction,
  instructionsOf,
  type Stage,
  type StageUse,
} from './parser/model.js';

/** The instructions of a stage without its FROM, or the instructions before the first FROM. */
export interface Section {
  /** Undefined before the first FROM. */
  readonly stage: Stage | undefined;
  readonly instructions: readonly Instruction[];
}

/** The instructions before the first FROM, then each stage: for rules that also check fragments of Dockerfiles. */
export function sections(dockerfile: Dockerfile): Section[] {
  const leading = leadingInstructions(dockerfile);
  const stages = dockerfile.stages.map((stage) => ({ stage, instructions: stage.instructions }));
  return leading.length === 0 ? stages : [{ stage: undefined, instructions: leading }, ...stages];
}

/** The instructions before the first FROM. BuildKit accepts ARG only; a fragment of a Dockerfile may have others. */
export function leadingInstructions({ instructions, stages }: Dockerfile): readonly Instruction[] {
  return instructions.slice(0, stages[0]?.from.index ?? instructions.length);
}

/** The stage that `--target` names, by name or index; the last stage without a target. */
export function targetStage(dockerfile: Dockerfile, target?: string): Stage | undefined {
  const { stages } = dockerfile;
  if (target === undefined) return stages.at(-1);
  const byName = stages.findLast((stage) => stage.name === target.toLowerCase());
  return byName ?? (/^\d{1,6}$/.test(target) ? stages[Number(target)] : undefined);
}

/** The Dockerfile without the stages after the target: what is built is its last stage. The same if there is no such stage. */
export function upToTarget(dockerfile: Dockerfile, target: string | undefined): Dockerfile {
  const last = targetStage(dockerfile, target);
  const next = last && dockerfile.stages[last.index + 1];
  if (!last || !next) return dockerfile;
  return {
    ...dockerfile,
    stages: dockerfile.stages.slice(0, next.index),
    instructions: dockerfile.instructions.slice(0, next.from.index),
  };
}

/** Longer chains of stages are cut, because each rule walks the chain of each stage. */
const MAX_LINEAGE = 200;

/** The stage and its parents, the stage first. */
export function lineage(stage: Stage): Stage[] {
  const chain: Stage[] = [];
  for (let at: Stage | undefined = stage; at && chain.length < MAX_LINEAGE; at = at.parent)
    chain.push(at);
  return chain;
}

/**
 * Whether an image without USER does not run as root: its name promises an unprivileged user, it is a Windows image,
 * or it has only files and no program to start.
 */
export function isUnprivileged(stages: readonly Stage[]): boolean {
  const image = stages.at(-1)?.image ?? '';
  if (
    /nonroot|rootless|unprivileged|chiseled|windows|nanoserver|servercore|^cgr\.dev\/chainguard\//.test(
      image,
    )
  )
    return true;
  if (image !== 'scratch') return false;
  return stages.every((stage) => instructionsOf(stage, ['CMD', 'ENTRYPOINT']).length === 0);
}

/** Tells whether the files that an instruction writes end up in the last stage or in a stage that a FROM builds on. */
export function finalImageFilter({ stages }: Dockerfile): (instruction: Instruction) => boolean {
  const kept = new Set<Stage | undefined>([undefined, stages.at(-1)]);
  for (const { parent } of stages) kept.add(parent);
  return ({ stage }) => kept.has(stage);
}

/** The stages that no other stage builds on or copies from: each may be built with `--target`. */
export function leafStages({ stages }: Dockerfile): Stage[] {
  const used = new Set<Stage | undefined>();
  for (const stage of stages) {
    used.add(stage.parent);
    for (const use of stage.uses) if (use.stage !== stage) used.add(use.stage);
  }
  return stages.filter((stage) => !used.has(stage));
}

/** What tells a stage from the others of its file, also when stages are added: its name, or else its base image. */
export function stageIdentity({ stages }: Dockerfile, stage: Stage): string {
  if (stage.name !== undefined) return stage.name;
  return stage === stages.at(-1) ? 'last stage' : imageName(stage.from.image.value);
}

/** A stage that no image contains: it is not the last one, and other stages only copy from it. */
export interface BuilderStage {
  /** Its name, or its index. */
  readonly name: string;
  readonly startLine: number;
  readonly endLine: number;
}

/** The builder stages, in order. A stage that nothing uses may be built with `--target`, so it is none. */
export function builderStages(dockerfile: Dockerfile): BuilderStage[] {
  const kept = new Set<Stage>();
  const open = [...leafStages(dockerfile), ...dockerfile.stages.slice(-1)];
  for (let stage = open.pop(); stage; stage = open.pop()) {
    if (kept.has(stage)) continue;
    kept.add(stage);
    if (stage.parent) open.push(stage.parent);
    for (const use of stage.uses) if (copiesAll(use)) open.push(use.stage);
  }
  return dockerfile.stages.filter((stage) => !kept.has(stage)).map(spanOf);
}

function spanOf({ name, index, from, instructions }: Stage): BuilderStage {
  return {
    name: name ?? String(index),
    startLine: from.startLine,
    endLine: (instructions.at(-1) ?? from).endLine,
  };
}

/** Whether the image contains a stage, or only gets files from it. */
type StageRole = 'final' | 'builder';

/** What a build needs of the stages. */
export interface StagesOfBuild {
  /** Those that the image only gets files from. */
  readonly builders: readonly BuilderStage[];
  /** Those that are not built. */
  readonly unused: readonly BuilderStage[];
  /** Those that are needed, and for which something else is taken. */
  readonly replaced: readonly (BuilderStage & { readonly stage: Stage; readonly use: StageRole })[];
}

/**
 * The stages that a build of the target needs, or of the last stage without one. Stages with a name in `replaced` are not
 * built. All are needed if there is no such target.
 */
export function stagesOfBuild(
  dockerfile: Dockerfile,
  target: string | undefined,
  replaced: ReadonlySet<string>,
): StagesOfBuild {
  const start = targetStage(dockerfile, target);
  if (!start) return { builders: builderStages(dockerfile), unused: [], replaced: [] };
  const isReplaced = ({ name }: Stage) => name !== undefined && replaced.has(name);
  const others = new Map<Stage, StageRole>();
  const kept = new Set<Stage>();
  const needed = new Set<Stage>();
  const open: { stage: Stage; isKept: boolean }[] = [{ stage: start, isKept: true }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { stage, isKept } = next;
    if (isReplaced(stage)) {
      if (isKept || !others.has(stage)) others.set(stage, isKept ? 'final' : 'builder');
      continue;
    }
    if (kept.has(stage) || (!isKept && needed.has(stage))) continue;
    needed.add(stage);
    if (isKept) kept.add(stage);
    if (stage.parent) open.push({ stage: stage.parent, isKept });
    for (const use of stage.uses) open.push({ stage: use.stage, isKept: isKept && copiesAll(use) });
  }
  const { stages } = dockerfile;
  return {
    builders: stages.filter((stage) => needed.has(stage) && !kept.has(stage)).map(spanOf),
    unused: stages.filter((stage) => !needed.has(stage)).map(spanOf),
    replaced: [...others].map(([stage, use]) => ({ ...spanOf(stage), stage, use })),
  };
}

/** Whether the whole file system of the other stage is copied, so that the image contains it. */
function copiesAll({ instruction }: StageUse): boolean {
  if (instruction.keyword !== 'COPY') return false;
  return instruction.sources.some(({ value }) => /^[./*]*$/.test(value));
}

/** The last entry before an index, in a list that ascends by index. */
export function lastBefore<T extends { readonly index: number }>(
  list: readonly T[],
  index: number,
): T | undefined {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.index ?? 0) < index) low = middle + 1;
    else high = middle;
  }
  return list[low - 1];
}
