import { copiesWithoutWorkdir } from '../copy-arguments.js';
import { defineDockerfileRule } from '../rule.js';
import { lineage } from '../stages.js';

export default defineDockerfileRule({
  id: 'DL3045',
  name: 'copy-needs-workdir',
  severity: 'medium',
  practice: 'maintainability',
  title: 'COPY destination is relative and no WORKDIR is set',
  why: 'The destination depends on the WORKDIR of the base image, which can change.',
  remediation: 'Set WORKDIR first, or use an absolute path',
  references: ['https://docs.docker.com/reference/dockerfile/#destination'],
  wrong: 'FROM debian:12\nCOPY app.js app/',
  right: 'FROM debian:12\nWORKDIR /app\nCOPY app.js ./',
  check(dockerfile, report) {
    for (const { keyword, destination, stage } of copiesWithoutWorkdir(dockerfile)) {
      if (keyword !== 'COPY' || !destination) continue;
      const message = `COPY destination "${destination.value}" is relative, but no WORKDIR is set`;
      const image = stage && lineage(stage).at(-1)?.image;
      // Another base image can set the directory.
      const severity = image === undefined || image === 'scratch' ? undefined : 'low';
      report({ at: destination.range, message, severity });
    }
  },
});
