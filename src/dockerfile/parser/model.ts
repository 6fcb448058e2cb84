import type { Range } from '../../core/location.js';
import type { ShellScript } from '../shell/model.js';
import type { Heredoc } from '../text/heredocs.js';
import type { Comment } from '../text/logical-lines.js';
import type { Source } from '../text/source.js';
import type { Pair, Token } from '../text/tokens.js';
import type { Directive } from './directives.js';
import type { DockerfileProblem } from './problem.js';

/** What a build sets, besides what is written in its Dockerfile. */
export interface BuildValues {
  /** The values of `docker build --build-arg`; absent: ARG has its default values. */
  readonly buildArgs?: ReadonlyMap<string, string>;
  /** The values of TARGETPLATFORM and its parts; absent: the platform is not known. See predefined-args.ts. */
  readonly platformArgs?: ReadonlyMap<string, string>;
}

/** A Dockerfile as BuildKit reads it, with the position of each part in the file, and what it was parsed with. */
export interface Dockerfile extends BuildValues {
  /** Relative to the repository's root, with forward slashes. */
  readonly path: string;
  readonly source: Source;
  readonly text: string;
  readonly escapeToken: '\\' | '`';
  readonly directives: readonly Directive[];
  /** Comments at the top level and inside instructions, in order, without directives. */
  readonly comments: readonly Comment[];
  /** Top-level instructions in order. ONBUILD has its trigger as a field. */
  readonly instructions: readonly Instruction[];
  readonly stages: readonly Stage[];
  /** ARG instructions before the first FROM. */
  readonly globalArgs: readonly ArgInstruction[];
  /** The errors that BuildKit would report, in order of position. */
  readonly problems: readonly DockerfileProblem[];
}

/** A build stage: FROM and the instructions after it. */
export interface Stage {
  readonly index: number;
  /** Lower case, as BuildKit compares names. */
  readonly name: string | undefined;
  readonly from: FromInstruction;
  /** The instructions after FROM, in order. */
  readonly instructions: readonly Instruction[];
  /** The earlier stage that FROM names. */
  readonly parent: Stage | undefined;
  /** The external image of FROM, with the defaults of global ARGs filled in; undefined when there is a parent. */
  readonly image: string | undefined;
  /** The stages that COPY --from and RUN --mount=from= refer to, earlier and later ones. */
  readonly uses: readonly StageUse[];
}

/** A reference to another stage. */
export interface StageUse {
  readonly instruction: Instruction;
  readonly token: Token;
  readonly stage: Stage;
}

/** `--name=value` or `--name` before the arguments of an instruction. */
export interface Flag {
  /** As written, without the dashes: `from`, `mount`, `no-cache`. */
  readonly name: string;
  /** The text after `=`, without quotes; undefined when there is no `=`. */
  readonly value: string | undefined;
  /** All of `--name=value`. */
  readonly range: Range;
  readonly start: number;
  readonly end: number;
  /** The value with its position and variables. */
  readonly valueToken: Token | undefined;
}

/** The fields of all instructions. */
interface InstructionBase<K extends string> {
  /** Upper case. */
  readonly keyword: K;
  /** As written. */
  readonly keywordToken: Token;
  /** From the keyword to the end of the last line (or heredoc terminator). */
  readonly range: Range;
  readonly start: number;
  readonly end: number;
  readonly startLine: number;
  readonly endLine: number;
  readonly flags: readonly Flag[];
  /** The arguments in BuildKit's parse tree: one token for `RUN text`, the strings of a JSON array, paths … */
  readonly args: readonly Token[];
  /** JSON (exec) form. */
  readonly json: boolean;
  /** The text after the flags, with continuation lines joined. */
  readonly text: string;
  /** The text of the instruction, with continuation lines joined. */
  readonly original: string;
  readonly heredocs: readonly Heredoc[];
  /** The block of comments directly above, as in BuildKit's parse tree. */
  readonly comments: readonly string[];
  /** Comments between the lines of this instruction. */
  readonly innerComments: readonly Comment[];
  /** Numbers of the empty lines inside this instruction. */
  readonly emptyLines: readonly number[];
  /** Undefined before the first FROM. */
  readonly stage: Stage | undefined;
  /** Index in Dockerfile.instructions; a trigger has the index of its ONBUILD. */
  readonly index: number;
  /** The ONBUILD that registers this instruction. */
  readonly onbuild: OnbuildInstruction | undefined;
}

export interface FromInstruction extends InstructionBase<'FROM'> {
  /** Image or stage as written; an empty token when it is missing. */
  readonly image: Token;
  readonly as: Token | undefined;
  readonly alias: Token | undefined;
  readonly platform: Flag | undefined;
}

