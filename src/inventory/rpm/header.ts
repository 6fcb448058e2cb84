import { CatalogError } from '../catalog-error.js';

/** The header of a package in the database: values by tag. */
export interface RpmHeader {
  text(tag: number): string | undefined;
  texts(tag: number): string[];
  numbers(tag: number): number[];
}

/** The tags that the inventory needs. Source: rpm, lib/rpmtag.h. */
export const TAG = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  vendor: 1011,
  license: 1014,
  packager: 1015,
  url: 1020,
  arch: 1022,
  fileModes: 1030,
  fileDigests: 1035,
  fileLinks: 1036,
  fileFlags: 1037,
  sourceRpm: 1044,
  fileVerifyFlags: 1045,
  provideName: 1047,
  requireName: 1049,
  dirIndexes: 1116,
  baseNames: 1117,
  dirNames: 1118,
  fileCapabilities: 5010,
  fileDigestAlgorithm: 5011,
  modularityLabel: 5096,
} as const;

interface Entry {
  readonly type: number;
  readonly offset: number;
  readonly count: number;
}

const INT16 = 3;
const INT32 = 4;
const STRING = 6;
const STRING_ARRAY = 8;
const I18N_STRING = 9;
/** The limit of rpm itself (lib/header.c). */
const MAX_ENTRIES = 65_535;

/**
 * Parses a header as it is in the database: number of entries, length of the data, the entries, the data. Unlike in a
 * package file there is no lead. Throws CatalogError when it is damaged.
 * Source: rpm, "RPM V4 package format", header structure.
 */
export function parseRpmHeader(blob: Uint8Array): RpmHeader {
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  if (bytes.length < 8) throw new CatalogError('has a damaged package header');
  const count = bytes.readUInt32BE(0);
  const start = 8 + count * 16;
  const length = bytes.readUInt32BE(4);
  if (count > MAX_ENTRIES || start + length > bytes.length) {
    throw new CatalogError('has a damaged package header');
  }
  const data = bytes.subarray(start, start + length);
  const entries = new Map<number, Entry>();
  for (let at = 8; at < start; at += 16) {
    entries.set(bytes.readInt32BE(at), {
      type: bytes.readUInt32BE(at + 4),
      offset: bytes.readUInt32BE(at + 8),
      count: bytes.readUInt32BE(at + 12),
    });
  }
  const texts = (tag: number): string[] => {
    const entry = entries.get(tag);
    return entry && isText(entry.type)
      ? strings(data, entry.offset, entry.type === STRING ? 1 : entry.count)
      : [];
  };
  return {
    texts,
    text: (tag) => texts(tag)[0] || undefined,
    numbers: (tag) => {
      const entry = entries.get(tag);
      return entry?.type === INT32 || entry?.type === INT16 ? integers(data, entry) : [];
    },
  };
}

function isText(type: number): boolean {
  return type === STRING || type === STRING_ARRAY || type === I18N_STRING;
}

/** NUL-terminated strings in sequence; fewer than `count` when the data ends. */
function strings(data: Buffer, offset: number, count: number): string[] {
  const found: string[] = [];
  for (let at = offset; found.length < count && at < data.length; ) {
    const end = data.indexOf(0, at);
    const stop = end < 0 ? data.length : end;
    found.push(data.toString('utf8', at, stop));
    at = stop + 1;
  }
  return found;
}

function integers(data: Buffer, { type, offset, count }: Entry): number[] {
  const size = type === INT16 ? 2 : 4;
  const available = Math.max(0, Math.min(count, Math.floor((data.length - offset) / size)));
  return Array.from({ length: available }, (_, i) => data.readUIntBE(offset + i * size, size));
}
