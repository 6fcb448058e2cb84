import type {
  ArgInstruction,
  Dockerfile,
  EnvInstruction,
  FromInstruction,
  Instruction,
  ShellInstruction,
} from './parser/model.js';
import type { Source } from './parser/source.js';
import type { Pair, Word } from './parser/tokens.js';

/** A build stage: a FROM and what follows. */
export interface Stage {
  readonly index: number;
  /** Lower case, as BuildKit looks it up. */
  readonly name: string | undefined;
  readonly from: FromInstruction;
  /** The instructions after FROM, in order. */
  readonly instructions: readonly Instruction[];
  /** The earlier stage that FROM names. */
  readonly parent: Stage | undefined;
  /** The external image, variables of global ARGs expanded where they have defaults; undefined with a parent. */
  readonly image: string | undefined;
  /** Stages that COPY --from or RUN --mount=from= name, whether earlier or later. */
  readonly uses: readonly StageUse[];
}

export interface StageUse {
  readonly instruction: Instruction;
  readonly word: Word;
  readonly stage: Stage;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface StageDraft extends Mutable<Omit<Stage, 'instructions' | 'uses'>> {
  readonly instructions: Instruction[];
  uses: readonly StageUse[];
}

/** Collects instructions into stages; each instruction learns its stage. */
export function createStages(_source: Source): {
  add(instruction: Instruction): void;
  finish(): readonly Stage[];
} {
  const stages: StageDraft[] = [];
  const byName = new Map<string, StageDraft>();
  const globals = new Map<string, string | undefined>();
  let current: StageDraft | undefined;
  return {
    add(instruction) {
      if (instruction.keyword === 'FROM') {
        const name =
          instruction.as && /^as$/i.test(instruction.as.raw) && instruction.alias
            ? instruction.alias.raw.toLowerCase()
            : undefined;
        const reference = instruction.image.expand((variable) => globals.get(variable));
        const parent = byName.get(reference.toLowerCase());
        current = {
          index: stages.length,
          name,
          from: instruction,
          instructions: [],
          parent,
          image: parent ? undefined : reference,
          uses: [],
        };
        stages.push(current);
        if (name !== undefined) byName.set(name, current);
      } else if (current) {
        current.instructions.push(instruction);
      } else if (instruction.keyword === 'ARG') {
        for (const { key, value } of instruction.pairs) {
          const lookup = (variable: string) => globals.get(variable);
          globals.set(key.value, value?.expand(lookup));
        }
      }
      (instruction as Mutable<Instruction>).stage = current;
      if (instruction.keyword === 'ONBUILD') {
        let trigger: Instruction | undefined = instruction.trigger;
        while (trigger) {
          (trigger as Mutable<Instruction>).stage = current;
          trigger = trigger.keyword === 'ONBUILD' ? trigger.trigger : undefined;
        }
      }
    },
    finish() {
      for (const stage of stages) {
        stage.uses = stage.instructions.flatMap((instruction) =>
          stageReferences(instruction).flatMap((word) => {
            const used = findStage(stages, byName, word.value);
            return used ? [{ instruction, word, stage: used }] : [];
          }),
        );
      }
      return stages;
    },
  };
}

function findStage(
  stages: readonly StageDraft[],
  byName: ReadonlyMap<string, StageDraft>,
  text: string,
): Stage | undefined {
  return /^\d{1,6}$/.test(text) ? stages[Number(text)] : byName.get(text.toLowerCase());
}

/** The words that may name a stage or image: the value of COPY --from and of RUN --mount=…,from=. */
export function stageReferences(instruction: Instruction): Word[] {
  const target = instruction.keyword === 'ONBUILD' ? instruction.trigger : instruction;
  if (target?.keyword === 'COPY') return target.from?.valueWord ? [target.from.valueWord] : [];
  if (target?.keyword !== 'RUN') return [];
  return target.mounts.flatMap(({ flag, options }) => {
    const from = options.get('from');
    const { valueWord } = flag;
    if (from === undefined || from === '' || !valueWord) return [];
    return [{ ...part(valueWord), raw: from, value: from, expand: () => from }];
  });
}

/** A word's fields as own properties: spreading a lazy word would lose its getters. */
function part({ range, start, end, variables }: Word): Omit<Word, 'raw' | 'value' | 'expand'> {
  return { range, start, end, variables };
}

/** The stages that building `target` (default: the last stage) needs, itself included. */
export function reachableStages(dockerfile: Dockerfile, target?: string): ReadonlySet<Stage> {
  const reached = new Set<Stage>();
  const first = targetStage(dockerfile, target);
  const todo = first ? [first] : [];
  for (let stage = todo.pop(); stage; stage = todo.pop()) {
    if (reached.has(stage)) continue;
    reached.add(stage);
    if (stage.parent) todo.push(stage.parent);
    for (const use of stage.uses) todo.push(use.stage);
  }
  return reached;
}

/** The stage that `--target` names, by name or index; without target the last one. */
export function targetStage(dockerfile: Dockerfile, target?: string): Stage | undefined {
  const { stages } = dockerfile;
  if (target === undefined) return stages.at(-1);
  const byName = stages.findLast((stage) => stage.name === target.toLowerCase());
  return byName ?? (/^\d{1,6}$/.test(target) ? stages[Number(target)] : undefined);
}

/** Longer chains of stages are cut: each rule walks them for each stage. */
const MAX_LINEAGE = 200;

/** The stage and its parents, the stage first. */
export function lineage(stage: Stage): Stage[] {
  const chain: Stage[] = [];
  for (let at: Stage | undefined = stage; at && chain.length < MAX_LINEAGE; at = at.parent)
    chain.push(at);
  return chain;
}

/** SHELL for Linux stages before any SHELL instruction. */
export const DEFAULT_SHELL: readonly string[] = ['/bin/sh', '-c'];

/** The SHELL in force at an instruction, inherited through FROM stage; undefined when none was set. */
export function shellAt(instruction: Instruction): ShellInstruction | undefined {
  let { index } = instruction;
  for (let stage = instruction.stage; stage; stage = stage.parent) {
    const shell = lastBefore(shellsOf(stage), index);
    if (shell) return shell;
    index = Number.POSITIVE_INFINITY;
  }
  return undefined;
}

const shells = new WeakMap<Stage, readonly ShellInstruction[]>();

function shellsOf(stage: Stage): readonly ShellInstruction[] {
  let found = shells.get(stage);
  if (!found) {
    found = stage.instructions.filter((i): i is ShellInstruction => i.keyword === 'SHELL');
    shells.set(stage, found);
  }
  return found;
}

function lastBefore<T extends { readonly index: number }>(list: readonly T[], index: number) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.index ?? 0) < index) low = middle + 1;
    else high = middle;
  }
  return list[low - 1];
}