/** An instruction that runs a command, in shell form or exec form. */
interface CommandBase<K extends string> extends InstructionBase<K> {
  /** The strings of the exec form; undefined in shell form. */
  readonly exec: readonly Token[] | undefined;
  /** The commands of the shell form; the exec form is one command. Parsed when it is first read. */
  readonly script: ShellScript;
}

export interface RunInstruction extends CommandBase<'RUN'> {
  readonly mounts: readonly Mount[];
}
export interface CmdInstruction extends CommandBase<'CMD'> {}
export interface EntrypointInstruction extends CommandBase<'ENTRYPOINT'> {}
export interface HealthcheckInstruction extends CommandBase<'HEALTHCHECK'> {
  /** Upper case: `CMD` or `NONE`. */
  readonly type: string;
  readonly typeToken: Token | undefined;
}

/** `--mount=type=…,…` of RUN. */
export interface Mount {
  readonly flag: Flag;
  /** `bind` by default. */
  readonly type: string;
  /**
   * Keys are lower case; `src` becomes `source`, `dst` and `destination` become `target`. A key without a value gets
   * `true`.
   */
  readonly options: ReadonlyMap<string, string>;
}

interface CopyBase<K extends string> extends InstructionBase<K> {
  /** Paths, patterns and URLs; heredocs are left out. */
  readonly sources: readonly Token[];
  /** The last argument; undefined when there is only one. */
  readonly destination: Token | undefined;
}
export interface CopyInstruction extends CopyBase<'COPY'> {
  readonly from: Flag | undefined;
}
export interface AddInstruction extends CopyBase<'ADD'> {}

interface PairBase<K extends string> extends InstructionBase<K> {
  readonly pairs: readonly Pair[];
}
export interface EnvInstruction extends PairBase<'ENV'> {}
export interface LabelInstruction extends PairBase<'LABEL'> {}
export interface ArgInstruction extends PairBase<'ARG'> {}

export interface OnbuildInstruction extends InstructionBase<'ONBUILD'> {
  readonly trigger: Instruction | undefined;
}

export interface WorkdirInstruction extends InstructionBase<'WORKDIR'> {}
export interface UserInstruction extends InstructionBase<'USER'> {}
export interface ExposeInstruction extends InstructionBase<'EXPOSE'> {}
export interface VolumeInstruction extends InstructionBase<'VOLUME'> {}
export interface ShellInstruction extends InstructionBase<'SHELL'> {}
export interface StopsignalInstruction extends InstructionBase<'STOPSIGNAL'> {}
export interface MaintainerInstruction extends InstructionBase<'MAINTAINER'> {}
/** An instruction that BuildKit does not know. */
export interface UnknownInstruction extends InstructionBase<'UNKNOWN'> {
  /** The keyword, upper case. */
  readonly name: string;
}

export type Instruction =
  | AddInstruction
  | ArgInstruction
  | CmdInstruction
  | CopyInstruction
  | EntrypointInstruction
  | EnvInstruction
  | ExposeInstruction
  | FromInstruction
  | HealthcheckInstruction
  | LabelInstruction
  | MaintainerInstruction
  | OnbuildInstruction
  | RunInstruction
  | ShellInstruction
  | StopsignalInstruction
  | UnknownInstruction
  | UserInstruction
  | VolumeInstruction
  | WorkdirInstruction;

export type Keyword = Instruction['keyword'];
export type InstructionOf<K extends Keyword> = Extract<Instruction, { keyword: K }>;

/** The instructions with these keywords, in order; with `onbuild` also the triggers of ONBUILD. */
export function instructionsOf<K extends Keyword>(
  dockerfile: Dockerfile | Stage,
  keywords: K | readonly K[],
  { onbuild = false }: { onbuild?: boolean } = {},
): InstructionOf<K>[] {
  const wanted: readonly Keyword[] = typeof keywords === 'string' ? [keywords] : keywords;
  const found: InstructionOf<K>[] = [];
  for (const instruction of dockerfile.instructions) {
    if (wanted.includes(instruction.keyword)) found.push(instruction as InstructionOf<K>);
    if (!onbuild || instruction.keyword !== 'ONBUILD') continue;
    const { trigger } = instruction;
    if (trigger && wanted.includes(trigger.keyword)) found.push(trigger as InstructionOf<K>);
  }
  return found;
}

/** The first flag with this name. */
export function findFlag(instruction: Instruction, name: string): Flag | undefined {
  return instruction.flags.find((candidate) => candidate.name === name);
}
