import type { Dockerfile } from '../parser/model.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DL1000',
  name: 'no-build-error',
  severity: 'high',
  practice: 'maintainability',
  title: 'The builder refuses this Dockerfile',
  why: 'BuildKit stops at the first thing it cannot read, so no image is built; what stands below may not be checked.',
  remediation: 'Correct what the message names.',
  references: ['https://docs.docker.com/reference/dockerfile/'],
  mergesWith: ['DL3021', 'DL3023', 'DL3043', 'DL3061'],
  wrong: 'FROM debian:12\nRUNN make',
  right: 'FROM debian:12\nRUN make',
  check(dockerfile, report) {
    const foreign = hasForeignFrontend(dockerfile);
    for (const { phase, message, range } of dockerfile.problems) {
      if (foreign && phase === 'instruction') continue;
      report({ at: range, message: `The build fails: ${message}.` });
    }
  },
});

/** `# syntax=` may name a frontend with instructions and flags of its own. */
function hasForeignFrontend({ directives }: Dockerfile): boolean {
  const syntax = directives.find(({ name }) => name === 'syntax')?.value;
  return syntax !== undefined && !/(?:^|\/)dockerfile(?:-upstream)?(?:[:@]|$)/.test(syntax);
}
