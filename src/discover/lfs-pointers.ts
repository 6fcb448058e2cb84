import { isLockfile } from '../builds/lockfiles/is-lockfile.js';
import { isProjectFile } from '../builds/project-files.js';
import type { Coverage } from '../core/coverage.js';
import { isDockerfile } from '../dockerfile/dockerfile-name.js';
import { pluralize } from '../lib/text.js';
import { isScript } from './referenced-dockerfiles.js';

/**
 * Whether a text is the pointer that Git LFS puts in the place of a file that was not downloaded.
 * Source: git-lfs, docs/spec.md, "The Pointer".
 */
export function isLfsPointer(text: string): boolean {
  return /^version https:\/\/(?:git-lfs\.github\.com|hawser\.github\.com)\/spec\/v1\n(?:[a-z0-9.-]+ [^\n]+\n){0,20}oid sha256:[0-9a-f]{64}\n/.test(
    text,
  );
}

/** A gap for each pointer in the place of a file that would be checked, by its name, and one row for the others. */
export function pointerGaps(pointers: readonly string[]): Coverage[] {
  const wanted = pointers.filter(isWanted);
  const [first, ...more] = pointers.filter((path) => !isWanted(path));
  const rows = wanted.map((path): Coverage => row(path, `It is ${POINTER}`));
  if (first === undefined) return rows;
  const like = more.length > 0 ? `, like ${pluralize(more.length, 'more file')}` : '';
  return [...rows, { ...row(first, `It is${like} ${POINTER}`), informational: true }];
}

function row(target: string, reason: string): Coverage {
  const check = isDockerfile(target) ? 'lint' : 'manifest';
  return { check, target, state: 'not-covered', reason };
}

function isWanted(path: string): boolean {
  const isNamed = isDockerfile(path) || isProjectFile(path) || isLockfile(path) || isScript(path);
  return isNamed || /\.(?:ya?ml|json|hcl|toml)$|(?:^|\/)[^./]+$/i.test(path);
}

const POINTER =
  'a pointer of Git LFS: its content is not in the folder. Run git lfs pull, or set lfs: true of actions/checkout';
