import type { ImageFiles } from '../start/image-files.js';
import type { LoadStep, StartCommand } from '../start/observer.js';
import type { DynamicElf } from './elf-dynamic.js';
import type { LibrarySearch } from './library-search.js';
import type { TextPlace } from './named-programs.js';
import type { GrowingTrace } from './trace.js';

/** Adds what files name, and so may open. */
export interface Mentions {
  /** Adds what may be loaded because a file names it: a file, or all files of a folder. */
  mention(path: string, by: LoadStep): void;
  /** Adds the absolute paths that the text of a loaded file names. */
  mentionTexts(text: string, by: LoadStep): void;
  /** Adds the programs that words of a text name: which of them are started is not known. */
  mentionPrograms(text: string, by: LoadStep, place?: TextPlace): void;
  /** Adds the files that a value or an argument names, and the libraries in folders that it names. */
  mentionValue(value: string, by: LoadStep, folder?: string): void;
  /** Adds all libraries that a program finds by a name. */
  mentionLibraries(by: LoadStep): void;
}

/** What everything that follows loaded files shares. */
export interface Follow extends Mentions {
  readonly files: ImageFiles;
  readonly trace: GrowingTrace;
  readonly libraries: LibrarySearch;
  /** The dynamic section of a file; undefined if it is no ELF file. Read once. */
  elfOf(path: string): DynamicElf | undefined;
  /** The names of the symbols of an ELF file. */
  symbolsOf(path: string): Buffer | undefined;
  /** Follows a loaded native program or library; the files that it needs are loaded too. */
  loadNative(path: string, by: LoadStep | undefined): LoadStep | undefined;
  /** The programs of runtimes whose files were followed. */
  readonly followed: Set<string>;
  /** Follows a command that is started. */
  start(command: StartCommand): void;
}
