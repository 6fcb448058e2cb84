import { buildErrors } from '../build-errors.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL1000',
  name: 'no-build-error',
  severity: 'high',
  severityReason: 'The build fails, and no other rule can read the file',
  supersedes: ['*'],
  practice: 'maintainability',
  affectsBuild: true,
  title: 'BuildKit rejects this Dockerfile',
  why: 'BuildKit stops at the first error, so no image is built. Instructions after the error may not be checked.',
  remediation: 'Correct the error that the message names',
  references: ['https://docs.docker.com/reference/dockerfile/'],
  mergesWith: ['DL3021', 'DL3023', 'DL3043', 'DL3061'],
  wrong: 'FROM debian:12\nRUNN make',
  right: 'FROM debian:12\nRUN make',
  check(dockerfile, report) {
    for (const { message, range } of buildErrors(dockerfile))
      report({ at: range, message: `The build fails: ${message}` });
  },
});
