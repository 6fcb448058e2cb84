import type { Range } from '../../core/location.js';
import type { Limit } from '../text/limits.js';
import type { MappedText } from '../text/mapped-text.js';

/** The commands of RUN, CMD, ENTRYPOINT or HEALTHCHECK. Parsed once, when a field is first read. */
export interface ShellScript {
  /** The text that the shell gets: continuation lines joined, heredoc bodies at the end. */
  readonly text: string;
  /** The text, with the position of each character in the file. */
  readonly mapped: MappedText;
  /**
   * All simple commands in source order, nested ones included: in lists, pipelines, subshells, loops, substitutions,
   * `sh -c '…'`, heredocs that a shell reads, and after wrappers such as sudo and env (see `wrapper`).
   */
  readonly commands: readonly ShellCommand[];
  /** Pipelines of two or more commands. */
  readonly pipelines: readonly ShellPipeline[];
  /** The tests of the script, those in the code of other shells included: `[ … ]`, `test …`, `[[ … ]]`. */
  readonly tests: readonly ShellTest[];
  /** Syntax errors. */
  readonly errors: readonly ShellError[];
  /** Base name of the interpreter if the `#!` of a heredoc names no POSIX shell; `commands` is then empty. */
  readonly interpreter: string | undefined;
}

export interface ShellError {
  readonly message: string;
  readonly range: Range;
  /** The limit that stopped the parser. */
  readonly limit?: Limit;
}

export interface ShellWord {
  /** As written, with quotes. */
  readonly raw: string;
  /** Without quotes and escapes; expansions stay as written. */
  readonly value: string;
  readonly range: Range;
  readonly start: number;
  readonly end: number;
  /** Without `$x`, `$(…)` or `` `…` ``: `value` is what the command receives, patterns such as `*` excepted. */
  readonly literal: boolean;
}

export interface ShellCommand {
  /** Undefined for assignments or redirections without a command. */
  readonly name: ShellWord | undefined;
  readonly args: readonly ShellWord[];
  /** `X=1` before the name. */
  readonly assignments: readonly ShellAssignment[];
  readonly redirects: readonly ShellRedirect[];
  readonly range: Range;
  readonly start: number;
  readonly end: number;
  /** The pipeline that this command is part of. */
  readonly pipeline: ShellPipeline | undefined;
  /** The operator between this command and the previous one in the same list. */
  readonly joinedBy: '&&' | '||' | ';' | '|' | undefined;
  /** Inside `$(…)`, `` `…` `` or `<(…)`. */
  readonly substituted: boolean;
  /** Nesting in subshells, groups, loops, conditions, functions and substitutions. */
  readonly depth: number;
  /** The innermost part of the script around it that may not be run; undefined if it always is. */
  readonly branch: ShellBranch | undefined;
  /** What becomes of the script if the command fails, or if it succeeds. */
  readonly outcome: (of: 'failure' | 'success') => FailureEffect;
  /**
   * The script cannot succeed without it: it is in the list of the script itself, where only `&&` joins the commands, or a
   * statement of its own under `set -e`.
   */
  readonly isRequired: boolean;
  /** The `sudo`, `env`, `xargs`, `sh -c` … that runs this command. */
  readonly wrapper: ShellCommand | undefined;
}

/** A part of a script that is run under a condition, or when a function is called. */
export interface ShellBranch {
  /** The `if`, `case`, list or function that it is part of. Branches of the same one have the same. */
  readonly of: object;
  /** What makes it differ from the others of the same one. */
  readonly part: object | undefined;
  readonly around: ShellBranch | undefined;
  /** Whether the script can go on without it. */
  readonly mayBeSkipped: () => boolean;
  readonly functionName?: string;
}

/** A test, as it is written. */
export interface ShellTest {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly outcome: ShellCommand['outcome'];
  readonly branch: ShellBranch | undefined;
}

/**
 * What becomes of a script when a command fails: it `stops` with an error, or does not do what follows; it goes on
 * (`ignored`); or it stops only where this option of the shell is set.
 */
export type FailureEffect = 'stops' | 'ignored' | 'errexit' | 'pipefail';

export interface ShellAssignment {
  readonly name: string;
  readonly value: ShellWord | undefined;
  readonly range: Range;
}

export interface ShellRedirect {
  /** `>`, `>>`, `<`, `<<`, `<<<`, `&>` … */
  readonly operator: string;
  readonly descriptor: number | undefined;
  readonly target: ShellWord | undefined;
}

export interface ShellPipeline {
  /** The first command of each element. */
  readonly elements: readonly (ShellCommand | undefined)[];
  readonly range: Range;
  readonly start: number;
  readonly end: number;
}
