import type { Outcome } from '../../core/report.js';

/** The exit statuses of all commands. docs/command-line.md#exit-status says when. */
export const EXIT = { done: 0, failed: 1, usage: 2, incomplete: 3 } as const;

const OF_OUTCOME: Readonly<Record<Outcome, number>> = {
  pass: EXIT.done,
  fail: EXIT.failed,
  incomplete: EXIT.incomplete,
};

/** The exit status of a command with a verdict. */
export function verdictStatus(outcome: Outcome): number {
  return OF_OUTCOME[outcome];
}

/** The exit status of a command without a verdict, by what it was asked for and could not do in full. */
export function gapStatus(gaps: readonly unknown[]): number {
  return gaps.length > 0 ? EXIT.incomplete : EXIT.done;
}
