import { isCount, isObject, type JsonObject, list, text } from '../../lib/json.js';
import type { ManifestEntry } from './format.js';

/** A part of the file: its header or a block. */
export interface Part {
  readonly offset: number;
  readonly length: number;
  /** SHA-256 or its first half, hexadecimal. */
  readonly digest: string;
}

/** Consecutive numbers; both ends are included. */
type Run = readonly [from: number, to: number];

/** A block with the wanted lines in it. */
export interface Block extends Part {
  readonly lines: readonly Run[];
}

/** The header of a file: where the records of each name are. */
export interface DatabaseIndex {
  /** Numbers of records as runs, `3,5-9`, by name. */
  readonly records: ReadonlyMap<string, string>;
  readonly table: readonly BlockEntry[];
}

/** Reads a header (see format.ts). Throws Error when it is damaged. */
export function readDatabaseHeader(header: unknown): DatabaseIndex {
  if (!isObject(header)) throw new Error('its header is damaged');
  const [names, records] = [header.names, header.records].map((one) => text(one)?.split('\n'));
  if (!names || names.length !== records?.length) throw new Error('its index is damaged');
  return {
    records: new Map(names.map((name, i) => [name, records[i] ?? ''])),
    table: readTable(header),
  };
}

/** The blocks that contain records of the names. Throws Error when the index is damaged. */
export function wantedBlocks(
  { records, table }: DatabaseIndex,
  names: ReadonlySet<string>,
  entry: ManifestEntry,
): readonly Block[] {
  const wanted = wantedRecords(records, names, entry.records);
  const blocks: Block[] = [];
  let [offset, next] = [entry.header, 0];
  for (const [i, { length, first, digest }] of table.entries()) {
    const last = (table[i + 1]?.first ?? entry.records) - 1;
    const lines: Run[] = [];
    for (let run = wanted[next]; run && run[0] <= last; run = wanted[++next]) {
      lines.push([Math.max(run[0], first) - first, Math.min(run[1], last) - first]);
      // The run continues in the next block.
      if (run[1] > last) break;
    }
    if (lines.length > 0) blocks.push({ offset, length, digest, lines });
    offset += length;
  }
  if (next < wanted.length) throw new Error('its table of blocks is damaged');
  return blocks;
}

interface BlockEntry {
  readonly length: number;
  /** The number of its first record. */
  readonly first: number;
  readonly digest: string;
}

function readTable(header: JsonObject): readonly BlockEntry[] {
  let previous = 0;
  return list(header.blocks).map((row, i) => {
    const [length, first, digest] = list(row);
    const ordered = isCount(first) && (i === 0 ? first === 0 : first > previous);
    if (!isCount(length) || !ordered || typeof digest !== 'string')
      throw new Error('its table of blocks is damaged');
    previous = first;
    return { length, first, digest };
  });
}

/** The numbers of the names' records, as ascending runs with gaps between them. */
function wantedRecords(
  records: ReadonlyMap<string, string>,
  names: ReadonlySet<string>,
  count: number,
): readonly Run[] {
  const runs: Run[] = [];
  for (const name of names)
    for (const part of records.get(name)?.split(',') ?? []) {
      const [from = NaN, to = from] = part.split('-').map(Number);
      if (!(from >= 0 && to < count)) throw new Error('its index is damaged');
      runs.push([from, to]);
    }
  const merged: [number, number][] = [];
  for (const [from, to] of runs.sort(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}
