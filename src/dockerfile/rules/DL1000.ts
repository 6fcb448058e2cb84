import type { Dockerfile } from '../parser/model.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DL1000',
  name: 'no-build-error',
  severity: 'high',
  practice: 'maintainability',
  title: 'BuildKit rejects this Dockerfile',
  why: 'BuildKit stops at the first error, so no image is built. Instructions after the error may not be checked.',
  remediation: 'Correct the error that the message names',
  references: ['https://docs.docker.com/reference/dockerfile/'],
  mergesWith: ['DL3021', 'DL3023', 'DL3043', 'DL3061'],
  wrong: 'FROM debian:12\nRUNN make',
  right: 'FROM debian:12\nRUN make',
  check(dockerfile, report) {
    const customFrontend = hasCustomFrontend(dockerfile);
    for (const { phase, message, range } of dockerfile.problems) {
      if (customFrontend && phase === 'instruction') continue;
      report({ at: range, message: `The build fails: ${message}` });
    }
  },
});

/** `# syntax=` can name a custom frontend, which may have instructions and flags that BuildKit does not know. */
function hasCustomFrontend({ directives }: Dockerfile): boolean {
  const syntax = directives.find(({ name }) => name === 'syntax')?.value;
  return syntax !== undefined && !/(?:^|\/)dockerfile(?:-upstream)?(?:[:@]|$)/.test(syntax);
}
