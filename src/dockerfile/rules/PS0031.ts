import { reportUnpinned } from '../commands/package-managers/report-unpinned-packages.js';
import { runCommands } from '../commands/run-commands.js';
import { defineDockerfileRule } from '../rule.js';
import { packageCommand } from '../shell/package-commands.js';

export default defineDockerfileRule({
  id: 'PS0031',
  name: 'pin-versions-of-apt-and-aptitude',
  severity: 'low',
  severityReason:
    'The distribution signs its packages and drops old versions, so a pinned version breaks the build; nearly nobody pins',
  ruleSet: 'all',
  supersedes: ['DL3008'],
  practice: 'image-security',
  title: 'apt or aptitude install does not pin package versions',
  why: 'The build installs whichever version the repository offers that day, so two builds of the same commit can differ.',
  remediation: 'Use apt-get, which is made for scripts, and pin the version: `NAME=VERSION`',
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  wrong: 'FROM debian:12\nRUN apt update && apt install -y curl',
  right:
    'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl=7.88.1-10+deb12u5',
  check(dockerfile, report) {
    if (!/\bapt(?:itude)?\b/.test(dockerfile.text)) return;
    const unpinned = runCommands(dockerfile, 'apt', 'aptitude').flatMap(({ run, command }) => {
      const known = packageCommand(command);
      if (known?.verb.value !== 'install') return [];
      // A path, a version, a removal, or a variable of the shell.
      return known.packages
        .filter(({ value }) => !/[=/]|\.deb$|^\$|[-+]$/.test(value))
        .map((word) => ({ run, word }));
    });
    reportUnpinned(unpinned, report);
  },
});
