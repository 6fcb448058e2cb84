import { optionFix } from '../fixes.js';
import { defineRule } from '../rule.js';
import { hasFlag } from '../shell/command-line.js';
import { zypperSubcommand } from '../shell/package-managers/zypper.js';
import { runCommands } from '../shell/run-commands.js';

export default defineRule({
  id: 'DL3034',
  name: 'zypper-non-interactive',
  severity: 'medium',
  practice: 'maintainability',
  title: 'zypper asks a question',
  why: 'Nobody answers during a build: the command gives up.',
  remediation: 'Add `--non-interactive` in front of the subcommand.',
  references: ['https://en.opensuse.org/SDB:Zypper_manual'],
  wrong: 'FROM opensuse/leap:15.6\nRUN zypper install httpd=2.4.62 && zypper clean',
  right:
    'FROM opensuse/leap:15.6\nRUN zypper --non-interactive install httpd=2.4.62 && zypper clean',
  check(dockerfile, report) {
    for (const { run, command } of runCommands(dockerfile, 'zypper')) {
      const word = zypperSubcommand(command, ASKING);
      if (!word || !command.name || hasFlag(command, ...SILENT)) continue;
      const fix = optionFix(dockerfile, run, command.name, '--non-interactive');
      const message = `zypper ${word.value} asks before it acts: nobody answers during a build.`;
      report({ at: word.range, message, ...(fix ? { fix } : {}) });
    }
  },
});

const ASKING = new Set(['install', 'in', 'remove', 'rm', 'source-install', 'si', 'patch']);

const SILENT = ['-n', '--non-interactive', '-y', '--no-confirm'];
