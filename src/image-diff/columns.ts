/** A column that is being written: values one after the other, without names. */
export function createColumn() {
  let buffer = Buffer.alloc(1024);
  let length = 0;
  const reserve = (more: number) => {
    if (length + more <= buffer.length) return;
    const larger = Buffer.alloc(Math.max(2 * buffer.length, length + more));
    buffer.copy(larger, 0, 0, length);
    buffer = larger;
  };
  const column = {
    /** Seven bits a byte, the lowest first; the eighth bit says that another byte follows. */
    number(value: number): void {
      reserve(8);
      let rest = value;
      while (rest >= 0x80) {
        buffer[length++] = (rest % 0x80) | 0x80;
        rest = Math.floor(rest / 0x80);
      }
      buffer[length++] = rest;
    },
    bytes(value: Uint8Array): void {
      reserve(value.length);
      buffer.set(value, length);
      length += value.length;
    },
    text(value: string): void {
      const bytes = Buffer.from(value);
      column.number(bytes.length);
      column.bytes(bytes);
    },
    written: (): Buffer => buffer.subarray(0, length),
  };
  return column;
}

/** The columns in one piece: their lengths, then their bytes. */
export function joinColumns(columns: readonly { written(): Buffer }[]): Buffer {
  const parts = columns.map((column) => column.written());
  const lengths = createColumn();
  for (const part of parts) lengths.number(part.length);
  return Buffer.concat([lengths.written(), ...parts]);
}

/** The bytes of so many columns. Throws Error when they are not as long as they say. */
export function splitColumns(bytes: Buffer, count: number): Buffer[] {
  const head = readColumn(bytes);
  const lengths = Array.from({ length: count }, () => head.number());
  const columns = lengths.map((length) => head.bytes(length));
  if (!head.isAtEnd()) throw new Error('it has more columns than expected');
  return columns;
}

/** Reads a column. Each function throws Error at its end. */
export function readColumn(bytes: Buffer) {
  let at = 0;
  const column = {
    number(): number {
      let value = 0;
      for (let factor = 1; factor <= MAX_FACTOR; factor *= 0x80) {
        const byte = bytes[at++];
        if (byte === undefined) throw new Error('it ends too early');
        value += (byte & 0x7f) * factor;
        if (byte < 0x80) return value;
      }
      throw new Error('one of its numbers is too large');
    },
    bytes(length: number): Buffer {
      if (length > bytes.length - at) throw new Error('it ends too early');
      at += length;
      return bytes.subarray(at - length, at);
    },
    text: (): string => column.bytes(column.number()).toString('utf8'),
    isAtEnd: (): boolean => at >= bytes.length,
  };
  return column;
}

/** Seven bytes have 49 bits: all values are exact. */
const MAX_FACTOR = 0x80 ** 6;
