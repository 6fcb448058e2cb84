import { posix } from 'node:path';
import type { Dockerfile, Instruction, Stage, StageUse } from '../dockerfile/parser/model.js';
import { expandedAt, variableValue } from '../dockerfile/variables.js';
import { groupBy } from '../lib/group-by.js';
import { variableNames } from '../lib/shell-variables.js';
import { type ChangedNames, changesAny, joinChanges, NO_CHANGES } from './changed-names.js';

/** What a part of an image is made from. */
export interface Content {
  /** Equal numbers: the same instructions, with the same stages and values of variables. */
  readonly key: number;
  /** What the pull request changes of the files that it is made from. */
  readonly touched: ChangedNames;
}

export interface Workdir {
  readonly path: string;
  /** Whether the Dockerfile alone determines it: without the base image and variables. */
  readonly isKnown: boolean;
}

/** What is known of one instruction. */
export interface StageStep {
  readonly instruction: Instruction;
  /** Its layer, or its part of the configuration. */
  readonly layer: Content;
  /** All that the stage has after it. */
  readonly seen: Content;
  /** What it copies or runs, without names of stages: the numbers of their contents in place of these. */
  readonly text: string;
  /** The values of the variables that it names: `NAME=value`. */
  readonly values: readonly string[];
  /** The shell of RUN, as SHELL sets it. */
  readonly shell: string;
  /** In effect at the instruction. */
  readonly workdir: Workdir;
}

/** The steps of all stages by instruction, FROM included. */
export type StageContents = ReadonlyMap<Instruction, StageStep>;

/** Gives equal texts equal numbers. */
export type Numbering = (...parts: readonly (string | number)[]) => number;

export function createNumbering(): Numbering {
  const known = new Map<string, number>();
  return (...parts) => {
    const text = parts.join('\n');
    const found = known.get(text) ?? known.size;
    known.set(text, found);
    return found;
  };
}

/** The end of a stage, or what it has so far. */
interface State {
  readonly seen: Content;
  readonly workdir: Workdir;
  readonly shell: string;
}

interface Build {
  readonly dockerfile: Dockerfile;
  readonly numbered: Numbering;
  readonly changedInputs: (instruction: Instruction) => ChangedNames;
  /** The ends of the stages so far. */
  readonly ends: Map<Stage, State>;
}

/**
 * What each instruction depends on, as in BuildKit's graph: the instructions before it in its stage and in the stages that
 * this one builds on, and the stages that it copies from or mounts. COPY, ADD and settings do not depend on the files that
 * are there, but on variables and WORKDIR.
 */
export function stageContents(
  dockerfile: Dockerfile,
  numbered: Numbering,
  changedInputs: (instruction: Instruction) => ChangedNames,
): StageContents {
  const build: Build = { dockerfile, numbered, changedInputs, ends: new Map() };
  const steps = dockerfile.stages.flatMap((stage) => stepsOf(stage, build));
  return new Map(steps.map((step) => [step.instruction, step]));
}

function stepsOf(stage: Stage, build: Build): StageStep[] {
  const from = fromStep(stage, build);
  const parent = stage.parent && build.ends.get(stage.parent);
  let state: State = { shell: parent?.shell ?? '', seen: from.seen, workdir: from.workdir };
  const uses = groupBy(stage.uses, ({ instruction }) => instruction);
  const steps = [from];
  for (const instruction of stage.instructions) {
    const step = stepOf(instruction, uses.get(instruction) ?? [], state, build);
    steps.push(step);
    state = {
      seen: step.seen,
      workdir: workdirAfter(build.dockerfile, instruction, state.workdir),
      shell: instruction.keyword === 'SHELL' ? step.text : state.shell,
    };
  }
  build.ends.set(stage, state);
  return steps;
}

function fromStep({ from, image, parent }: Stage, build: Build): StageStep {
  const { dockerfile, numbered, changedInputs, ends } = build;
  const end = parent && ends.get(parent);
  const variables = [from.platform?.valueToken, from.image].filter((token) => token !== undefined);
  const text = [
    'FROM',
    // The values, and the text: build arguments may give other values.
    ...variables.map((token) => `${token.raw} ${expandedAt(dockerfile, from, token)}`),
  ];
  if (end) text.splice(-1, 1, `stage ${end.seen.key}`);
  const seen: Content = {
    key: numbered(directivesOf(dockerfile), ...text),
    touched: joinChanges([changedInputs(from), end?.seen.touched ?? NO_CHANGES]),
  };
  const workdir = end?.workdir ?? { path: '/', isKnown: image === 'scratch' };
  return {
    instruction: from,
    layer: seen,
    seen,
    text: text.join(' '),
    values: [],
    shell: '',
    workdir,
  };
}

