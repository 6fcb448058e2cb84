/** A keyword at a place: `start` and `end` are offsets of bytes, end exclusive. */
export type Visit = (keyword: number, start: number, end: number) => boolean;

/**
 * Finds all of many keywords in one pass over bytes, ASCII letters in any case (Aho and Corasick 1975, as a table of
 * all transitions). `keywords` are lower-case ASCII. The search ends early when the visitor returns false.
 */
export function automaton(
  keywords: readonly string[],
): (bytes: Uint8Array, from: number, to: number, visit: Visit) => void {
  const { classes, count } = characterClasses(keywords);
  // Rows of a power of two make the next row one shift away.
  const shift = 32 - Math.clz32(count - 1);
  const { next, outputs } = build(keywords, classes, shift);
  return (bytes, from, to, visit) => {
    let row = 0;
    for (let at = from; at < to; at++) {
      row = next[row | (classes[bytes[at] as number] as number)] as number;
      if (row >= 0) continue;
      row = ~row;
      for (const keyword of outputs[row >> shift] as readonly number[]) {
        const length = (keywords[keyword] as string).length;
        if (!visit(keyword, at + 1 - length, at + 1)) return;
      }
    }
  };
}

/** By byte: a small number for bytes that keywords have, 0 for all others. */
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

function build(keywords: readonly string[], classes: Uint8Array, shift: number) {
  const width = 1 << shift;
  const states = 1 + keywords.reduce((sum, keyword) => sum + keyword.length, 0);
  const next = new Int32Array(states << shift).fill(-1);
  const own: (number[] | undefined)[] = new Array(states);
  let count = 1;
  for (const [index, keyword] of keywords.entries()) {
    let state = 0;
    for (let i = 0; i < keyword.length; i++) {
      const cell = (state << shift) | (classes[keyword.charCodeAt(i)] as number);
      if (next[cell] === -1) next[cell] = count++;
      state = next[cell] as number;
    }
    own[state] = [...(own[state] ?? []), index];
  }
  const outputs: (readonly number[] | undefined)[] = new Array(count);
  const fail = new Int32Array(count);
  const queue = [0];
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] as number;
    const fallback = fail[state] as number;
    const all = [...(own[state] ?? []), ...(state === 0 ? [] : (outputs[fallback] ?? []))];
    outputs[state] = all.length > 0 ? all : undefined;
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
  // From numbers of states to offsets of rows, complemented where a keyword ends.
  const table = next
    .subarray(0, count << shift)
    .map((state) => (outputs[state] ? ~(state << shift) : state << shift));
  return { next: table, outputs };
}
