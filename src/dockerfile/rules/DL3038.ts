import { DNF, rpmSubcommand } from '../commands/package-managers/rpm.js';
import { runCommands } from '../commands/run-commands.js';
import { addOptionFix } from '../fixes.js';
import { defineDockerfileRule } from '../rule.js';
import { hasFlag } from '../shell/command-line.js';

export default defineDockerfileRule({
  id: 'DL3038',
  name: 'dnf-yes',
  severity: 'low',
  severityReason: 'A mistake without an attacker: the build waits or ends with an error',
  practice: 'maintainability',
  title: 'dnf install runs without -y',
  why: 'Nobody can answer the confirmation prompt during a build, so the command aborts.',
  remediation: 'Add `-y`',
  references: ['https://dnf.readthedocs.io/en/latest/command_ref.html#options'],
  wrong: 'FROM fedora:41\nRUN dnf install httpd-2.4.62 && dnf clean all',
  right: 'FROM fedora:41\nRUN dnf install -y httpd-2.4.62 && dnf clean all',
  check(dockerfile, report) {
    for (const { run, command } of runCommands(dockerfile, ...DNF)) {
      const word = rpmSubcommand(command, INSTALL);
      if (!word || hasFlag(command, '-y', '--assumeyes')) continue;
      const fix = addOptionFix(dockerfile, run, { word, option: '-y' });
      const message = `${command.name?.value} ${word.value} runs without -y`;
      report({ at: word.range, identifiedBy: command.range, message, fix });
    }
  },
});

const INSTALL = new Set(['install', 'in', 'groupinstall', 'localinstall']);
