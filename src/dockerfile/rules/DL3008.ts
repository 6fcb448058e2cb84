import { defineRule } from '../rule.js';
import { aptInstalls } from '../shell/package-managers/apt.js';
import { isOpaque } from '../shell/package-managers/package-word.js';

export default defineRule({
  id: 'DL3008',
  name: 'pin-apt-versions',
  severity: 'medium',
  practice: 'image-security',
  title: 'Package is installed with apt-get without a version',
  why: 'The build takes whatever version the mirror has that day, so that two builds of one commit differ.',
  remediation: 'Name the version: `apt-get install curl=7.88.1-10+deb12u5`.',
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  wrong: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl',
  right: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl=7.88.1-10+deb12u5',
  check(dockerfile, report) {
    for (const { packages } of aptInstalls(dockerfile)) {
      for (const word of packages) {
        // A hyphen behind the name removes the package.
        if (isOpaque(word) || /[=/]|\.deb$|-$/.test(word.value)) continue;
        report({ at: word.range, message: `${word.value} is installed without a version.` });
      }
    }
  },
});
