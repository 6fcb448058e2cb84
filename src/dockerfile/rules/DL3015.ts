import { flagValues, hasFlag, isCommand, operands } from '../command-line.js';
import { instructionsOf } from '../model.js';
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
  wrong: 'FROM debian:12\nRUN apt-get install -y curl=7.88.1-10',
  right: 'FROM debian:12\nRUN apt-get install -y --no-install-recommends curl=7.88.1-10',
  check(dockerfile, report) {
    for (const run of instructionsOf(dockerfile, 'RUN', { onbuild: true })) {
      for (const command of run.script.commands) {
        if (!isCommand(command, 'apt-get') || hasFlag(command, '--no-install-recommends')) continue;
        const [install] = operands(command, VALUED);
        if (install?.value !== 'install') continue;
        const options = flagValues(command, '-o', '--option');
        if (options.some(({ value }) => RECOMMENDS_OFF.test(value))) continue;
        const at = install.range;
        const { endLine, endColumn } = at;
        const edit = { startLine: endLine, startColumn: endColumn, endLine, endColumn };
        report({
          at,
          message: 'apt-get install brings recommended packages too.',
          fix: {
            description: 'Add --no-install-recommends',
            edits: [{ ...edit, text: ' --no-install-recommends' }],
          },
        });
      }
    }
  },
});

const VALUED = [
  '-t',
  '--target-release',
  '--default-release',
  '-o',
  '--option',
  '-c',
  '--config-file',
];

const RECOMMENDS_OFF = /^APT::Install-Recommends=(?:false|0|no|off)$/i;
