import type { Dockerfile } from './parser/model.js';
import type { DockerfileProblem } from './parser/problem.js';

/** The errors at which the build of a Dockerfile stops. */
export function buildErrors(dockerfile: Dockerfile): readonly DockerfileProblem[] {
  return hasCustomFrontend(dockerfile)
    ? dockerfile.problems.filter(({ phase }) => phase !== 'instruction')
    : dockerfile.problems;
}

/** `# syntax=` can name a custom frontend, which may have instructions and flags that BuildKit does not know. */
function hasCustomFrontend({ directives }: Dockerfile): boolean {
  const syntax = directives.find(({ name }) => name === 'syntax')?.value;
  return syntax !== undefined && !/(?:^|\/)dockerfile(?:-upstream)?(?:[:@]|$)/.test(syntax);
}

/** Whether edits of the file are safe: an edit of a file that BuildKit reads in another way could destroy it. */
export function isEditable(dockerfile: Dockerfile): boolean {
  // A fragment without FROM and an unknown stage are read correctly.
  return buildErrors(dockerfile).every(({ kind }) => kind === 'no-stage' || kind === 'stage-name');
}
