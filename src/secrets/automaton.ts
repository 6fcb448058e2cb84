/** Called for each match; `start` and `end` are byte offsets, the end is exclusive. Returns whether to continue. */
export type Visit = (keyword: number, start: number, end: number) => boolean;

/**
 * Finds all of many keywords in one pass over bytes, ASCII letters in any case (Aho and Corasick 1975, as a table of
 * all transitions). `keywords` are lower-case ASCII. The two halves of the bytes are searched at the same time, so
 * matches are in order within each half only. The search ends early when the visitor returns false.
 */
export function automaton(keywords: readonly string[]): (bytes: Uint8Array, visit: Visit) => void {
  const { classes, count } = characterClasses(keywords);
  // With a power of two as the row length, the offset of a row is a shift.
  const shift = 32 - Math.clz32(count - 1);
  const { next, outputs, firstOutput } = build(keywords, classes, shift);
  const lengths = keywords.map(({ length }) => length);
  const longest = Math.max(0, ...lengths);
  const visitMatches = (row: number, at: number, from: number, visit: Visit): boolean => {
    for (const keyword of outputs[(row - firstOutput) >> shift] as readonly number[]) {
      const start = at + 1 - (lengths[keyword] as number);
      if (at >= from && !visit(keyword, start, at + 1)) return false;
    }
    return true;
  };
  return (bytes, visit) => {
    const end = bytes.length;
    // Two positions at the same time: each step waits for its memory load, and the other one can run meanwhile.
    const half = end >> 1;
    const lead = Math.max(0, half - longest);
    let a = 0;
    let b = 0;
    for (let at = lead; at < half; at++)
      b = next[b | (classes[bytes[at] as number] as number)] as number;
    let second = half;
    for (let first = 0; first < half; first++, second++) {
      a = next[a | (classes[bytes[first] as number] as number)] as number;
      b = next[b | (classes[bytes[second] as number] as number)] as number;
      if (a >= firstOutput && !visitMatches(a, first, 0, visit)) return;
      if (b >= firstOutput && !visitMatches(b, second, half, visit)) return;
    }
    if (second < end) {
      b = next[b | (classes[bytes[second] as number] as number)] as number;
      if (b >= firstOutput) visitMatches(b, second, half, visit);
    }
  };
}

/** By byte: a small number for bytes that are in keywords, 0 for all others. */
function characterClasses(keywords: readonly string[]): { classes: Uint8Array; count: number } {
  const classes = new Uint8Array(256);
  let count = 1;
  for (const keyword of keywords)
    for (let i = 0; i < keyword.length; i++) {
      const code = keyword.charCodeAt(i);
      if (classes[code] === 0) classes[code] = count++;
    }
  for (let code = 0x61; code <= 0x7a; code++) classes[code - 32] = classes[code] as number;
  return { classes, count };
}

/**
 * The transition table. The rows of states where keywords end come last, from `firstOutput` on, so that a single
 * comparison tells whether there is a match.
 */
function build(keywords: readonly string[], classes: Uint8Array, shift: number) {
  const width = 1 << shift;
  const states = 1 + keywords.reduce((sum, keyword) => sum + keyword.length, 0);
  const next = new Int32Array(states << shift).fill(-1);
  const endingAt: (number[] | undefined)[] = new Array(states);
  let count = 1;
  for (const [index, keyword] of keywords.entries()) {
    let state = 0;
    for (let i = 0; i < keyword.length; i++) {
      const cell = (state << shift) | (classes[keyword.charCodeAt(i)] as number);
      if (next[cell] === -1) next[cell] = count++;
      state = next[cell] as number;
    }
    endingAt[state] = [...(endingAt[state] ?? []), index];
  }
  const outputs: (readonly number[])[] = new Array(count);
  const fail = new Int32Array(count);
  const queue = [0];
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] as number;
    const fallback = fail[state] as number;
    outputs[state] = [
      ...(endingAt[state] ?? []),
      ...(state === 0 ? [] : (outputs[fallback] ?? [])),
    ];
    for (let c = 0; c < width; c++) {
      const cell = (state << shift) | c;
      const other = state === 0 ? 0 : (next[(fallback << shift) | c] as number);
      const child = next[cell] as number;
      if (child === -1) next[cell] = other;
      else {
        fail[child] = other;
        queue.push(child);
      }
    }
  }
  // In breadth-first order, the rows that are visited most are next to each other in memory.
  const withoutOutput = queue.filter((state) => outputs[state]?.length === 0);
  const withOutput = queue.filter((state) => outputs[state]?.length !== 0);
  const row = new Int32Array(count);
  for (const [place, state] of [...withoutOutput, ...withOutput].entries())
    row[state] = place << shift;
  const table = new Int32Array(count << shift);
  for (let state = 0; state < count; state++)
    for (let c = 0; c < width; c++)
      table[(row[state] as number) | c] = row[next[(state << shift) | c] as number] as number;
  return {
    next: table,
    outputs: withOutput.map((state) => outputs[state] as readonly number[]),
    firstOutput: withoutOutput.length << shift,
  };
}
