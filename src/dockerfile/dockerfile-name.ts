import { baseName } from '../lib/paths.js';
import { withoutTemplateEnding } from './template.js';

/**
 * `Dockerfile`, `*.Dockerfile`, `Dockerfile.*`, `Dockerfile-*`, and the same for Containerfile; any case of the name. Also
 * their templates, which are found to be reported as not covered.
 */
export function isDockerfile(path: string): boolean {
  const name = fileName(path);
  if (name.endsWith('.dockerignore') || name.endsWith('.containerignore')) return false;
  return /^(docker|container)file[._-].+$/.test(name) || hasOwnDockerfileName(path);
}

/** Whether a file has a name that no other kind of file has: `Dockerfile`, `*.Dockerfile`, and their templates. */
export function hasOwnDockerfileName(path: string): boolean {
  return /(?:^|\.)(docker|container)file$/.test(fileName(path));
}

/** In lower case, without the ending of a template or backup copy. */
function fileName(path: string): string {
  return withoutTemplateEnding(baseName(path)).toLowerCase();
}