/** ENV or ARG that gives a name its value. */
export interface Declaration {
  readonly name: string;
  readonly instruction: ArgInstruction | EnvInstruction;
  readonly pair: Pair;
  readonly index: number;
}

/**
 * What declares `name` where `instruction` is read: ENV before ARG, the stage before its parents. The instruction's
 * own pairs do not count. In FROM only global ARGs are seen.
 */
export function declarationAt(
  dockerfile: Dockerfile,
  instruction: Instruction,
  name: string,
): Declaration | undefined {
  if (!instruction.stage || instruction.keyword === 'FROM') {
    const { index, keyword } = instruction;
    const env = keyword === 'FROM' ? undefined : looseOf(dockerfile).env.get(name);
    return (
      lastBefore(env ?? [], index) ??
      lastBefore(globalDeclarations(dockerfile).get(name) ?? [], index)
    );
  }
  if (!declaredNames(dockerfile).has(name)) return undefined;
  let { index } = instruction;
  let arg: Declaration | undefined;
  for (let stage: Stage | undefined = instruction.stage; stage; stage = stage.parent) {
    const { env, args } = declarationsOf(stage);
    const found = lastBefore(env.get(name) ?? [], index);
    if (found) return found;
    arg ??= lastBefore(args.get(name) ?? [], index);
    index = Number.POSITIVE_INFINITY;
  }
  return arg;
}

const names = new WeakMap<readonly Stage[], ReadonlySet<string>>();

