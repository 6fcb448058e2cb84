import { imagePath } from '../image/paths.js';
import type { ImageFiles } from './image-files.js';
import type { StartCommand } from './observer.js';

/** The folders in the PATH of most images. */
export const PATH_FOLDERS = 'usr/local/sbin usr/local/bin usr/sbin usr/bin sbin bin'.split(' ');

/** The path at which execvp(3) finds a program, links not followed; undefined if it is not there. */
export function locateProgram(
  program: string,
  { environment, folder }: Pick<StartCommand, 'environment' | 'folder'>,
  files: ImageFiles,
): string | undefined {
  const path = environment.get('PATH');
  const named = path?.split(':') ?? PATH_FOLDERS.map((one) => `/${one}`);
  const folders = program.includes('/') ? [''] : named;
  return folders
    .map((one) => imagePath(program.includes('/') ? program : `${one || '.'}/${program}`, folder))
    .find((one) => files.file(one) !== undefined);
}

/** The file of a program. */
export function findProgramFile(
  program: string,
  command: Pick<StartCommand, 'environment' | 'folder'>,
  files: ImageFiles,
): string | undefined {
  const path = locateProgram(program, command, files);
  return path === undefined ? undefined : files.file(path);
}

/** The file of a script that a shell or runtime gets as its operand. */
export function findScript(
  name: string,
  command: Pick<StartCommand, 'environment' | 'folder'>,
  files: ImageFiles,
): string | undefined {
  return files.file(imagePath(name, command.folder)) ?? findProgramFile(name, command, files);
}
