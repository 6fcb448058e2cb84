import type { Fix } from '../../core/fix.js';
import { runCommands } from '../commands/run-commands.js';
import type { RunInstruction } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { commandName, hasFlag, operands } from '../shell/command-line.js';

export default defineDockerfileRule({
  id: 'DL4005',
  name: 'shell-instead-of-link',
  severity: 'low',
  severityReason: 'Style: SHELL does the same for the build alone',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'RUN replaces /bin/sh with a link',
  why: 'Every script in the image that uses sh then runs in a different shell, also at run time.',
  remediation:
    'Use `SHELL ["/bin/bash", "-c"]`, which changes the shell of RUN without replacing /bin/sh',
  fixMayBreak: true,
  references: ['https://docs.docker.com/reference/dockerfile/#shell'],
  wrong: 'FROM debian:12\nRUN ln -sf /bin/bash /bin/sh',
  right: 'FROM debian:12\nSHELL ["/bin/bash", "-c"]',
  check(dockerfile, report) {
    for (const { run, command } of runCommands(dockerfile, 'ln')) {
      const [target, link, ...more] = operands(command, ['-S', '--suffix']);
      if (!target || !link || more.length > 0 || !/^\/(?:usr\/)?bin\/sh$/.test(link.value))
        continue;
      // Without -f, ln does not replace the shell of the image: the image has none.
      const isNew = !hasFlag(command, '-f', '--force') && !removesShell(run);
      if (isNew) continue;
      const fix = shellFix(run, target.value);
      const message = 'RUN replaces /bin/sh: use SHELL instead';
      report({ at: link.range, identifiedBy: command.range, message, fix });
    }
  },
});

function removesShell({ script }: RunInstruction): boolean {
  return script.commands.some(
    (command) =>
      ['rm', 'mv'].includes(commandName(command)) &&
      operands(command).some(({ value }) => /^\/(?:usr\/)?bin\/sh$/.test(value)),
  );
}

/** Only if the RUN does nothing else and the link points to the absolute path of bash. */
function shellFix(run: RunInstruction, target: string): Fix | undefined {
  const { commands } = run.script;
  const [first] = commands;
  const removed = first && commandName(first) === 'rm' ? operands(first) : undefined;
  const alone =
    commands.length === 1 ||
    (commands.length === 2 && removed?.every(({ value }) => value === '/bin/sh'));
  if (!alone || run.innerComments.length > 0 || run.heredocs.length > 0 || run.flags.length > 0) {
    return undefined;
  }
  if (!/^\/(?:usr\/)?bin\/bash$/.test(target)) return undefined;
  return {
    description: 'Use SHELL',
    edits: [{ ...run.range, text: `SHELL ["${target}", "-c"]` }],
  };
}
