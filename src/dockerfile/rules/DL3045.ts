import { copiesWithoutWorkdir } from '../copy-arguments.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3045',
  name: 'copy-needs-workdir',
  severity: 'low',
  severityReason:
    'Style while the base image stays: the files are in another folder when it moves its own',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'COPY destination is relative and no WORKDIR is set',
  why: 'The destination depends on the WORKDIR of the base image, which can change.',
  remediation: 'Set WORKDIR first, or use an absolute path',
  references: ['https://docs.docker.com/reference/dockerfile/#destination'],
  wrong: 'FROM debian:12\nCOPY app.js app/',
  right: 'FROM debian:12\nWORKDIR /app\nCOPY app.js ./',
  check(dockerfile, report) {
    for (const { keyword, destination } of copiesWithoutWorkdir(dockerfile)) {
      if (keyword !== 'COPY' || !destination) continue;
      const message = `COPY destination "${destination.value}" is relative, but no WORKDIR is set`;
      report({ at: destination.range, message });
    }
  },
});
