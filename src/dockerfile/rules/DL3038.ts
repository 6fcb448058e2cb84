import { optionFix } from '../fixes.js';
import { defineRule } from '../rule.js';
import { hasFlag } from '../shell/command-line.js';
import { DNF, rpmSubcommand } from '../shell/package-managers/rpm.js';
import { runCommands } from '../shell/run-commands.js';

export default defineRule({
  id: 'DL3038',
  name: 'dnf-yes',
  severity: 'medium',
  practice: 'maintainability',
  title: 'dnf install asks a question',
  why: 'Nobody answers during a build: the command gives up.',
  remediation: 'Add `-y`.',
  references: ['https://dnf.readthedocs.io/en/latest/command_ref.html#options'],
  wrong: 'FROM fedora:41\nRUN dnf install httpd-2.4.62 && dnf clean all',
  right: 'FROM fedora:41\nRUN dnf install -y httpd-2.4.62 && dnf clean all',
  check(dockerfile, report) {
    for (const { run, command } of runCommands(dockerfile, ...DNF)) {
      const word = rpmSubcommand(command, INSTALL);
      if (!word || hasFlag(command, '-y', '--assumeyes')) continue;
      const fix = optionFix(dockerfile, run, word, '-y');
      const message = `${command.name?.value} ${word.value} asks before it installs: nobody answers during a build.`;
      report({ at: word.range, message, ...(fix ? { fix } : {}) });
    }
  },
});

const INSTALL = new Set(['install', 'in', 'groupinstall', 'localinstall']);
