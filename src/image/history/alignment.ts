import { NO_MATCH } from './similarity.js';

/** Which history entry records which instruction. */
export interface Alignment {
  readonly score: number;
  /** By history entry: the instruction, or -1. */
  readonly stepOf: readonly number[];
  /** By history entry: whether another alignment with the same score gives it another instruction. */
  readonly ambiguous: readonly boolean[];
  /** The first history entry after those of the base image; the number of entries when no instruction was recorded. */
  readonly start: number;
}

const GAP = -4;

/**
 * The best global alignment (Needleman and Wunsch) of the instructions with the end of the history. Entries before the
 * first instruction belong to the base image, and skipping them costs nothing. `similarity` may return NO_MATCH.
 */
export function align(
  entries: number,
  steps: number,
  similarity: (entry: number, step: number) => number,
): Alignment {
  const matrix = similarityMatrix(entries, steps, similarity);
  const forward = forwardScores(matrix);
  const backward = backwardScores(matrix);
  const width = steps + 1;
  const score = forward[entries * width + steps] ?? 0;
  const stepOf = traceBack(matrix, forward);
  const scoreThrough = (entry: number, step: number) =>
    (forward[entry * width + step] ?? 0) +
    matrix.at(entry, step) +
    (backward[(entry + 1) * width + step + 1] ?? 0);
  const ambiguous = stepOf.map((step, entry) => {
    if (step < 0) return false;
    for (let other = 0; other < steps; other++)
      if (other !== step && scoreThrough(entry, other) === score) return true;
    return false;
  });
  const start = stepOf.findIndex((step) => step >= 0);
  return { score, stepOf, ambiguous, start: start < 0 ? entries : start };
}

interface SimilarityMatrix {
  readonly entries: number;
  readonly steps: number;
  at(entry: number, step: number): number;
}

/** Calculates each similarity once. */
function similarityMatrix(
  entries: number,
  steps: number,
  similarity: (entry: number, step: number) => number,
): SimilarityMatrix {
  const scores = new Float64Array(entries * steps);
  for (let h = 0; h < entries; h++)
    for (let s = 0; s < steps; s++) scores[h * steps + s] = similarity(h, s);
  return { entries, steps, at: (h, s) => scores[h * steps + s] ?? NO_MATCH };
}

/** The best score of the first `h` entries with the first `s` instructions, at index `h * (steps + 1) + s`. */
function forwardScores({ entries, steps, at }: SimilarityMatrix): Float64Array {
  const width = steps + 1;
  const scores = new Float64Array((entries + 1) * width);
  for (let h = 0; h <= entries; h++)
    for (let s = 1; s <= steps; s++) {
      let best = (scores[h * width + s - 1] ?? 0) + GAP;
      if (h > 0) {
        best = Math.max(best, (scores[(h - 1) * width + s] ?? 0) + GAP);
        best = Math.max(best, (scores[(h - 1) * width + s - 1] ?? 0) + at(h - 1, s - 1));
      }
      scores[h * width + s] = best;
    }
  return scores;
}

/** The best score of the entries from `h` on with the instructions from `s` on, at the same index. */
function backwardScores({ entries, steps, at }: SimilarityMatrix): Float64Array {
  const width = steps + 1;
  const scores = new Float64Array((entries + 1) * width);
  for (let h = entries; h >= 0; h--)
    for (let s = steps; s >= 0; s--) {
      if (h === entries && s === steps) continue;
      // Entries before the first instruction belong to the base image and cost nothing.
      const skip = s === 0 ? 0 : GAP;
      let best = NO_MATCH;
      if (h < entries) best = Math.max(best, (scores[(h + 1) * width + s] ?? 0) + skip);
      if (s < steps) best = Math.max(best, (scores[h * width + s + 1] ?? 0) + GAP);
      if (h < entries && s < steps)
        best = Math.max(best, (scores[(h + 1) * width + s + 1] ?? 0) + at(h, s));
      scores[h * width + s] = best;
    }
  return scores;
}

/** By history entry: its instruction in one alignment with the best score, or -1. */
function traceBack({ entries, steps, at }: SimilarityMatrix, forward: Float64Array): number[] {
  const width = steps + 1;
  const stepOf = new Array<number>(entries).fill(-1);
  let h = entries;
  let s = steps;
  while (h > 0 && s > 0) {
    const score = forward[h * width + s] ?? 0;
    const paired = (forward[(h - 1) * width + s - 1] ?? 0) + at(h - 1, s - 1);
    if (paired === score) {
      h--;
      s--;
      stepOf[h] = s;
    } else if ((forward[(h - 1) * width + s] ?? 0) + GAP === score) h--;
    else s--;
  }
  return stepOf;
}
