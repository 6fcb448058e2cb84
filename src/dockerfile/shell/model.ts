import type { Range } from '../../core/location.js';
import type { MappedText } from '../parser/mapped-text.js';

/** The commands of a RUN, CMD, ENTRYPOINT or HEALTHCHECK. Parsed when a field is first read, once. */
export interface ShellScript {
  /** The text that the shell gets: continuation lines joined, heredoc bodies behind. */
  readonly text: string;
  /** The script with the source place of each character, for ShellCheck. */
  readonly mapped: MappedText;
  /**
   * Every simple command in source order, nested ones too: in lists, pipelines, subshells, loops, substitutions,
   * `sh -c '…'`, heredocs given to a shell, and behind wrappers such as sudo and env (see `wrapper`).
   */
  readonly commands: readonly ShellCommand[];
  /** Pipelines of two or more commands. */
  readonly pipelines: readonly ShellPipeline[];
  /** Where the shell grammar is broken. */
  readonly errors: readonly { readonly message: string; readonly range: Range }[];
  /** Basename of the interpreter when a heredoc's `#!` names one that is no POSIX shell: `commands` is then empty. */
  readonly interpreter: string | undefined;
}

export interface ShellWord {
  /** As written, quotes kept. */
  readonly raw: string;
  /** Without quotes and escapes; expansions are left as written. */
  readonly value: string;
  readonly range: Range;
  readonly start: number;
  readonly end: number;
  /** No `$x`, `$(…)` or `` `…` ``: the value is what the command gets (globs aside). */
  readonly literal: boolean;
}

export interface ShellCommand {
  /** Undefined for bare assignments or redirections. */
  readonly name: ShellWord | undefined;
  readonly args: readonly ShellWord[];
  /** `X=1` in front of the name. */
  readonly assignments: readonly ShellAssignment[];
  readonly redirects: readonly ShellRedirect[];
  readonly range: Range;
  readonly start: number;
  readonly end: number;
  /** The pipeline that this command is an element of. */
  readonly pipeline: ShellPipeline | undefined;
  /** What joins it to the command before in the same list. */
  readonly joinedBy: '&&' | '||' | ';' | '|' | undefined;
  /** Inside `$(…)`, `` `…` `` or `<(…)`. */
  readonly substituted: boolean;
  /** Nesting in subshells, groups, loops, conditions, functions and substitutions. */
  readonly depth: number;
  /** `sudo`, `env`, `xargs`, `sh -c` … that runs this command. */
  readonly wrapper: ShellCommand | undefined;
}

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
  /** The elements' first commands: one each for simple commands; compound elements give their first command. */
  readonly elements: readonly (ShellCommand | undefined)[];
  readonly range: Range;
  readonly start: number;
  readonly end: number;
}
