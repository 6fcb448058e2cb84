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

/** Finds and runs other programs. */
export interface ProcessRunner {
  /**
   * Why the files of this run may come from anybody, as the end of a sentence. Programs that run what files say, such as
   * helm, are not started then.
   */
  readonly untrusted?: string | undefined;
  /** The path of a program, or undefined when it is not installed. */
  find(program: string): Promise<string | undefined>;
  run(program: string, args: readonly string[], options?: RunOptions): Promise<RunResult>;
}

/** The machine that Portside runs on: the Action implements it for a step, the command line for a terminal. */
export interface Host extends Logger, ProcessRunner {}
