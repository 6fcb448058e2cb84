import { defineRule } from '../rule.js';
import { isNpmPinned, npmInstalls } from '../shell/package-managers/npm.js';
import { isOpaque } from '../shell/package-managers/package-argument.js';

export default defineRule({
  id: 'DL3016',
  name: 'pin-npm-versions',
  severity: 'medium',
  practice: 'image-security',
  title: 'npm install does not pin package versions',
  why: 'The build installs whichever version the repository offers that day, so two builds of the same commit can differ.',
  remediation:
    'Pin the version (`npm install express@4.21.2`), or install from a lock file with `npm ci`',
  references: ['https://docs.npmjs.com/cli/commands/npm-install'],
  wrong: 'FROM node:22\nRUN npm install -g serve',
  right: 'FROM node:22\nRUN npm install -g serve@14.2.4',
  check(dockerfile, report) {
    for (const { packages } of npmInstalls(dockerfile)) {
      for (const word of packages) {
        if (isOpaque(word) || isNpmPinned(word.value)) continue;
        report({ at: word.range, message: `Package "${word.value}" is not pinned to a version` });
      }
    }
  },
});
