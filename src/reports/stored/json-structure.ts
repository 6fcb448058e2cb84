/** What the brackets of a JSON text say of it before it is parsed. */
export interface JsonStructure {
  /** How deep they are nested. */
  readonly depth: number;
  /** How many values there are at least, lists and objects among them. */
  readonly values: number;
  /** Where each object begins and ends that is an item of a list in the outermost object. */
  readonly items: readonly number[];
  /** No white space is between the tokens of these. */
  readonly compact: boolean;
}

const [QUOTE, BACKSLASH, SPACE, COMMA, OPENING, CLOSING] = [0x22, 0x5c, 0x20, 0x2c, 0x7b, 0x7d];
const ITEM = 3;

/** One pass over bytes that may be no JSON at all; then the outline says nothing but the depth. */
export function scanJsonStructure(bytes: Uint8Array): JsonStructure {
  let [depth, now, values, compact] = [0, 0, 0, true];
  const items: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === QUOTE) i = endOfString(bytes, i);
    else if (byte === COMMA) values++;
    else if (byte <= SPACE) compact &&= now < ITEM;
    // Bit 5 makes of a bracket the brace.
    else if ((byte | 0x20) === OPENING) {
      values++;
      depth = Math.max(depth, ++now);
      if (now === ITEM && byte === OPENING) items.push(i);
    } else if ((byte | 0x20) === CLOSING) {
      if (now === ITEM && byte === CLOSING) items.push(i + 1);
      now--;
    }
  }
  return { depth, values, items, compact };
}

/** Where the string that begins at `start` has its closing quote; the end of the bytes when it has none. */
function endOfString(bytes: Uint8Array, start: number): number {
  let i = start + 1;
  while (i < bytes.length && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return i;
}
