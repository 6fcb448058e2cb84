import { hasFlag, isCommand, isSubcommand } from '../command-line.js';
import { optionFix } from '../fixes.js';
import type { RunInstruction } from '../model.js';
import { isMounted } from '../package-cache.js';
import { pipCommand, pipInstalls } from '../package-managers/pip.js';
import { defineRule } from '../rule.js';
import { valueInSection } from '../sections.js';
import type { ShellCommand } from '../shell.js';

export default defineRule({
  id: 'DL3042',
  name: 'pip-no-cache-dir',
  severity: 'medium',
  practice: 'minimal-containers',
  title: 'pip install fills its cache',
  why: 'Every wheel stands in the image twice, as installed and in the cache, which nothing uses again.',
  mend: 'Add `--no-cache-dir`, set `PIP_NO_CACHE_DIR=1`, or keep the cache in a cache mount.',
  references: ['https://pip.pypa.io/en/stable/topics/caching/'],
  wrong: 'FROM python:3.12\nRUN pip install requests==2.32.3',
  right: 'FROM python:3.12\nRUN pip install --no-cache-dir requests==2.32.3',
  check(dockerfile, report) {
    for (const { run, command, subcommand } of pipInstalls(dockerfile)) {
      if (hasFlag(command, '--no-cache-dir') || isMounted(run, '.cache/pip')) continue;
      const setting = setInRun(run, command) ?? valueInSection(dockerfile, run, VARIABLE);
      if (TRUE.test(setting ?? '') || purges(run)) continue;
      const fix = optionFix(dockerfile, run, subcommand, '--no-cache-dir');
      const message = 'pip install leaves its cache in the layer.';
      report({ at: subcommand.range, message, ...(fix ? { fix } : {}) });
    }
  },
});

const VARIABLE = 'PIP_NO_CACHE_DIR';

/** Source: pip's configuration, "Boolean options". */
const TRUE = /^(?:1|y|yes|t|true|on)$/i;

/** The variable in front of the command (or of what wraps it), or exported in the same RUN. */
function setInRun(run: RunInstruction, command: ShellCommand): string | undefined {
  for (let at: ShellCommand | undefined = command; at; at = at.wrapper) {
    const set = at.assignments.find(({ name }) => name === VARIABLE);
    if (set) return set.value?.value;
  }
  const exported = run.script.commands
    .filter((other) => isCommand(other, 'export') && other.start < command.start)
    .flatMap(({ args }) => args.map(({ value }) => value))
    .findLast((value) => value.startsWith(`${VARIABLE}=`));
  return exported?.slice(VARIABLE.length + 1);
}

function purges(run: RunInstruction): boolean {
  return run.script.commands.some((command) => {
    const pip = pipCommand(command);
    if (pip && isCommand(pip, 'pip', 'pip3') && isSubcommand(pip, ['cache'])) {
      return pip.args.some(({ value }) => value === 'purge');
    }
    if (!isCommand(command, 'rm') || !hasFlag(command, '-r', '-R', '--recursive')) return false;
    return command.args.some(({ value }) => /\/\.cache(?:\/(?:\*|pip.*)?)?$/.test(value));
  });
}
