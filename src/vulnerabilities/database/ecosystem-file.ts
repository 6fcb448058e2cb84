import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { fileType } from '../../lib/regular-file.js';
import { matchRelease, normalizeName } from '../ecosystem.js';
import type { Advisory } from '../record.js';
import type { EcosystemQuery } from '../records/source.js';
import { decodeAdvisory } from './codec.js';
import type { ManifestEntry } from './format.js';
import { type DatabaseIndex, type Part, readDatabaseHeader, wantedBlocks } from './header.js';
import { createRecentlyUsed } from './recently-used.js';

const MAX_HEADER_BYTES = 256 << 20;
const MAX_BLOCK_BYTES = 64 << 20;
/** Text that stays in memory for the next target of the process, which needs mostly the same. */
const MAX_KEPT_BYTES = 16 << 20;

/**
 * The records with rows for the wanted packages, reduced to those rows. Reads only the file's header and the blocks with
 * such records. Throws Error when the file is damaged.
 */
export async function readEcosystemFile(
  path: string,
  ecosystem: string,
  entry: ManifestEntry,
  query: EcosystemQuery,
): Promise<readonly Advisory[]> {
  if (fileType(path) === 'missing')
    throw new Error(`the database lacks its file ${basename(path)}`);
  const descriptor = openSync(path, 'r');
  try {
    const { dev, ino, size, mtimeMs } = fstatSync(descriptor);
    const file = { descriptor, identity: `${dev} ${ino} ${size} ${mtimeMs}` };
    const part = { offset: 0, length: entry.header, digest: entry.digest.slice('sha256:'.length) };
    const blocks = wantedBlocks(await readIndex(file, part), query.names, entry);
    const isWanted = rowFilter(ecosystem, query);
    const advisories: Advisory[] = [];
    let index = 0;
    for await (const lines of linesInOrder(file, blocks)) {
      for (const [from, to] of blocks[index++]?.lines ?? [])
        for (let line = from; line <= to; line++) {
          const advisory = decodeAdvisory(lines[line] ?? '', ecosystem, isWanted);
          if (advisory) advisories.push(advisory);
        }
    }
    return advisories;
  } finally {
    closeSync(descriptor);
  }
}

const indexes = createRecentlyUsed<DatabaseIndex>(MAX_KEPT_BYTES);
const blockLines = createRecentlyUsed<readonly string[]>(MAX_KEPT_BYTES);

/** A file, and what tells that it is still the same one. */
interface OpenFile {
  readonly descriptor: number;
  readonly identity: string;
}

/** A damaged copy of a file must not be taken for it. */
function keyOf({ identity }: OpenFile, { offset, length, digest }: Part): string {
  return `${identity} ${offset} ${length} ${digest}`;
}

async function readIndex(file: OpenFile, part: Part): Promise<DatabaseIndex> {
  const key = keyOf(file, part);
  const known = indexes.get(key);
  if (known) return known;
  const text = await decompress(file.descriptor, part, MAX_HEADER_BYTES);
  const index = readDatabaseHeader(JSON.parse(text));
  indexes.set(key, index, text.length);
  return index;
}

async function readLines(file: OpenFile, part: Part): Promise<readonly string[]> {
  const key = keyOf(file, part);
  const known = blockLines.get(key);
  if (known) return known;
  const text = await decompress(file.descriptor, part, MAX_BLOCK_BYTES);
  const lines = text.split('\n');
  blockLines.set(key, lines, text.length);
  return lines;
}

/** Decides by package and release: most rows of some records are about other packages and releases. */
function rowFilter(ecosystem: string, { names, releases }: EcosystemQuery) {
  const byRelease = new Map<string | undefined, boolean>();
  return (name: string, release: string | undefined): boolean => {
    if (!names.has(normalizeName(ecosystem, name))) return false;
    const known = byRelease.get(release);
    if (known !== undefined) return known;
    const applies = [...releases].some((one) => matchRelease(ecosystem, release, one) !== 'no');
    byRelease.set(release, applies);
    return applies;
  };
}

/** How many blocks are decompressed ahead of the one that is parsed. */
const AHEAD = 3;

async function* linesInOrder(
  file: OpenFile,
  parts: readonly Part[],
): AsyncGenerator<readonly string[]> {
  const pending: Promise<readonly string[]>[] = [];
  let next = 0;
  for (let current = 0; current < parts.length; current++) {
    for (; next < parts.length && next <= current + AHEAD; next++) {
      const part = parts[next];
      if (!part) return;
      const lines = readLines(file, part);
      // The error is thrown where the block is awaited.
      lines.catch(() => undefined);
      pending.push(lines);
    }
    const lines = await pending.shift();
    if (lines !== undefined) yield lines;
  }
}

const brotli = promisify(brotliDecompress);
/** Larger than most blocks, so that each is returned as one chunk. */
const CHUNK_SIZE = 256 << 10;

/** The text of a part, after its digest was verified. */
async function decompress(file: number, part: Part, maxBytes: number): Promise<string> {
  if (part.offset + part.length > fstatSync(file).size) throw new Error('it is truncated');
  const bytes = Buffer.allocUnsafe(part.length);
  readSync(file, bytes, 0, part.length, part.offset);
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (part.digest.length < 32 || !digest.startsWith(part.digest))
    throw new Error(`the digest of ${part.offset === 0 ? 'its header' : 'a block'} is wrong`);
  const text = await brotli(bytes, { maxOutputLength: maxBytes, chunkSize: CHUNK_SIZE });
  return text.toString('latin1');
}
