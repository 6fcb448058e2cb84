import { defineRule } from '../rule.js';
import type { StartedCommand } from '../start-command.js';

const SHELLS = /^(?:sh|bash|dash|ash|zsh|ksh|fish)$/;

export default defineRule({
  id: 'IMG-IDLE',
  name: 'a-container-that-does-something',
  severity: 'medium',
  practice: 'minimal-containers',
  title: 'The container is only kept alive, or starts a shell',
  why: 'A container that waits to be entered is a small server: what runs in it is started by hand, is not watched, and is lost when it is replaced.',
  remediation:
    'Start the program itself with ENTRYPOINT or CMD; run tasks as containers of their own that end.',
  wrong: 'CMD ["sleep", "infinity"]',
  right: 'CMD ["/usr/local/bin/server"]',
  check({ started, image }, report) {
    const last = started.findLast(({ background }) => !background);
    if (!last) return;
    const instruction = image.config.cmd?.length ? 'CMD' : 'ENTRYPOINT';
    const how = idles(last);
    if (how !== undefined) {
      const others = started.some((command) => command !== last && !isStep(command));
      report({
        message: others
          ? `The container is kept alive by ${how}: what it really runs is not watched.`
          : `The container is kept alive by ${how} and does nothing itself.`,
        instruction,
        details: { command: [last.program, ...last.arguments].slice(0, 10) },
      });
    } else if (SHELLS.test(last.program) && started.length === 1 && isInteractive(last))
      report({
        message: `The container starts a shell, ${last.program}, and waits to be used by hand.`,
        severity: 'low',
        instruction,
        details: { command: [last.program, ...last.arguments].slice(0, 10) },
      });
  },
});

/** How the command does nothing for ever; undefined when it does something. */
function idles({ program, arguments: words }: StartedCommand): string | undefined {
  const [first = ''] = words;
  if (program === 'sleep' && (/^inf/i.test(first) || seconds(first) >= 3_600))
    return `sleep ${first}`;
  if (program === 'tail' && words.some((word) => /^(?:-\w*[fF]|--follow\b|-f$)/.test(word)))
    return `tail -f ${words.findLast((word) => !word.startsWith('-')) ?? ''}`.trimEnd();
  if (program === 'pause' || (program === 'cat' && words.length === 0)) return program;
  return undefined;
}

/** `365d` in seconds; 0 for what is no time. Source: sleep(1). */
function seconds(word: string): number {
  const [, number, unit = 's'] = /^(\d{1,12}(?:\.\d+)?)([smhd]?)$/.exec(word) ?? [];
  const units: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 };
  return number === undefined ? 0 : Number(number) * (units[unit || 's'] ?? 1);
}

function isInteractive({ arguments: words }: StartedCommand): boolean {
  return words.every((word) => /^(?:-[il]+|--login|--interactive)$/.test(word));
}

/** Commands that prepare and end. */
function isStep({ program }: StartedCommand): boolean {
  return /^(?:set|echo|printf|mkdir|chown|chmod|export|cd|true|:|\[|\[\[|test|umask|ulimit|trap|source|\.|cp|mv|rm|touch|ln|date)$/.test(
    program,
  );
}
