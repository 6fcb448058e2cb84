/**
 * Decompresses the block format of Snappy. Throws an Error for damaged data, and for data of more than `limit` bytes; the
 * size is in the first bytes, so nothing larger is ever allocated.
 * Source: google/snappy, format_description.txt.
 */
export function decompressSnappy(bytes: Uint8Array, limit: number): Buffer {
  const { value: size, next } = readSize(bytes);
  if (size > limit) throw new Error(`it has ${size} bytes, the limit is ${limit}`);
  const out = Buffer.alloc(size);
  let length = 0;
  for (let at = next; at < bytes.length; ) {
    const element = readElement(bytes, at);
    const end = length + element.length;
    if (end > size) throw damaged();
    if (element.offset === undefined) {
      const text = bytes.subarray(element.next, element.next + element.length);
      if (text.length !== element.length) throw damaged();
      out.set(text, length);
      at = element.next + element.length;
    } else {
      if (element.offset === 0 || element.offset > length) throw damaged();
      // One by one, because a copy may repeat bytes that it has just written.
      for (let i = length; i < end; i++) out[i] = out[i - element.offset] ?? 0;
      at = element.next;
    }
    length = end;
  }
  if (length !== size) throw damaged();
  return out;
}

/** A varint of at most 32 bits. */
function readSize(bytes: Uint8Array): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    const byte = bytes[i];
    if (byte === undefined) break;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, next: i + 1 };
  }
  throw damaged();
}

/** A literal, or a copy of the bytes `offset` before the end. */
interface Element {
  readonly length: number;
  readonly offset?: number;
  readonly next: number;
}

function readElement(bytes: Uint8Array, at: number): Element {
  const tag = bytes[at] ?? 0;
  const high = tag >> 2;
  switch (tag & 3) {
    case 0: {
      // Up to 59, the length is in the tag; above, in the next one to four bytes.
      const extra = Math.max(0, high - 59);
      const length = extra === 0 ? high : readUint(bytes, at + 1, extra);
      return { length: length + 1, next: at + 1 + extra };
    }
    case 1: {
      const offset = (tag >> 5) * 256 + readUint(bytes, at + 1, 1);
      return { length: 4 + (high & 7), offset, next: at + 2 };
    }
    case 2:
      return { length: high + 1, offset: readUint(bytes, at + 1, 2), next: at + 3 };
    default:
      return { length: high + 1, offset: readUint(bytes, at + 1, 4), next: at + 5 };
  }
}

function readUint(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = 0; i < count; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) throw damaged();
    value += byte * 256 ** i;
  }
  return value;
}

function damaged(): Error {
  return new Error('its Snappy data is damaged');
}
