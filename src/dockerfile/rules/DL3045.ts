import { withoutWorkdir } from '../destinations.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DL3045',
  name: 'copy-to-known-folder',
  severity: 'medium',
  practice: 'maintainability',
  title: 'COPY to a relative path without WORKDIR',
  why: 'Where the files end up depends on the WORKDIR of the base image, which may change.',
  remediation: 'Set WORKDIR before, or write the whole path.',
  references: ['https://docs.docker.com/reference/dockerfile/#destination'],
  wrong: 'FROM debian:12\nCOPY app.js app/',
  right: 'FROM debian:12\nWORKDIR /app\nCOPY app.js ./',
  check(dockerfile, report) {
    for (const { keyword, destination } of withoutWorkdir(dockerfile)) {
      if (keyword !== 'COPY' || !destination) continue;
      const message = `${destination.value} is relative to a folder that only the base image knows.`;
      report({ at: destination.range, message });
    }
  },
});
