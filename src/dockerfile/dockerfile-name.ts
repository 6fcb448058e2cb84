import { withoutTemplateEnding } from './template.js';

/**
 * `Dockerfile`, `*.Dockerfile`, `Dockerfile.*`, `Dockerfile-*`, and the same for Containerfile; any case of the name. Also
 * their templates, which are found to be reported as not covered.
 */
export function isDockerfile(path: string): boolean {
  const name = withoutTemplateEnding(path.slice(path.lastIndexOf('/') + 1)).toLowerCase();
  if (name.endsWith('.dockerignore') || name.endsWith('.containerignore')) return false;
  return /^(docker|container)file([._-].+)?$/.test(name) || /\.(docker|container)file$/.test(name);
}
