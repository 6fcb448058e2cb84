import type { Range } from '../../core/location.js';
import type { ShellScript } from '../shell/model.js';
import type { Directive } from './directives.js';
import type { Heredoc } from './heredocs.js';
import type { Comment } from './logical-lines.js';
import type { Problem } from './problem.js';
import type { Source } from './source.js';
import type { Pair, Token } from './tokens.js';

/** A Dockerfile as BuildKit reads it, in the coordinates of its source. */
export interface Dockerfile {
  /** Relative to the repository's root, with forward slashes. */
  readonly path: string;
  readonly source: Source;
  readonly text: string;
  readonly escapeToken: '\\' | '`';
  readonly directives: readonly Directive[];
  /** Comments at the top level and inside instructions, in order; directives are none. */
  readonly comments: readonly Comment[];
  /** Top-level instructions in order. An ONBUILD holds its trigger. */
  readonly instructions: readonly Instruction[];
  readonly stages: readonly Stage[];
  /** ARG instructions before the first FROM. */
  readonly globalArgs: readonly ArgInstruction[];
  /** What BuildKit would refuse, in order of position. */
  readonly problems: readonly Problem[];
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

export interface Flag {
  /** As written, without the dashes: `from`, `mount`, `no-cache`. */
  readonly name: string;
  /** Text behind `=`, without quotes; undefined when there is no `=`. */
  readonly value: string | undefined;
  /** `--name=value` whole. */
  readonly range: Range;
  readonly start: number;
  readonly end: number;
  /** The value as a word, for its place and variables. */
  readonly valueToken: Token | undefined;
}

interface Base<K extends string> {
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
  /** BuildKit's arguments of this instruction: one word for `RUN text`, the strings of a JSON form, paths, … */
  readonly args: readonly Token[];
  /** JSON (exec) form. */
  readonly json: boolean;
  /** Everything behind the flags, continuation lines joined. */
  readonly text: string;
  /** The whole instruction, continuation lines joined. */
  readonly original: string;
  readonly heredocs: readonly Heredoc[];
  /** The comment paragraph directly above, as BuildKit attaches it. */
  readonly comments: readonly string[];
  /** Comments between the lines of this instruction. */
  readonly innerComments: readonly Comment[];
  readonly emptyLines: readonly number[];
  /** Undefined before the first FROM. */
  readonly stage: Stage | undefined;
  /** Index in Dockerfile.instructions; a trigger has its ONBUILD's. */
  readonly index: number;
  /** The ONBUILD that this is the trigger of. */
  readonly onbuild: OnbuildInstruction | undefined;
}

export interface FromInstruction extends Base<'FROM'> {
  /** Image or stage as written; an empty word when missing. */
  readonly image: Token;
  readonly as: Token | undefined;
  readonly alias: Token | undefined;
  readonly platform: Flag | undefined;
}

/** An instruction whose arguments are a command: shell form (`script`) or exec form (`exec`). */
interface CommandBase<K extends string> extends Base<K> {
  /** The strings of the exec form; undefined in shell form. */
  readonly exec: readonly Token[] | undefined;
  /** The commands, read by the shell; the exec form gives one command of its words. Parsed on first use. */
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

/** RUN --mount=type=…,… */
export interface Mount {
  readonly flag: Flag;
  /** `bind` when not given. */
  readonly type: string;
  /** Keys lower case; a key without value is `true`. `src` and `dst`/`destination` become `source` and `target`. */
  readonly options: ReadonlyMap<string, string>;
}

interface TransferBase<K extends string> extends Base<K> {
  /** Without heredocs. */
  readonly sources: readonly Token[];
  /** The last word. */
  readonly destination: Token | undefined;
}
export interface CopyInstruction extends TransferBase<'COPY'> {
  readonly from: Flag | undefined;
}
export interface AddInstruction extends TransferBase<'ADD'> {}

interface PairBase<K extends string> extends Base<K> {
  readonly pairs: readonly Pair[];
}
export interface EnvInstruction extends PairBase<'ENV'> {}
export interface LabelInstruction extends PairBase<'LABEL'> {}
export interface ArgInstruction extends PairBase<'ARG'> {}

export interface OnbuildInstruction extends Base<'ONBUILD'> {
  readonly trigger: Instruction | undefined;
}

export interface WorkdirInstruction extends Base<'WORKDIR'> {}
export interface UserInstruction extends Base<'USER'> {}
export interface ExposeInstruction extends Base<'EXPOSE'> {}
export interface VolumeInstruction extends Base<'VOLUME'> {}
export interface ShellInstruction extends Base<'SHELL'> {}
export interface StopsignalInstruction extends Base<'STOPSIGNAL'> {}
export interface MaintainerInstruction extends Base<'MAINTAINER'> {}
/** A keyword that BuildKit does not know; `name` is the keyword, upper case. */
export interface UnknownInstruction extends Base<'UNKNOWN'> {
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

/** All instructions of these keywords, in order; with `onbuild`, triggers of ONBUILD too. */
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

/** The flag of this name, if the instruction has it. */
export function findFlag(instruction: Instruction, name: string): Flag | undefined {
  return instruction.flags.find((candidate) => candidate.name === name);
}
