import type { Finding } from './finding.js';
import { applyFixes } from './fix.js';

/** Each round may apply fixes that overlapped in the round before. Fixes that undo each other would never end. */
const MAX_ROUNDS = 10;

/** A text after all its fixes. */
export interface FixResult {
  readonly text: string;
  /** The descriptions of the applied fixes, in order. */
  readonly applied: readonly string[];
}

/** Applies the fixes that `lint` offers until none changes the text, so that a second run changes nothing. */
export function applyAllFixes(text: string, lint: (text: string) => readonly Finding[]): FixResult {
  let applied: string[] = [];
  let current = text;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const fixes = lint(current).flatMap(({ fix }) => (fix ? [fix] : []));
    const next = applyFixes(current, fixes);
    if (next.text === current) break;
    applied = applied.concat(next.applied.map(({ description }) => description));
    current = next.text;
  }
  return { text: current, applied };
}
