import { aptInstalls } from '../commands/package-managers/apt.js';
import { addOptionFix } from '../fixes.js';
import { defineDockerfileRule } from '../rule.js';
import { flagValues, hasFlag } from '../shell/command-line.js';

export default defineDockerfileRule({
  id: 'DL3015',
  name: 'no-install-recommends',
  severity: 'low',
  severityReason:
    'Size, and more code that an attacker may find useful; the packages are those of the distribution',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'apt-get install includes recommended packages',
  why: 'Recommended packages make the image larger and increase its attack surface.',
  remediation:
    'Add `--no-install-recommends`, and name the recommended packages you need: ca-certificates for curl, wget, or git, a compiler for pip or npm',
  fixMayBreak: true,
  references: [
    'https://ubuntu.com/blog/we-reduced-our-docker-images-by-60-with-no-install-recommends',
  ],
  aliases: ['DS-0029'],
  wrong: 'FROM debian:12\nRUN apt-get install -y curl=7.88.1-10',
  right: 'FROM debian:12\nRUN apt-get install -y --no-install-recommends curl=7.88.1-10',
  check(dockerfile, report) {
    for (const { run, command, subcommand, packages } of aptInstalls(dockerfile)) {
      if (hasFlag(command, '--no-install-recommends')) continue;
      const options = flagValues(command, '-o', '--option');
      if (options.some(({ value }) => RECOMMENDS_OFF.test(value))) continue;
      const names = packages.map(({ value }) => /^[^=/:]*/.exec(value)?.[0] ?? '');
      const fix = needRecommended(names)
        ? undefined
        : addOptionFix(dockerfile, run, { word: subcommand, option: '--no-install-recommends' });
      const message = 'apt-get install runs without --no-install-recommends';
      report({ at: subcommand.range, identifiedBy: command.range, message, fix });
    }
  },
});

/** Packages that hardly work without their recommended packages: with the option, the next download or build fails. */
function needRecommended(names: readonly string[]): boolean {
  if (names.some((name) => /^(?:npm|python3-pip)$/.test(name))) return true;
  return (
    !names.includes('ca-certificates') && names.some((name) => /^(?:curl|git|wget)$/.test(name))
  );
}

const RECOMMENDS_OFF = /^APT::Install-Recommends=(?:false|0|no|off)$/i;
