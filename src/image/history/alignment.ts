import { NO_MATCH } from './similarity.js';

/** Which history entry records which instruction. */
export interface Alignment {
  readonly score: number;
  /** By history entry: the instruction, or -1. */
  readonly stepOf: readonly number[];
  /** By history entry: other alignments are as good and give it another instruction. */
  readonly doubtful: readonly boolean[];
  /** The first history entry that is not the base image's; the number of entries when nothing was recorded. */
  readonly start: number;
}

const GAP = -4;

/**
 * The best global alignment (Needleman and Wunsch) of instructions with the end of the history: what comes before the
 * first of them is the base image and costs nothing. `likeness(h, s)` may be UNLIKE.
 */
export function align(
  entries: number,
  steps: number,
  likeness: (entry: number, step: number) => number,
): Alignment {
  const width = steps + 1;
  const scores = new Float64Array(entries * steps);
  for (let h = 0; h < entries; h++)
    for (let s = 0; s < steps; s++) scores[h * steps + s] = likeness(h, s);
  const at = (h: number, s: number) => scores[h * steps + s] ?? NO_MATCH;

  const forward = new Float64Array((entries + 1) * width);
  for (let h = 0; h <= entries; h++)
    for (let s = 0; s <= steps; s++) {
      if (s === 0) continue;
      let best = (forward[h * width + s - 1] ?? 0) + GAP;
      if (h > 0) {
        best = Math.max(best, (forward[(h - 1) * width + s] ?? 0) + GAP);
        best = Math.max(best, (forward[(h - 1) * width + s - 1] ?? 0) + at(h - 1, s - 1));
      }
      forward[h * width + s] = best;
    }

  const backward = new Float64Array((entries + 1) * width);
  for (let h = entries; h >= 0; h--)
    for (let s = steps; s >= 0; s--) {
      if (h === entries && s === steps) continue;
      // Entries before the first instruction are the base image's and cost nothing.
      const skip = s === 0 ? 0 : GAP;
      let best = NO_MATCH;
      if (h < entries) best = Math.max(best, (backward[(h + 1) * width + s] ?? 0) + skip);
      if (s < steps) best = Math.max(best, (backward[h * width + s + 1] ?? 0) + GAP);
      if (h < entries && s < steps)
        best = Math.max(best, (backward[(h + 1) * width + s + 1] ?? 0) + at(h, s));
      backward[h * width + s] = best;
    }

  const score = forward[entries * width + steps] ?? 0;
  const stepOf = new Array<number>(entries).fill(-1);
  let h = entries;
  let s = steps;
  while (h > 0 && s > 0) {
    const here = forward[h * width + s] ?? 0;
    const pair = (forward[(h - 1) * width + s - 1] ?? 0) + at(h - 1, s - 1);
    if (pair === here) {
      h--;
      s--;
      stepOf[h] = s;
    } else if ((forward[(h - 1) * width + s] ?? 0) + GAP === here) h--;
    else s--;
  }
  const through = (entry: number, step: number) =>
    (forward[entry * width + step] ?? 0) +
    at(entry, step) +
    (backward[(entry + 1) * width + step + 1] ?? 0);
  const doubtful = stepOf.map((step, entry) => {
    if (step < 0) return false;
    for (let other = 0; other < steps; other++)
      if (other !== step && through(entry, other) === score) return true;
    return false;
  });
  const start = stepOf.findIndex((step) => step >= 0);
  return { score, stepOf, doubtful, start: start < 0 ? entries : start };
}
