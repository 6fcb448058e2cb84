import { isCount, isObject, type JsonObject, list, text } from '../../lib/json.js';
import type { ManifestEntry } from './format.js';

/** A part of the file: its header or a block. */
export interface Part {
  readonly at: number;
  readonly length: number;
  /** SHA-256, or its first half; hexadecimal. */
  readonly digest: string;
}

/** The numbers from one to the other. */
type Run = readonly [from: number, to: number];

/** A block with the lines that are wanted of it. */
export interface Block extends Part {
  readonly lines: readonly Run[];
}

/** Where the blocks are that hold records of the names. Throws Error when the header (see format.ts) is damaged. */
export function wantedBlocks(
  header: unknown,
  names: ReadonlySet<string>,
  entry: ManifestEntry,
): readonly Block[] {
  if (!isObject(header)) throw new Error('its header is damaged');
  const wanted = recordsOf(header, names, entry.records);
  const table = tableOf(header);
  const blocks: Block[] = [];
  let [at, next] = [entry.header, 0];
  for (const [i, { length, first, digest }] of table.entries()) {
    const last = (table[i + 1]?.first ?? entry.records) - 1;
    const lines: Run[] = [];
    for (let run = wanted[next]; run && run[0] <= last; run = wanted[++next]) {
      lines.push([Math.max(run[0], first) - first, Math.min(run[1], last) - first]);
      // The rest of it is in the next block.
      if (run[1] > last) break;
    }
    if (lines.length > 0) blocks.push({ at, length, digest, lines });
    at += length;
  }
  if (next < wanted.length) throw new Error('its table of blocks is damaged');
  return blocks;
}

interface Row {
  readonly length: number;
  /** Number of the first record. */
  readonly first: number;
  readonly digest: string;
}

function tableOf(header: JsonObject): readonly Row[] {
  let least = 0;
  return list(header.blocks).map((row, i) => {
    const [length, first, digest] = list(row);
    const ordered = isCount(first) && (i === 0 ? first === 0 : first > least);
    if (!isCount(length) || !ordered || typeof digest !== 'string')
      throw new Error('its table of blocks is damaged');
    least = first;
    return { length, first, digest };
  });
}

/** Numbers of the wanted names' records, in ascending runs that do not touch. */
function recordsOf(header: JsonObject, names: ReadonlySet<string>, count: number): readonly Run[] {
  const [listed, records] = [header.names, header.records].map((one) => text(one)?.split('\n'));
  if (!listed || listed.length !== records?.length) throw new Error('its index is damaged');
  const runs: Run[] = [];
  listed.forEach((name, i) => {
    if (!names.has(name)) return;
    for (const part of records[i]?.split(',') ?? []) {
      const [from = NaN, to = from] = part.split('-').map(Number);
      if (!(from >= 0 && to < count)) throw new Error('its index is damaged');
      runs.push([from, to]);
    }
  });
  const merged: [number, number][] = [];
  for (const [from, to] of runs.sort(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}
