import { runCommands } from '../commands/run-commands.js';
import { addOptionFix, withRisk } from '../fixes.js';
import type { RunInstruction, Stage } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { hasFlag, isCommand, operands } from '../shell/command-line.js';
import type { ShellCommand } from '../shell/model.js';
import { lineage } from '../stages.js';

export default defineDockerfileRule({
  id: 'DL3047',
  name: 'wget-progress',
  severity: 'low',
  severityReason: 'Style: the log of the build is longer',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'wget runs without --progress',
  why: 'Without a terminal, the progress bar becomes thousands of lines in the build log and hides build errors.',
  remediation: 'Add `--progress=dot:giga`, or use `-nv` or `-q`',
  references: ['https://www.gnu.org/software/wget/manual/wget.html#Download-Options'],
  wrong: 'FROM debian:12\nRUN wget https://example.org/data.bin',
  right: 'FROM debian:12\nRUN wget --progress=dot:giga https://example.org/data.bin',
  check(dockerfile, report) {
    for (const { run, command } of runCommands(dockerfile, 'wget')) {
      if (!command.name || isQuiet(command) || !downloads(command)) continue;
      const fix = isGnu(run)
        ? withRisk(
            addOptionFix(dockerfile, run, { word: command.name, option: '--progress=dot:giga' }),
            !isSurelyGnu(run) || KEEPS_ERRORS.test(run.script.text),
          )
        : undefined;
      const message = 'wget runs without --progress and fills the build log with its progress bar';
      report({ at: command.name.range, identifiedBy: command.range, message, fix });
    }
  },
});

/** Standard error goes into a file or another program, which then get another progress bar. */
const KEEPS_ERRORS = /(?:2|&)>(?!>?\s*\/dev\/null)|\|&/;

/** Source: wget(1), "Logging and Input File Options". */
function isQuiet(command: ShellCommand): boolean {
  if (hasFlag(command, ...QUIET)) return true;
  return command.args.some(({ value }) => {
    if (!/^-[A-Za-z]/.test(value)) return false;
    for (let at = 1; at < value.length; at++) {
      const letter = value.charAt(at);
      if (/[aoq]/.test(letter) || value.startsWith('nv', at)) return true;
      if (VALUED_LETTERS.includes(letter)) return false;
      if (letter === 'n') at++;
    }
    return false;
  });
}

const QUIET = ['--progress', '--quiet', '--no-verbose', '--output-file', '--append-output'];

/** Letters of options that take the rest of the word as their value. */
const VALUED_LETTERS = 'eiBtOTwQPUlARDIX';

function downloads(command: ShellCommand): boolean {
  return (
    operands(command, ['-O', '-P', '-U', '-T', '-t']).length > 0 ||
    hasFlag(command, '-i', '--input-file')
  );
}

/** Whether the base image or a package manager shows that wget is GNU wget: BusyBox wget has no --progress. */
function isGnu({ stage }: RunInstruction): boolean {
  if (!stage) return false;
  const image = lineage(stage).at(-1)?.image ?? '';
  if (/alpine|busybox|musl/i.test(image)) return false;
  return GNU_IMAGE.test(image) || usesGnuDistribution(stage);
}

/** Whether the image or a command that every build runs shows it. Another image may have another wget. */
function isSurelyGnu({ stage }: RunInstruction): boolean {
  if (!stage) return false;
  if (GNU_IMAGE.test(lineage(stage).at(-1)?.image ?? '')) return true;
  return stage.instructions.some(
    (i) =>
      i.keyword === 'RUN' &&
      i.script.commands.some((one) => one.isRequired && isCommand(one, ...GNU_MANAGERS)),
  );
}

const GNU_MANAGERS = ['apt-get', 'yum', 'dnf', 'zypper'];

const GNU_IMAGE =
  /(?:^|[/-])(?:debian|ubuntu|fedora|centos|rockylinux|almalinux|amazonlinux|oraclelinux|ubi\d*|buildpack-deps)(?:[:@/-]|$)/;

const gnuDistributions = new WeakMap<Stage, boolean>();

function usesGnuDistribution(stage: Stage): boolean {
  let found = gnuDistributions.get(stage);
  if (found === undefined) {
    found = stage.instructions.some(
      (i) => i.keyword === 'RUN' && /\b(?:apt-get|yum|dnf|zypper)\b/.test(i.text),
    );
    gnuDistributions.set(stage, found);
  }
  return found;
}
