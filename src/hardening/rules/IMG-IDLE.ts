import type { StartedCommand } from '../../start/started-commands.js';
import { defineHardeningRule } from '../rule.js';

const SHELLS = /^(?:sh|bash|dash|ash|zsh|ksh|fish)$/;

export default defineHardeningRule({
  id: 'IMG-IDLE',
  name: 'no-idle-image',
  severity: 'low',
  severityReason: 'A choice of the project: the container is for development, or for a shell in it',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'Container only waits or starts a shell',
  why: 'The programs in such a container are started by hand, are not monitored, and are lost when the container is replaced.',
  remediation: 'Start the program itself with ENTRYPOINT or CMD; run tasks in containers that end',
  wrong: 'CMD ["sleep", "infinity"]',
  right: 'CMD ["/usr/local/bin/server"]',
  check({ started, image }, report) {
    const last = started.findLast(({ background }) => !background);
    if (!last) return;
    const instruction = image.config.cmd?.length ? 'CMD' : 'ENTRYPOINT';
    const how = idleCommand(last);
    if (how !== undefined) {
      const runsOthers = started.some((command) => command !== last && !isSetupStep(command));
      report({
        message: runsOthers
          ? `Container is kept alive by ${how}, so its other programs are not monitored`
          : `Container only runs ${how}`,
        instruction,
        details: { command: [last.program, ...last.arguments].slice(0, 10) },
      });
    } else if (SHELLS.test(last.program) && started.length === 1 && isInteractive(last))
      report({
        message: `Container starts the shell ${last.program} and waits for input`,
        instruction,
        details: { command: [last.program, ...last.arguments].slice(0, 10) },
      });
  },
});

/** The command, if it only waits. */
function idleCommand({ program, arguments: words }: StartedCommand): string | undefined {
  const [first = ''] = words;
  if (program === 'sleep' && (/^inf/i.test(first) || seconds(first) >= 3_600))
    return `sleep ${first}`;
  if (program === 'tail' && words.some((word) => /^(?:-\w*[fF]|--follow\b|-f$)/.test(word)))
    return `tail -f ${words.findLast((word) => !word.startsWith('-')) ?? ''}`.trimEnd();
  if (program === 'pause' || (program === 'cat' && words.length === 0)) return program;
  return undefined;
}

/** A duration such as `365d` in seconds; 0 for other text. Source: sleep(1). */
function seconds(word: string): number {
  const [, number, unit = ''] = /^(\d{1,12}(?:\.\d+)?)([smhd]?)$/.exec(word) ?? [];
  return number === undefined ? 0 : Number(number) * (SECONDS_PER_UNIT.get(unit) ?? 1);
}

const SECONDS_PER_UNIT: ReadonlyMap<string, number> = new Map([
  ['m', 60],
  ['h', 3_600],
  ['d', 86_400],
]);

function isInteractive({ arguments: words }: StartedCommand): boolean {
  return words.every((word) => /^(?:-[il]+|--login|--interactive)$/.test(word));
}

/** Whether the command prepares the start and ends. */
function isSetupStep({ program }: StartedCommand): boolean {
  return /^(?:set|echo|printf|mkdir|chown|chmod|export|cd|true|:|\[|\[\[|test|umask|ulimit|trap|source|\.|cp|mv|rm|touch|ln|date)$/.test(
    program,
  );
}
