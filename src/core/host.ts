/** What ran and how it ended; a program that could not be started throws PortsideError (incomplete). */
export interface RunResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string;
  /** Milliseconds; the program is not waited for any longer, and ended where that can be done. */
  readonly timeout?: number;
  /** Standard output need have no lines, and has one character a byte (latin1) instead of the text in UTF-8. */
  readonly binary?: boolean;
  /** Replaces the environment when given. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * The machine that Portside runs on: log lines, progress and other programs. The Action implements it for a step's log,
 * the command line for a terminal (DESIGN §3).
 * Texts may hold foreign data: the implementation escapes them for its own surface.
 */
export interface Host {
  debug(message: string): void;
  info(message: string): void;
  warning(message: string): void;
  error(message: string): void;
  /** Says what is going on now; a terminal shows it on one line, anything else ignores it. */
  progress(message: string): void;
  /** One step is done, and what came of it; a workflow's log has a line with the time, a terminal none. */
  step(message: string): void;
  /** The path of a program, or undefined when it is not installed. */
  find(program: string): Promise<string | undefined>;
  run(program: string, args: readonly string[], options?: RunOptions): Promise<RunResult>;
}
