import { isScript } from '../builds/declared/script-texts.js';
import { isLockfile } from '../builds/lockfiles/is-lockfile.js';
import { isProjectFile } from '../builds/project-files.js';
import { isDockerfile } from '../dockerfile/dockerfile-name.js';

/**
 * Whether a text is the pointer that Git LFS puts in the place of a file that was not downloaded.
 * Source: git-lfs, docs/spec.md, "The Pointer".
 */
export function isLfsPointer(text: string): boolean {
  return /^version https:\/\/(?:git-lfs\.github\.com|hawser\.github\.com)\/spec\/v1\n(?:[a-z0-9.-]+ [^\n]+\n){0,20}oid sha256:[0-9a-f]{64}\n/.test(
    text,
  );
}

/** Whether a pointer is in the place of a file that would be checked, by its name. */
export function isMissed(path: string): boolean {
  const isNamed = isDockerfile(path) || isProjectFile(path) || isLockfile(path) || isScript(path);
  return isNamed || /\.(?:ya?ml|json|hcl|toml)$|(?:^|\/)[^./]+$/i.test(path);
}
