import { folderPrefix } from '../../lib/paths.js';
import { APT_VALUE_OPTIONS } from '../commands/package-managers/apt.js';
import { runCommands } from '../commands/run-commands.js';
import { replaceWordFix } from '../fixes.js';
import { defineDockerfileRule } from '../rule.js';
import { hasFlag, operands } from '../shell/command-line.js';
import type { ShellCommand } from '../shell/model.js';

export default defineDockerfileRule({
  id: 'DL3027',
  name: 'apt-get-instead-of-apt',
  severity: 'low',
  severityReason: 'Style: both programs install the same packages',
  ruleSet: 'all',
  supersedes: ['DL3008', 'DL3014', 'DL3015'],
  practice: 'maintainability',
  title: 'RUN uses apt instead of apt-get',
  why: 'apt is meant for interactive use: its manual page warns that output and options can change with any release.',
  remediation: 'Use `apt-get`, or `apt-cache` to search',
  references: [
    'https://manpages.debian.org/bookworm/apt/apt.8.en.html#SCRIPT_USAGE_AND_DIFFERENCES_FROM_OTHER_APT_TOOLS',
  ],
  wrong: 'FROM debian:12\nRUN apt update',
  right: 'FROM debian:12\nRUN apt-get update',
  check(dockerfile, report) {
    const commands = runCommands(dockerfile, 'apt');
    const kept = new Set(
      commands.filter(({ command }) => !isSameInAptGet(command)).map(({ run }) => run),
    );
    for (const { run, command } of commands) {
      const { name } = command;
      if (!name) continue;
      const text = `${folderPrefix(name.value)}apt-get`;
      // Both programs in one instruction would be a half of the edit.
      const fix = kept.has(run) ? undefined : replaceWordFix(dockerfile, run, name, text);
      const message = 'Use apt-get instead of apt';
      report({ at: name.range, identifiedBy: command.range, message, fix });
    }
  },
});

/** Whether apt-get does the same with these arguments, and no rule about apt-get would report the result. */
function isSameInAptGet(command: ShellCommand): boolean {
  const [subcommand, ...packages] = operands(command, APT_VALUE_OPTIONS);
  if (subcommand?.value !== 'install') return SAME_SUBCOMMANDS.has(subcommand?.value ?? '');
  return (
    hasFlag(command, '-y', '--yes', '--assume-yes') &&
    hasFlag(command, '--no-install-recommends') &&
    packages.every(({ value, literal }) => literal && /[=/]|\.deb$/.test(value))
  );
}

const SAME_SUBCOMMANDS = new Set([
  'update',
  'upgrade',
  'remove',
  'purge',
  'autoremove',
  'autopurge',
  'clean',
  'autoclean',
  'build-dep',
]);
