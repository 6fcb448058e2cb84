/** What a scan of a JSON text finds before it is parsed. */
export interface JsonStructure {
  /** How deep arrays and objects are nested. */
  readonly depth: number;
  /** A lower bound of the number of values, arrays and objects included. */
  readonly values: number;
  /** Start and end of each object that is an item of an array of the outermost object. */
  readonly items: readonly number[];
  /** Whether these objects have no white space between tokens. */
  readonly compact: boolean;
}

const [QUOTE, BACKSLASH, SPACE, COMMA, OPENING, CLOSING] = [0x22, 0x5c, 0x20, 0x2c, 0x7b, 0x7d];
/** Depth of an item: the outermost object, an array, an item of it. */
const ITEM_DEPTH = 3;

/** Scans bytes once. For bytes that are not valid JSON only the depth is meaningful. */
export function scanJsonStructure(bytes: Uint8Array): JsonStructure {
  let [depth, level, values, compact] = [0, 0, 0, true];
  const items: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === QUOTE) i = endOfString(bytes, i);
    else if (byte === COMMA) values++;
    else if (byte <= SPACE) compact &&= level < ITEM_DEPTH;
    // Bit 5 turns a bracket into the brace.
    else if ((byte | 0x20) === OPENING) {
      values++;
      depth = Math.max(depth, ++level);
      if (level === ITEM_DEPTH && byte === OPENING) items.push(i);
    } else if ((byte | 0x20) === CLOSING) {
      if (level === ITEM_DEPTH && byte === CLOSING) items.push(i + 1);
      level--;
    }
  }
  return { depth, values, items, compact };
}

/** The closing quote of the string that starts at `start`, or the end of the bytes when there is none. */
function endOfString(bytes: Uint8Array, start: number): number {
  let i = start + 1;
  while (i < bytes.length && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return i;
}
