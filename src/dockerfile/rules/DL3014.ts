import { aptInstalls } from '../commands/package-managers/apt.js';
import { addOptionFix } from '../fixes.js';
import { defineDockerfileRule } from '../rule.js';
import { flagCount, flagValues, flagWords, hasFlag } from '../shell/command-line.js';
import type { ShellCommand } from '../shell/model.js';

export default defineDockerfileRule({
  id: 'DL3014',
  name: 'apt-get-yes',
  severity: 'low',
  severityReason: 'A mistake without an attacker: the build waits or ends with an error',
  practice: 'maintainability',
  title: 'apt-get install runs without -y',
  why: 'Nobody can answer the confirmation prompt during a build, so the command waits for input or aborts.',
  remediation: 'Add `-y`',
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  aliases: ['DS-0021'],
  wrong: 'FROM debian:12\nRUN apt-get update && apt-get install curl',
  right: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl',
  check(dockerfile, report) {
    for (const { run, command, subcommand } of aptInstalls(dockerfile)) {
      if (answersYes(command) || isSimulated(command)) continue;
      const fix = addOptionFix(dockerfile, run, {
        word: subcommand,
        option: '-y',
        replaceWord: true,
      });
      const message = 'apt-get install runs without -y';
      report({ at: subcommand.range, identifiedBy: command.range, message, fix });
    }
  },
});

function isSimulated(command: ShellCommand): boolean {
  return hasFlag(command, '-s', '--simulate', '--just-print', '--dry-run', '--recon', '--no-act');
}

/** `-qq` implies `-y`. Source: apt-get(8). */
function answersYes(command: ShellCommand): boolean {
  if (hasFlag(command, '-y', '--yes', '--assume-yes')) return true;
  const quiet = flagCount(command, '-q') + flagWords(command, '--quiet').length;
  const level = flagWords(command, '-q', '--quiet').some(({ value }) =>
    /^-(?:q|-quiet)=[2-9]/.test(value),
  );
  return (
    quiet > 1 ||
    level ||
    flagValues(command, '-o', '--option').some(({ value }) =>
      /^APT::Get::Assume-Yes=(?:true|1|yes|on)$/i.test(value),
    )
  );
}
