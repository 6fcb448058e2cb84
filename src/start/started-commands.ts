import { posix } from 'node:path';
import type { FileSystem, ImageConfig } from '../image/image.js';
import { environmentOf } from './configuration.js';
import { findProgramFile } from './find-program.js';
import { imageFiles } from './image-files.js';
import { type LoadStep, OF_IMAGE } from './observer.js';
import { followStart } from './start-command.js';

/** A command that the container runs when it starts. */
export interface StartedCommand {
  /** The program without its folder. */
  readonly program: string;
  /** The program as it is written, with its folder if it has one. */
  readonly written: string;
  readonly arguments: readonly string[];
  readonly background: boolean;
  /** The path of the script that runs the command; undefined if the configuration runs it. */
  readonly script?: string;
}

/** What is known of the files of an image. */
export interface KnownFiles {
  readonly files: FileSystem;
  /** The text of a file, if it was kept. */
  textOf(path: string): string | undefined;
}

/**
 * The commands that the container runs when it starts, in their order: ENTRYPOINT and CMD without their wrappers (tini, gosu,
 * exec, sh -c), and the commands of start scripts, those that a shell runs itself included. The programs of supervisors are
 * left out.
 */
export function startedCommands(
  config: Pick<ImageConfig, 'entrypoint' | 'cmd' | 'workingDir' | 'env'>,
  { files: fileSystem, textOf }: KnownFiles,
): StartedCommand[] {
  const files = { ...imageFiles(fileSystem), text: textOf, wholeText: textOf };
  const started: StartedCommand[] = [];
  const scripts = new Set<LoadStep>();
  const start = followStart({
    files,
    openEnd: () => {},
    mentionPrograms: () => {},
    runFiles: () => false,
    isScript: (path) => SHELL_SCRIPT.test(textOf(path) ?? ''),
    readFile(path, by, isIncluded) {
      if (isIncluded) return by;
      const step = { path, by };
      scripts.add(step);
      return step;
    },
    // A program is followed by its name, too: not every file of the image is known.
    findProgram: (program, command) => ({
      path: findProgramFile(program, command, files) ?? posix.join(NO_FOLDER, program),
      by: command.by,
    }),
    endAt({ words: [written = '', ...rest], by, isBackground, isAside }) {
      if (isAside) return;
      let script = by;
      while (script && !scripts.has(script)) script = script.by;
      const program = posix.basename(written);
      const command = { program, written, arguments: rest, background: isBackground };
      const found = script ? { ...command, script: script.path } : command;
      // A command may be followed with several values.
      if (JSON.stringify(found) !== JSON.stringify(started.at(-1))) started.push(found);
    },
  });
  start({
    ...OF_IMAGE,
    words: [...(config.entrypoint ?? []), ...(config.cmd ?? [])],
    folder: config.workingDir || '/',
    environment: environmentOf(config),
  });
  return started;
}

const SHELL_SCRIPT = /^#!.*\b(?:ba|da|a|z|k)?sh\b/;

/** Stands for the folder of a program that is not found. */
const NO_FOLDER = '?';
