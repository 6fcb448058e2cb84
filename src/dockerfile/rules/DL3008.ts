import { aptInstalls } from '../commands/package-managers/apt.js';
import { isOpaque } from '../commands/package-managers/package-argument.js';
import { reportUnpinned } from '../commands/package-managers/report-unpinned-packages.js';
import { defineDockerfileRule } from '../rule.js';
import { hasFlag } from '../shell/command-line.js';

export default defineDockerfileRule({
  id: 'DL3008',
  name: 'pin-apt-versions',
  severity: 'low',
  severityReason:
    'The distribution signs its packages and drops old versions, so a pinned version breaks the build; nearly nobody pins',
  ruleSet: 'all',
  supersedes: ['PS0031'],
  practice: 'image-security',
  title: 'apt-get install does not pin package versions',
  why: 'The build installs whichever version the repository offers that day, so two builds of the same commit can differ.',
  remediation: 'Pin the version: `apt-get install NAME=VERSION`',
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  wrong: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl',
  right: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl=7.88.1-10+deb12u5',
  check(dockerfile, report) {
    const unpinned = aptInstalls(dockerfile).flatMap(({ run, packages, command }) =>
      packages.flatMap((word) => {
        // A hyphen after the name removes the package. An upgrade of what is installed is for the newest version.
        const isPinned =
          isOpaque(word) || /[=/]|\.deb$|-$/.test(word.value) || hasFlag(command, '--only-upgrade');
        return isPinned ? [] : [{ run, word }];
      }),
    );
    reportUnpinned(unpinned, report);
  },
});
