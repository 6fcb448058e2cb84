import { decodeTarText, TarError } from './header.js';

/** The records of a PAX extended header that change a member. */
export interface PaxRecords {
  readonly values: ReadonlyMap<string, string>;
  readonly xattrs: ReadonlyMap<string, Uint8Array>;
  /** Offset, length, offset, length … of GNU.sparse 0.0, whose keys repeat. */
  readonly sparsePairs: readonly number[];
}

/**
 * Parses "LENGTH KEY=VALUE\n" records. Throws TarError when the lengths do not match.
 * Sources: POSIX pax, "pax Header Block"; SCHILY.xattr as star, GNU tar and Docker write it.
 */
export function readPax(body: Uint8Array): PaxRecords {
  const values = new Map<string, string>();
  const xattrs = new Map<string, Uint8Array>();
  const sparsePairs: number[] = [];
  let at = 0;
  while (at < body.length && body[at] !== 0) {
    const record = readRecord(body, at);
    at = record.end;
    if (record.key.startsWith(XATTR))
      xattrs.set(record.key.slice(XATTR.length), Uint8Array.from(record.value));
    else if (record.key === 'GNU.sparse.offset' || record.key === 'GNU.sparse.numbytes')
      sparsePairs.push(parseDecimal(decodeTarText(record.value), record.key));
    else if (record.value.length === 0) values.delete(record.key);
    else values.set(record.key, textValue(record.key, record.value));
  }
  return { values, xattrs, sparsePairs };
}

const XATTR = 'SCHILY.xattr.';

function readRecord(body: Uint8Array, at: number): { key: string; value: Uint8Array; end: number } {
  let length = 0;
  let i = at;
  for (; i < body.length && i < at + 12; i++) {
    const digit = (body[i] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) break;
    length = length * 10 + digit;
  }
  const end = at + length;
  const equals = body.indexOf(0x3d, i + 1);
  if (i === at || body[i] !== 0x20 || end > body.length || body[end - 1] !== 0x0a)
    throw new TarError('a PAX header is damaged');
  if (equals < 0 || equals >= end - 1)
    throw new TarError('a PAX header has a record without a value');
  return {
    key: decodeTarText(body.subarray(i + 1, equals)),
    value: body.subarray(equals + 1, end - 1),
    end,
  };
}

/** A path with a NUL is an error: the kernel would end the name there, and this scan would not. */
function textValue(key: string, value: Uint8Array): string {
  if ((key === 'path' || key === 'linkpath') && value.includes(0))
    throw new TarError(`the PAX ${key} contains a NUL byte`);
  return decodeTarText(value);
}

/** A whole, non-negative number. Throws TarError for anything else. */
export function parseDecimal(value: string, key: string): number {
  const number = /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(number)) throw new TarError(`the PAX ${key} is not a number`);
  return number;
}