function stepOf(
  instruction: Instruction,
  uses: readonly StageUse[],
  { seen: before, workdir, shell }: State,
  { dockerfile, numbered, changedInputs, ends }: Build,
): StageStep {
  const used = uses.flatMap(({ token, stage }) => {
    const end = ends.get(stage);
    return end ? [{ name: token.value, ...end.seen }] : [];
  });
  const { keyword } = instruction;
  const inputs = joinChanges([changedInputs(instruction), ...used.map(({ touched }) => touched)]);
  const touched = writtenFrom(inputs, instruction);
  const text = textWithStages(instruction, used);
  const values = valuesAt(dockerfile, instruction);
  const chained: Content = {
    key: numbered(before.key, text, ...values, keyword === 'RUN' ? shell : ''),
    touched: writtenFrom(joinChanges([touched, before.touched]), instruction),
  };
  const step = { instruction, text, values, shell: keyword === 'RUN' ? shell : '', workdir };
  const alone = numbered(directivesOf(dockerfile), workingFolderOf(step), text, ...values);
  return {
    ...step,
    layer: ALONE.has(keyword) ? { key: alone, touched } : chained,
    seen: NO_FILES.has(keyword) ? before : chained,
  };
}

/** What an instruction changes if these of its inputs do: a command may write anything, and a copy may have a new name. */
function writtenFrom(inputs: ChangedNames, instruction: Instruction): ChangedNames {
  if (!changesAny(inputs)) return NO_CHANGES;
  if (instruction.keyword === 'RUN' || instruction.keyword === 'ONBUILD') return 'all';
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return inputs;
  const { destination } = instruction;
  if (!destination || /[$\\]/.test(destination.raw)) return 'all';
  return joinChanges([inputs, new Set([posix.basename(destination.value)])]);
}

/** The folder of relative paths, for an instruction that has some. */
export function workingFolderOf({
  instruction,
  workdir,
}: Pick<StageStep, 'instruction' | 'workdir'>): string {
  if (instruction.keyword === 'RUN') return workdir.path;
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return '';
  return instruction.destination?.value.startsWith('/') ? '' : workdir.path;
}

/** Instructions that no file depends on. */
const NO_FILES: ReadonlySet<string> = new Set([
  'CMD',
  'ENTRYPOINT',
  'EXPOSE',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'STOPSIGNAL',
]);

/** Instructions whose result does not depend on the files that are there. */
const ALONE: ReadonlySet<string> = new Set([...NO_FILES, 'ADD', 'ARG', 'COPY', 'ENV']);

/** `# check=` only concerns the linter. */
function directivesOf({ directives }: Dockerfile): string {
  return directives
    .filter(({ name }) => name !== 'check')
    .map(({ name, value }) => `${name}=${value}`)
    .join(' ');
}

/** The text of an instruction with its heredocs. White space is not compared. */
export function textOfInstruction({ original, heredocs }: Instruction): string {
  return [normalized(original), ...heredocs.map(({ content }) => content)].join('\n');
}

export function normalized(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

function textWithStages(
  instruction: Instruction,
  used: readonly { readonly name: string; readonly key: number }[],
): string {
  const text = textOfInstruction(instruction);
  if (used.length === 0) return text;
  const names = new Set(used.map(({ name }) => name));
  const without = text.replace(/\bfrom=["']?([\w.-]+)/gi, (found, name: string) =>
    names.has(name) ? 'from=' : found,
  );
  return [without, ...used.map(({ key }) => `stage ${key}`)].join('\n');
}

/** The values of the variables that an instruction names; of ARG without a default that of the global ARG. */
function valuesAt(dockerfile: Dockerfile, instruction: Instruction): string[] {
  const { keyword, stage } = instruction;
  const text = textOfInstruction(instruction);
  const values = [...variableNames(text)].map(
    (name) => `${name}=${variableValue(dockerfile, instruction, name)}`,
  );
  if (keyword !== 'ARG' || !stage) return values;
  const globals = instruction.pairs.filter(({ value }) => value === undefined);
  return values.concat(
    globals.map(({ key }) => `${key.value}=${variableValue(dockerfile, stage.from, key.value)}`),
  );
}

function workdirAfter(dockerfile: Dockerfile, instruction: Instruction, before: Workdir): Workdir {
  const [token] = instruction.keyword === 'WORKDIR' ? instruction.args : [];
  if (!token) return before;
  const path = expandedAt(dockerfile, instruction, token);
  const isKnown = !/[$\\:]/.test(token.raw) && (before.isKnown || path.startsWith('/'));
  return { path: posix.resolve(before.path, path), isKnown };
}
