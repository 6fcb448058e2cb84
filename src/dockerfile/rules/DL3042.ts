import { optionFix } from '../fixes.js';
import type { RunInstruction } from '../parser/model.js';
import { defineRule } from '../rule.js';
import { hasFlag, isCommand, isSubcommand } from '../shell/command-line.js';
import { isMounted } from '../shell/package-cache.js';
import { pipCommand, pipInstalls } from '../shell/package-managers/pip.js';
import type { ShellCommand } from '../shell/shell.js';
import { valueAt } from '../stages.js';

export default defineRule({
  id: 'DL3042',
  name: 'pip-no-cache-dir',
  severity: 'medium',
  practice: 'minimal-containers',
  title: 'pip install fills its cache',
  why: 'Every wheel stands in the image twice, as installed and in the cache, which nothing uses again.',
  remediation:
    'Add `--no-cache-dir`, set `PIP_NO_CACHE_DIR=1`, or keep the cache in a cache mount.',
  references: ['https://pip.pypa.io/en/stable/topics/caching/'],
  wrong: 'FROM python:3.12\nRUN pip install requests==2.32.3',
  right: 'FROM python:3.12\nRUN pip install --no-cache-dir requests==2.32.3',
  check(dockerfile, report) {
    for (const { run, command, subcommand } of pipInstalls(dockerfile)) {
      if (hasFlag(command, '--no-cache-dir') || isMounted(run, '.cache/pip')) continue;
      const { exports, purged } = habitsOf(run);
      const exported = exports.findLast(({ start }) => start < command.start)?.value;
      const setting = inFront(command) ?? exported ?? valueAt(dockerfile, run, VARIABLE) ?? '';
      if (purged || TRUE.test(setting)) continue;
      const fix = optionFix(dockerfile, run, subcommand, '--no-cache-dir');
      const message = 'pip install leaves its cache in the layer.';
      report({ at: subcommand.range, message, ...(fix ? { fix } : {}) });
    }
  },
});

const VARIABLE = 'PIP_NO_CACHE_DIR';

/** Source: pip's configuration, "Boolean options". */
const TRUE = /^(?:1|y|yes|t|true|on)$/i;

/** The variable in front of the command or of what wraps it. */
function inFront(command: ShellCommand): string | undefined {
  for (let at: ShellCommand | undefined = command; at; at = at.wrapper) {
    const set = at.assignments.find(({ name }) => name === VARIABLE);
    // `env NAME=value` has the whole word as its value.
    if (set) return set.value?.value.replace(`${VARIABLE}=`, '');
  }
  return undefined;
}

interface Habits {
  /** `export PIP_NO_CACHE_DIR=…` with its offset. */
  readonly exports: readonly { readonly start: number; readonly value: string }[];
  readonly purged: boolean;
}

const habits = new WeakMap<RunInstruction, Habits>();

function habitsOf(run: RunInstruction): Habits {
  let known = habits.get(run);
  if (!known) {
    const { commands } = run.script;
    const exports = commands
      .filter((command) => isCommand(command, 'export'))
      .flatMap(({ args }) => args)
      .filter(({ value }) => value.startsWith(`${VARIABLE}=`))
      .map(({ start, value }) => ({ start, value: value.slice(VARIABLE.length + 1) }));
    known = { exports, purged: commands.some(purges) };
    habits.set(run, known);
  }
  return known;
}

function purges(command: ShellCommand): boolean {
  if (isCommand(command, 'rm')) {
    const recursive = hasFlag(command, '-r', '-R', '--recursive');
    return (
      recursive && command.args.some(({ value }) => /\/\.cache(?:\/(?:\*|pip.*)?)?$/.test(value))
    );
  }
  const pip = pipCommand(command);
  if (!pip || !isCommand(pip, 'pip', 'pip3') || !isSubcommand(pip, ['cache'])) return false;
  return pip.args.some(({ value }) => value === 'purge');
}
