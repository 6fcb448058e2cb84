import { isNpmPinned, npmInstalls } from '../commands/package-managers/npm.js';
import { isOpaque } from '../commands/package-managers/package-argument.js';
import { reportUnpinned } from '../commands/package-managers/report-unpinned-packages.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3016',
  name: 'pin-npm-versions',
  severity: 'low',
  severityReason:
    'The registry authenticates the package: an attacker needs the account of its publisher; few pin global tools',
  ruleSet: 'all',
  practice: 'image-security',
  title: 'npm install does not pin package versions',
  why: 'The build installs whichever version the repository offers that day, so two builds of the same commit can differ.',
  remediation:
    'Pin the version (`npm install NAME@VERSION`), or install from a lock file with `npm ci`',
  references: ['https://docs.npmjs.com/cli/commands/npm-install'],
  wrong: 'FROM node:22\nRUN npm install -g serve',
  right: 'FROM node:22\nRUN npm install -g serve@14.2.4',
  check(dockerfile, report) {
    const unpinned = npmInstalls(dockerfile).flatMap(({ run, packages }) =>
      packages
        .filter((word) => !isOpaque(word) && !isNpmPinned(word.value))
        .map((word) => ({ run, word })),
    );
    reportUnpinned(unpinned, report);
  },
});
