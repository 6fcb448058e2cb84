import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { compareText } from '../../lib/text.js';
import { affectedMatcher } from '../affected.js';
import type { Advisory, Affected } from '../record.js';
import type { Scorer } from '../severity.js';
import { schemeOf } from '../versions/schemes.js';
import { asciiJson, encodeAdvisory } from './codec.js';
import type { Header, ManifestEntry } from './format.js';
import { affectedNames, type RecordStore, type StoredRecord } from './record-store.js';

/** Uncompressed bytes of a block. Larger blocks compress better, smaller blocks are faster to read. */
const BLOCK_SIZE = 192 << 10;

/** Blocks that are compressed at once. */
const AT_ONCE = 4;

/**
 * Writes the file of an ecosystem, which takes the place of an older one at once. Blocks go into a file next to it, until
 * the header, which comes first, is known.
 */
export async function writeEcosystem(
  path: string,
  store: RecordStore,
  records: ReadonlyMap<string, StoredRecord>,
  score: Scorer,
): Promise<Omit<ManifestEntry, 'file' | 'dumped'>> {
  const sorted = [...records.values()].sort(
    (a, b) => compareText(a.name, b.name) || compareText(a.id, b.id),
  );
  const index = new NameIndex();
  const releases = new Set<string>();
  let modified: string | undefined;
  const blocksPath = `${path}.blocks`;
  const quality = qualityFor(records);
  const blocks = new BlockWriter(await open(blocksPath, 'w'), quality);
  try {
    for (const [number, record] of sorted.entries()) {
      const advisory = store.load(record);
      for (const name of affectedNames(advisory)) index.add(name, number);
      for (const { release } of advisory.affected) if (release !== undefined) releases.add(release);
      if (
        advisory.modified !== undefined &&
        !(modified !== undefined && advisory.modified <= modified)
      )
        modified = advisory.modified;
      await blocks.add(lineOf(advisory, score));
    }
    const content: Header = { blocks: await blocks.end(), ...index.encoded() };
    const header = await compress(asciiJson(content), quality);
    await joinFiles(path, header, blocksPath);
    return {
      size: header.length + blocks.size,
      header: header.length,
      digest: `sha256:${createHash('sha256').update(header).digest('hex')}`,
      records: sorted.length,
      modified,
      releases: [...releases].sort(),
    };
  } finally {
    await blocks.close();
    await rm(blocksPath, { force: true });
  }
}

/** The best compression takes ten times as long as the next best, for a tenth less: hours for gigabytes. */
function qualityFor(records: ReadonlyMap<string, StoredRecord>): number {
  let bytes = 0;
  for (const { place } of records.values()) bytes += place.length;
  return bytes > 256 << 20 ? 9 : 11;
}

async function joinFiles(path: string, header: Buffer, blocksPath: string): Promise<void> {
  const partial = `${path}.partial`;
  const out = createWriteStream(partial);
  out.write(header);
  await pipeline(createReadStream(blocksPath), out);
  await rename(partial, path);
}

function lineOf(advisory: Advisory, score: Scorer): string {
  const affected = advisory.affected.map(withoutCoveredVersions);
  return encodeAdvisory({ ...advisory, affected }, score);
}

/** Removes the listed versions that a range covers too: most lists only repeat the ranges. */
function withoutCoveredVersions(row: Affected): Affected {
  const scheme = schemeOf(row.ecosystem, row.release);
  if (!scheme || row.ranges.length === 0 || row.versions.length > 10_000) return row;
  const ranges: Affected = { ...row, versions: [] };
  return { ...row, versions: row.versions.filter((v) => !affectedMatcher(v, scheme)(ranges)) };
}

/** Compresses lines in blocks and writes these in their order. */
class BlockWriter {
  size = 0;
  private readonly table: [length: number, first: number, digest: string][] = [];
  private readonly pending: { readonly block: Promise<Buffer>; readonly first: number }[] = [];
  private lines: string[] = [];
  private length = 0;
  private first = 0;

  constructor(
    private readonly file: Awaited<ReturnType<typeof open>>,
    private readonly quality: number,
  ) {}

  async add(line: string): Promise<void> {
    this.lines.push(line);
    this.length += line.length;
    if (this.length >= BLOCK_SIZE) await this.endBlock();
  }

  /** Returns the table of the blocks. */
  async end(): Promise<Header['blocks']> {
    await this.endBlock();
    while (this.pending.length > 0) await this.writeNext();
    return this.table;
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.pending.map(({ block }) => block));
    await this.file.close();
  }

  private async endBlock(): Promise<void> {
    if (this.lines.length === 0) return;
    const block = compress(this.lines.join('\n'), this.quality);
    // The error is thrown where the block is awaited.
    block.catch(() => undefined);
    this.pending.push({ block, first: this.first });
    this.first += this.lines.length;
    this.lines = [];
    this.length = 0;
    if (this.pending.length >= AT_ONCE) await this.writeNext();
  }

  private async writeNext(): Promise<void> {
    const next = this.pending.shift();
    if (!next) return;
    const block = await next.block;
    const digest = createHash('sha256').update(block).digest('hex').slice(0, 32);
    this.table.push([block.length, next.first, digest]);
    this.size += block.length;
    await this.file.writeFile(block);
  }
}

/** The index from names to record numbers, which are added in ascending order. */
class NameIndex {
  private readonly runs = new Map<string, { text: string; from: number; to: number }>();

  add(name: string, record: number): void {
    const run = this.runs.get(name);
    if (!run) this.runs.set(name, { text: '', from: record, to: record });
    else if (record === run.to + 1) run.to = record;
    else {
      run.text = `${encodeRun(run)},`;
      run.from = record;
      run.to = record;
    }
  }

  encoded(): Pick<Header, 'names' | 'records'> {
    const sorted = [...this.runs].sort(([a], [b]) => compareText(a, b));
    return {
      names: sorted.map(([name]) => name).join('\n'),
      records: sorted.map(([, run]) => encodeRun(run)).join('\n'),
    };
  }
}

/** `3,5-9`. */
function encodeRun({ text, from, to }: { text: string; from: number; to: number }): string {
  return `${text}${from === to ? from : `${from}-${to}`}`;
}

const brotli = promisify(brotliCompress);

async function compress(text: string, quality: number): Promise<Buffer> {
  const bytes = Buffer.from(text);
  return await brotli(bytes, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}
