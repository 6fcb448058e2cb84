import type { ImageFiles } from './image-files.js';

/** How a file came to be loaded. */
export interface LoadStep {
  /** The final path. */
  readonly path: string;
  /** Undefined for what the image starts. */
  readonly by: LoadStep | undefined;
}

/** A command with what it inherits. */
export interface StartCommand {
  readonly words: readonly string[];
  /** What starts it; undefined for the configuration of the image. */
  readonly by: LoadStep | undefined;
  /** An absolute path. */
  readonly folder: string;
  /** The variables of the image, and those that a script sets. */
  readonly environment: ReadonlyMap<string, string>;
  /** How many commands started each other before it. */
  readonly depth: number;
  /** The image cannot start without it. A script may test for other programs. */
  readonly isMain: boolean;
  /** What started it goes on at once: `server &`, a program of a supervisor. */
  readonly isBackground: boolean;
  /** It does not run in its turn: it makes a value, it is in a trap or an alias, or another command may run in its place. */
  readonly isAside: boolean;
}

/** What a command has that the configuration of the image starts. */
export const OF_IMAGE = {
  by: undefined,
  depth: 0,
  isMain: true,
  isBackground: false,
  isAside: false,
} as const;

/** A program that is started. `words` are its arguments. */
export interface StartedProgram extends StartCommand {
  /** As it is written in the command. */
  readonly program: string;
  readonly step: LoadStep;
}

/** Who wants to know what an image starts. */
export interface StartObserver {
  readonly files: ImageFiles;
  /** What else is started is not known. */
  openEnd(reason: string): void;
  /** A script or a configuration file is read; returns its step. `isIncluded` if it runs as a part of another script. */
  readFile(path: string, by: LoadStep | undefined, isIncluded?: boolean): LoadStep | undefined;
  /** The program of a command; undefined if it is not followed. */
  findProgram(program: string, command: StartCommand): LoadStep | undefined;
  /** Whether a program is a script, which the program in its first line runs. */
  isScript(path: string): boolean;
  /** Follows a program that runs files of its own; returns whether its arguments are followed, too. */
  runFiles(started: StartedProgram): boolean;
  /** A command that starts no other that is known: `step` is its program, without for what a shell does itself. */
  endAt(command: StartCommand, step?: LoadStep): void;
  /** A text may start the programs that it names. */
  mentionPrograms(text: string, by: LoadStep, place: StartCommand): void;
}

/** An observer, with what all commands of one image share. */
export interface Follower extends StartObserver {
  /** Follows a command that another one starts. */
  start(command: StartCommand): void;
  /** The scripts that were run, with their arguments. */
  readonly ran: Set<string>;
  /** Counts the commands of all scripts, and those that are started: one may be started with many values. */
  readonly count: { scriptCommands: number; commands: number };
}

/** The name of a file, with its folder where the name says nothing: `json/__init__.py`. */
export function loadedName(path: string): string {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  return /^(?:__init__|__main__|index|main|package)\.[a-z]+$/.test(name)
    ? parts.slice(-2).join('/')
    : name;
}

/** Who starts a command, for messages. */
export function starterOf({ by }: Pick<StartCommand, 'by'>): string {
  return by === undefined ? 'the image' : loadedName(by.path);
}

/** The command with its program, as it was before the program was found. */
export function wholeCommand({ program, step, words, ...command }: StartedProgram): StartCommand {
  return { ...command, words: [program, ...words], by: step.by };
}
