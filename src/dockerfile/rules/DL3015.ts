import { flagValues, hasFlag } from '../command-line.js';
import { optionFix } from '../fixes.js';
import { aptInstalls } from '../package-managers/apt.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DL3015',
  name: 'no-install-recommends',
  severity: 'low',
  practice: 'minimal-containers',
  title: 'apt-get install brings recommended packages',
  why: 'Recommended packages make the image larger and give an attacker more to work with.',
  mend: 'Add `--no-install-recommends`, and name what is really needed.',
  references: [
    'https://ubuntu.com/blog/we-reduced-our-docker-images-by-60-with-no-install-recommends',
  ],
  aliases: ['DS-0029'],
  wrong: 'FROM debian:12\nRUN apt-get install -y curl=7.88.1-10',
  right: 'FROM debian:12\nRUN apt-get install -y --no-install-recommends curl=7.88.1-10',
  check(dockerfile, report) {
    for (const { run, command, subcommand } of aptInstalls(dockerfile)) {
      if (hasFlag(command, '--no-install-recommends')) continue;
      const options = flagValues(command, '-o', '--option');
      if (options.some(({ value }) => RECOMMENDS_OFF.test(value))) continue;
      const fix = optionFix(dockerfile, run, subcommand, '--no-install-recommends');
      const message = 'apt-get install brings recommended packages too.';
      report({ at: subcommand.range, message, ...(fix ? { fix } : {}) });
    }
  },
});

const RECOMMENDS_OFF = /^APT::Install-Recommends=(?:false|0|no|off)$/i;
