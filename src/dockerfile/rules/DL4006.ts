import { isShell } from '../../shell/wrappers.js';
import { effectiveShell, isPosixShell } from '../commands/effective-shell.js';
import { endOfLastCommand, rangeBefore } from '../fixes.js';
import { instructionsOf, type RunInstruction } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { commandName, hasFlag, isCommand } from '../shell/command-line.js';
import type { ShellPipeline } from '../shell/model.js';

export default defineDockerfileRule({
  id: 'DL4006',
  name: 'pipefail',
  severity: 'low',
  severityReason:
    'A failed command goes unnoticed; most pipes have none that matters. Info where none of its commands is known to fail',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'RUN with a pipe does not set pipefail',
  why: 'The exit status of a pipe is that of its last command, so a failed download or a wrong checksum goes unnoticed.',
  remediation:
    'Put `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` before the RUN, or `set -o pipefail` in it',
  fixMayBreak: true,
  references: ['https://docs.docker.com/build/building/best-practices/#using-pipes'],
  aliases: ['DS-0032'],
  wrong: 'FROM debian:12\nRUN wget -qO- https://example.org | wc -l',
  right:
    'FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN wget -qO- https://example.org | wc -l',
  check(dockerfile, report) {
    for (const run of instructionsOf(dockerfile, 'RUN')) {
      const { pipelines } = run.script;
      const relevant = pipelines.filter((one) => !isChecksum(one, run));
      const failing = relevant.find((one) => !cannotFail(one, run));
      const pipeline = failing ?? relevant[0];
      if (run.exec || !pipeline) continue;
      const shell = effectiveShell(dockerfile, run);
      if (!isPosixShell(shell) || (supportsPipefail(shell) && setsPipefail(shell))) continue;
      const inScript = run.script.commands.some(
        (command) =>
          (isCommand(command, 'set') || isShell(commandName(command))) &&
          setsPipefail(command.args.map((word) => word.value)),
      );
      if (inScript) continue;
      // The fix is safe only if the RUN is just the pipe: in a longer script, pipefail may change the other commands.
      const [first] = run.script.commands;
      const alone = first && endOfLastCommand(dockerfile, run) === pipeline.end;
      const fix =
        alone && first.start === pipeline.start && supportsPipefail(shell)
          ? {
              description: 'Set pipefail in this RUN',
              edits: [{ ...rangeBefore(pipeline.range), text: 'set -o pipefail && ' }],
            }
          : undefined;
      report({
        at: pipeline.range,
        ...(failing ? {} : { severity: 'info', confidence: 'low' }),
        message: 'Pipe runs without pipefail, so only its last command can fail the build',
        fix,
      });
    }
  },
});

/** `echo "DIGEST  FILE" | sha256sum -c -`: the last command is the one that can fail. It is what `--pin` adds. */
function isChecksum(pipeline: ShellPipeline, run: RunInstruction): boolean {
  const last = pipeline.elements.at(-1);
  const verifier = run.script.commands.find(({ start }) => start === last?.start);
  return (
    verifier !== undefined &&
    isCommand(verifier, 'sha256sum', 'sha512sum', 'shasum') &&
    hasFlag(verifier, '-c', '--check') &&
    cannotFail(pipeline, run)
  );
}

/** Whether all commands before the last one only print their arguments: `echo "$sum *file" | sha256sum -c`. */
function cannotFail({ elements, start }: ShellPipeline, { script }: RunInstruction): boolean {
  const last = elements.at(-1);
  if (!last) return false;
  return script.commands
    .filter((one) => one.start >= start && one.start < last.start && !one.substituted)
    .every((command) => isCommand(command, 'echo', 'printf', 'yes', 'true'));
}

/** Plain sh may lack the option: dash has had it only since 0.5.13. */
function supportsPipefail([program = '']: readonly string[]): boolean {
  return /(?:^|[/\\])(?:ba|z|a|k|mk)sh$/.test(program);
}

function setsPipefail(words: readonly string[]): boolean {
  return words.some((word, i) => word === 'pipefail' && /^-[a-z]*o$/.test(words[i - 1] ?? ''));
}
