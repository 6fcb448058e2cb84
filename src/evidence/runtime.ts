import type { StartedProgram } from '../start/observer.js';
import type { Follow } from './follow.js';

/** What runs files of a language. */
export interface Runtime {
  /** The names of its programs and libraries. */
  readonly names: RegExp;
  /** How names of symbols start that its programs, libraries and native modules have. */
  readonly symbols: readonly string[];
  /** The types of packages that it loads. */
  readonly types: readonly string[];
  /** Folders where distributions install packages of the language. */
  readonly folders: readonly string[];
  /** Follows the files that it runs. `words` are its arguments. Without it, all its packages may be loaded. */
  run?(started: StartedProgram, follow: Follow): void;
}
