import type { Host } from '../../core/host.js';
import type { Options } from '../../options/options.js';

/** A command. Each is in a file of its own, which is loaded only when the command runs, to keep the start fast. */
export interface Command {
  readonly name: string;
  /** Its arguments, as the help shows them. */
  readonly arguments: string;
  readonly help: string;
  /** At least one command line, without `portside`, for the help of the command. */
  readonly examples: readonly string[];
  /** What the arguments stand for, one line each, for the help of the command. */
  readonly details?: readonly string[];
  load(): Promise<{
    /** Runs the command and returns the exit status. Throws PortsideError. */
    run(options: Options, host: Host, commands: readonly Command[]): Promise<number>;
  }>;
}
