import { zypperSubcommand } from '../commands/package-managers/zypper.js';
import { runCommands } from '../commands/run-commands.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3035',
  name: 'no-zypper-dist-upgrade',
  severity: 'low',
  severityReason:
    'The build cannot be repeated exactly; the packages are signed, and newer ones have fewer vulnerabilities',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'zypper dist-upgrade upgrades the whole distribution',
  why: 'The upgrade replaces the packages of the base image, gives different results from day to day, and leaves unclear which release the image contains.',
  remediation: 'Use a newer base image instead',
  references: ['https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often'],
  wrong: 'FROM opensuse/leap:15.5\nRUN zypper -n dist-upgrade',
  right: 'FROM opensuse/leap:15.6',
  check(dockerfile, report) {
    for (const { command } of runCommands(dockerfile, 'zypper')) {
      const word = zypperSubcommand(command, UPGRADE);
      if (!word) continue;
      const message = `zypper ${word.value} upgrades the whole distribution`;
      report({ at: word.range, identifiedBy: command.range, message });
    }
  },
});

const UPGRADE = new Set(['dist-upgrade', 'dup']);