/** All names that any stage declares: a long line of stages need not be searched for others. */
function declaredNames({ stages }: Dockerfile): ReadonlySet<string> {
  let found = names.get(stages);
  if (!found) {
    found = new Set(
      stages.flatMap((stage) => {
        const { env, args } = declarationsOf(stage);
        return [...env.keys(), ...args.keys()];
      }),
    );
    names.set(stages, found);
  }
  return found;
}

/** The value of `name` at an instruction, as far as the file tells; undefined when unset or without default. */
export function valueAt(
  dockerfile: Dockerfile,
  instruction: Instruction,
  name: string,
  buildArgs?: ReadonlyMap<string, string>,
  depth = 0,
): string | undefined {
  const declaration = declarationAt(dockerfile, instruction, name);
  if (!declaration || depth > MAX_CHAIN) return undefined;
  const isArg = declaration.instruction.keyword === 'ARG';
  const given = isArg ? buildArgs?.get(name) : undefined;
  if (given !== undefined) return given;
  const { value } = declaration.pair;
  if (value) {
    const cached = buildArgs ? undefined : values.get(declaration.pair);
    if (cached) return cached.value;
    const result = value.expand((variable) =>
      valueAt(dockerfile, declaration.instruction, variable, buildArgs, depth + 1),
    );
    if (!buildArgs) values.set(declaration.pair, { value: result });
    return result;
  }
  if (!isArg || !declaration.instruction.stage) return undefined;
  const global = globalDeclarations(dockerfile).get(name)?.at(-1);
  const { from } = declaration.instruction.stage;
  return global && valueAt(dockerfile, from, name, buildArgs, depth + 1);
}

/** Longer chains of variables that refer to one another are not followed. */
const MAX_CHAIN = 50;

const values = new WeakMap<Pair, { readonly value: string }>();

/** A word with variables expanded from the file; unknown ones stay as written. */
export function expandedAt(
  dockerfile: Dockerfile,
  instruction: Instruction,
  word: Word,
  buildArgs?: ReadonlyMap<string, string>,
): string {
  return word.expand((name) => valueAt(dockerfile, instruction, name, buildArgs));
}

type Declarations = ReadonlyMap<string, readonly Declaration[]>;

const declarations = new WeakMap<
  Stage,
  { readonly env: Declarations; readonly args: Declarations }
>();

function declarationsOf(stage: Stage) {
  let found = declarations.get(stage);
  if (!found) {
    found = { env: declare(stage.instructions, 'ENV'), args: declare(stage.instructions, 'ARG') };
    declarations.set(stage, found);
  }
  return found;
}

/** What stands in front of the first FROM and means nothing to a build, but does in a fragment of a file. */
function looseOf(dockerfile: Dockerfile) {
  let found = loose.get(dockerfile.instructions);
  if (!found) {
    const end = dockerfile.stages[0]?.from.index ?? dockerfile.instructions.length;
    const before = dockerfile.instructions.slice(0, end);
    found = {
      env: declare(before, 'ENV'),
      shells: before.filter((i): i is ShellInstruction => i.keyword === 'SHELL'),
    };
    loose.set(dockerfile.instructions, found);
  }
  return found;
}

const loose = new WeakMap<
  readonly Instruction[],
  { readonly env: Declarations; readonly shells: readonly ShellInstruction[] }
>();

/** The SHELL in force for an instruction in front of the first FROM. */
export function looseShellAt(
  dockerfile: Dockerfile,
  { index }: Instruction,
): ShellInstruction | undefined {
  return lastBefore(looseOf(dockerfile).shells, index);
}

const globals = new WeakMap<Dockerfile, Declarations>();

function globalDeclarations(dockerfile: Dockerfile): Declarations {
  let found = globals.get(dockerfile);
  if (!found) {
    found = declare(dockerfile.globalArgs, 'ARG');
    globals.set(dockerfile, found);
  }
  return found;
}

function declare(instructions: readonly Instruction[], keyword: 'ARG' | 'ENV'): Declarations {
  const byName = new Map<string, Declaration[]>();
  for (const instruction of instructions) {
    if (instruction.keyword !== keyword) continue;
    for (const pair of instruction.pairs) {
      const name = pair.key.value;
      const list = byName.get(name);
      const declaration = { name, instruction, pair, index: instruction.index };
      if (list) list.push(declaration);
      else byName.set(name, [declaration]);
    }
  }
  return byName;
}
