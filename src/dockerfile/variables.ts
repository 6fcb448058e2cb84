import type {
  ArgInstruction,
  Dockerfile,
  EnvInstruction,
  Instruction,
  Stage,
} from './parser/model.js';
import { lastBefore, leadingInstructions } from './stages.js';
import type { Pair, Token } from './text/tokens.js';

/** The ENV or ARG pair that sets a variable. */
export interface VariableDeclaration {
  readonly name: string;
  readonly instruction: ArgInstruction | EnvInstruction;
  readonly pair: Pair;
  readonly index: number;
}

/**
 * The declaration of `name` that is in effect at `instruction`: ENV overrides ARG, and a stage overrides its parents.
 * The pairs of the instruction itself do not count. FROM sees global ARGs only.
 */
export function declarationAt(
  dockerfile: Dockerfile,
  instruction: Instruction,
  name: string,
): VariableDeclaration | undefined {
  if (!instruction.stage || instruction.keyword === 'FROM') {
    const { index, keyword } = instruction;
    const env = keyword === 'FROM' ? undefined : leadingEnv(dockerfile).get(name);
    return (
      lastBefore(env ?? [], index) ??
      lastBefore(globalDeclarations(dockerfile).get(name) ?? [], index)
    );
  }
  if (!declaredNames(dockerfile).has(name)) return undefined;
  let { index } = instruction;
  let arg: VariableDeclaration | undefined;
  for (let stage: Stage | undefined = instruction.stage; stage; stage = stage.parent) {
    const { env, args } = declarationsOf(stage);
    const found = lastBefore(env.get(name) ?? [], index);
    if (found) return found;
    arg ??= lastBefore(args.get(name) ?? [], index);
    index = Number.POSITIVE_INFINITY;
  }
  return arg;
}

/**
 * The value of `name` at an instruction. Undefined where nothing sets it, and for an ARG without a default.
 * `buildArgs` are the values of `docker build --build-arg`, by default those that the Dockerfile was parsed with.
 */
export function variableValue(
  dockerfile: Dockerfile,
  instruction: Instruction,
  name: string,
  buildArgs?: ReadonlyMap<string, string>,
): string | undefined {
  const isOwn = buildArgs === undefined || buildArgs === dockerfile.buildArgs;
  const resolution = { dockerfile, buildArgs: buildArgs ?? dockerfile.buildArgs, isOwn };
  return resolveValue(resolution, instruction, name, 0);
}

/** The token with variables expanded. Variables without a value stay as written. */
export function expandedAt(
  dockerfile: Dockerfile,
  instruction: Instruction,
  token: Token,
  buildArgs?: ReadonlyMap<string, string>,
): string {
  return token.expand((name) => variableValue(dockerfile, instruction, name, buildArgs));
}

interface Resolution {
  readonly dockerfile: Dockerfile;
  readonly buildArgs: ReadonlyMap<string, string> | undefined;
  /** Whether the arguments are those of the Dockerfile, so that a value is the same whenever it is asked for. */
  readonly isOwn: boolean;
}

/** Longer chains of variables that refer to each other are not followed. */
const MAX_CHAIN = 50;

const values = new WeakMap<Pair, { readonly value: string }>();

function resolveValue(
  resolution: Resolution,
  instruction: Instruction,
  name: string,
  depth: number,
): string | undefined {
  const { dockerfile, buildArgs, isOwn } = resolution;
  const declaration = declarationAt(dockerfile, instruction, name);
  if (depth > MAX_CHAIN) return undefined;
  // Of the platform only FROM and the global ARG know without an ARG of their own.
  const isGlobal = !instruction.stage || instruction.keyword === 'FROM';
  if (!declaration) return isGlobal ? dockerfile.platformArgs?.get(name) : undefined;
  const isArg = declaration.instruction.keyword === 'ARG';
  const buildArg = isArg ? buildArgs?.get(name) : undefined;
  if (buildArg !== undefined) return buildArg;
  const { value } = declaration.pair;
  if (value) {
    const cached = isOwn ? values.get(declaration.pair) : undefined;
    if (cached) return cached.value;
    const result = value.expand((variable) =>
      resolveValue(resolution, declaration.instruction, variable, depth + 1),
    );
    if (isOwn) values.set(declaration.pair, { value: result });
    return result;
  }
  // `ARG name` without a default in a stage takes the value of the global ARG.
  if (!isArg) return undefined;
  const { stage } = declaration.instruction;
  return stage && globalDeclarations(dockerfile).has(name)
    ? resolveValue(resolution, stage.from, name, depth + 1)
    : dockerfile.platformArgs?.get(name);
}

type Declarations = ReadonlyMap<string, readonly VariableDeclaration[]>;

const names = new WeakMap<readonly Stage[], ReadonlySet<string>>();

/** The names that any stage declares. Other names are answered without a walk through the parents of a stage. */
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

const leading = new WeakMap<readonly Instruction[], Declarations>();

/** ENV before the first FROM: invalid in a build, and meaningful in a fragment of a Dockerfile. */
function leadingEnv(dockerfile: Dockerfile): Declarations {
  let found = leading.get(dockerfile.instructions);
  if (!found) {
    found = declare(leadingInstructions(dockerfile), 'ENV');
    leading.set(dockerfile.instructions, found);
  }
  return found;
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
  const byName = new Map<string, VariableDeclaration[]>();
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
