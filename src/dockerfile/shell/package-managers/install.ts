import type { ShellWord } from '../model.js';
import type { RunCommand } from '../run-commands.js';

/** A command that installs packages. */
export interface Install extends RunCommand {
  /** `install`, `add`, `in` … */
  readonly subcommand: ShellWord;
  /** The packages named, options and their values left out. */
  readonly packages: readonly ShellWord[];
}
