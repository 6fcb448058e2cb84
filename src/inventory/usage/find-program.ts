import type { Command } from './follow.js';
import { type ImageFiles, imagePath } from './image-files.js';

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The file of a program, as execvp(3) finds it. */
export function findProgram(
  program: string,
  { environment, folder }: Pick<Command, 'environment' | 'folder'>,
  files: ImageFiles,
): string | undefined {
  if (program.includes('/')) return files.file(imagePath(program, folder));
  const path = environment.get('PATH') ?? DEFAULT_PATH;
  for (const one of path.split(':')) {
    const found = files.file(imagePath(`${one === '' ? '.' : one}/${program}`, folder));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The file of a script that a shell or runtime gets as its operand. */
export function findScript(
  name: string,
  command: Pick<Command, 'environment' | 'folder'>,
  files: ImageFiles,
): string | undefined {
  return files.file(imagePath(name, command.folder)) ?? findProgram(name, command, files);
}
