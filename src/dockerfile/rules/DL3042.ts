import { isMounted, usesCache } from '../commands/package-cache.js';
import { pipCommand, pipInstalls } from '../commands/package-managers/pip.js';
import { addOptionFix, withRisk } from '../fixes.js';
import type { RunInstruction } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { flagValues, hasFlag, isCommand, isSubcommand } from '../shell/command-line.js';
import type { ShellCommand } from '../shell/model.js';
import { variableValue } from '../variables.js';

export default defineDockerfileRule({
  id: 'DL3042',
  name: 'pip-no-cache-dir',
  severity: 'low',
  severityReason: 'Size: the cache has public packages',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'pip install runs without --no-cache-dir',
  why: 'The image contains every wheel twice: installed and in the cache, which is never used again.',
  remediation: 'Add `--no-cache-dir`, set `PIP_NO_CACHE_DIR=1`, or use a cache mount',
  references: ['https://pip.pypa.io/en/stable/topics/caching/'],
  wrong: 'FROM python:3.12\nRUN pip install requests==2.32.3',
  right: 'FROM python:3.12\nRUN pip install --no-cache-dir requests==2.32.3',
  check(dockerfile, report) {
    for (const { run, command, subcommand } of pipInstalls(dockerfile)) {
      const folder =
        flagValues(command, '--cache-dir').at(-1)?.value ??
        variableValue(dockerfile, run, 'PIP_CACHE_DIR');
      if (isWithoutCache(command) || isMounted(run, folder ?? '.cache/pip')) continue;
      const { exports, purged } = cacheHandlingOf(run);
      const exported = exports.findLast(({ start }) => start < command.start)?.value;
      const setting =
        assignedValue(command) ?? exported ?? variableValue(dockerfile, run, VARIABLE) ?? '';
      if (purged || ENABLED.test(setting)) continue;
      // Who names a cache, or no index, means it.
      const isMeant = folder !== undefined || hasFlag(command, '--no-index');
      const option = { word: subcommand, option: '--no-cache-dir' };
      const isUsed = usesCache(dockerfile, ['.cache/pip']);
      const fix = isMeant ? undefined : withRisk(addOptionFix(dockerfile, run, option), isUsed);
      const message = 'pip install runs without --no-cache-dir';
      report({ at: subcommand.range, identifiedBy: command.range, message, fix });
    }
  },
});

/** pip takes the beginning of an option, as long as no other begins so. */
function isWithoutCache({ args }: ShellCommand): boolean {
  return args.some(({ value }) => value.length > 6 && '--no-cache-dir'.startsWith(value));
}

const VARIABLE = 'PIP_NO_CACHE_DIR';

/** Source: pip's configuration, "Boolean options". */
const ENABLED = /^(?:1|y|yes|t|true|on)$/i;

/** The value of the variable where it is assigned before the command or before a command that wraps it. */
function assignedValue(command: ShellCommand): string | undefined {
  for (let at: ShellCommand | undefined = command; at; at = at.wrapper) {
    const set = at.assignments.find(({ name }) => name === VARIABLE);
    // For `env NAME=value` the value is the whole word.
    if (set) return set.value?.value.replace(`${VARIABLE}=`, '');
  }
  return undefined;
}

interface CacheHandling {
  /** `export PIP_NO_CACHE_DIR=…` with its offset. */
  readonly exports: readonly { readonly start: number; readonly value: string }[];
  readonly purged: boolean;
}

const handlingOfRun = new WeakMap<RunInstruction, CacheHandling>();

function cacheHandlingOf(run: RunInstruction): CacheHandling {
  let known = handlingOfRun.get(run);
  if (!known) {
    const { commands } = run.script;
    const exports = commands
      .filter((command) => isCommand(command, 'export'))
      .flatMap(({ args }) => args)
      .filter(({ value }) => value.startsWith(`${VARIABLE}=`))
      .map(({ start, value }) => ({ start, value: value.slice(VARIABLE.length + 1) }));
    known = { exports, purged: commands.some(purges) };
    handlingOfRun.set(run, known);
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
