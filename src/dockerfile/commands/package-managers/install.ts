import type { ShellWord } from '../../shell/model.js';
import type { RunCommand } from '../run-commands.js';

/** A command that installs packages. */
export interface Install extends RunCommand {
  /** `install`, `add`, `in` … */
  readonly subcommand: ShellWord;
  /** The packages, without options and their values. */
  readonly packages: readonly ShellWord[];
}
