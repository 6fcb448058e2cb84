import type { RunOptions, RunResult } from '../lib/process.js';

export type { RunOptions, RunResult } from '../lib/process.js';

/** Log lines and progress. Texts may hold untrusted data: the implementation escapes them for its own surface. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warning(message: string): void;
  error(message: string): void;
  /** Reports what is going on now: a terminal shows it on one line, other surfaces ignore it. An empty message ends it. */
  progress(message: string, amount?: Amount): void;
  /** Reports a finished step and its result: a workflow's log gets a line with the time, a terminal nothing. */
  step(message: string): void;
}

/** How much of some work is done, in bytes. */
export interface Amount {
  readonly done: number;
  /** Absent when unknown. */
  readonly total?: number | undefined;
}

/** Files of a run that programs such as helm, which run what files say, are not started for. */
export interface UntrustedFiles {
  /** Why, as the end of a sentence. */
  readonly cause: string;
  /** Anybody may have written them, as in a pull request from a fork. Else they are of a branch of the repository. */
  readonly isAnybody: boolean;
}

/** Finds and runs other programs. */
export interface ProcessRunner {
  /** Set if others than people who can write to the repository may have written the files of this run. */
  readonly untrusted?: UntrustedFiles | undefined;
  /** The top folder of the only repository that Git is asked about; absent: the one that a folder is in. */
  readonly repository?: string | undefined;
  /** The path of a program, or undefined when it is not installed. */
  find(program: string): Promise<string | undefined>;
  run(program: string, args: readonly string[], options?: RunOptions): Promise<RunResult>;
}

/** The machine that Portside runs on: the Action implements it for a step, the command line for a terminal. */
export interface Host extends Logger, ProcessRunner {}
