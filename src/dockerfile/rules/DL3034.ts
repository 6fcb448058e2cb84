import { zypperSubcommand } from '../commands/package-managers/zypper.js';
import { runCommands } from '../commands/run-commands.js';
import { addOptionFix } from '../fixes.js';
import { defineDockerfileRule } from '../rule.js';
import { hasFlag } from '../shell/command-line.js';

export default defineDockerfileRule({
  id: 'DL3034',
  name: 'zypper-non-interactive',
  severity: 'low',
  severityReason: 'A mistake without an attacker: the build waits or ends with an error',
  practice: 'maintainability',
  title: 'zypper runs without --non-interactive',
  why: 'Nobody can answer the confirmation prompt during a build, so the command aborts.',
  remediation: 'Add `--non-interactive` before the subcommand',
  references: ['https://en.opensuse.org/SDB:Zypper_manual'],
  wrong: 'FROM opensuse/leap:15.6\nRUN zypper install httpd=2.4.62 && zypper clean',
  right:
    'FROM opensuse/leap:15.6\nRUN zypper --non-interactive install httpd=2.4.62 && zypper clean',
  check(dockerfile, report) {
    for (const { run, command } of runCommands(dockerfile, 'zypper')) {
      const word = zypperSubcommand(command, PROMPTING);
      if (!word || !command.name || hasFlag(command, ...NON_INTERACTIVE)) continue;
      const fix = addOptionFix(dockerfile, run, {
        word: command.name,
        option: '--non-interactive',
      });
      const message = `zypper ${word.value} runs without --non-interactive`;
      report({ at: word.range, identifiedBy: command.range, message, fix });
    }
  },
});

const PROMPTING = new Set(['install', 'in', 'remove', 'rm', 'source-install', 'si', 'patch']);

const NON_INTERACTIVE = ['-n', '--non-interactive', '-y', '--no-confirm'];
