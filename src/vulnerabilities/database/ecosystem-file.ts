import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { matchRelease, normalizeName } from '../ecosystem.js';
import type { Advisory } from '../record.js';
import type { EcosystemQuery } from '../sources/source.js';
import { decodeAdvisory } from './codec.js';
import type { ManifestEntry } from './format.js';
import { type Part, wantedBlocks } from './header.js';

const LARGEST_HEADER = 256 << 20;
const LARGEST_BLOCK = 64 << 20;

/**
 * The records of an ecosystem's file that have rows of what is asked, with those rows. Only the header and the blocks
 * of these records are read. Throws Error when the file is damaged.
 */
export async function readEcosystemFile(
  path: string,
  ecosystem: string,
  entry: ManifestEntry,
  asked: EcosystemQuery,
): Promise<readonly Advisory[]> {
  const file = openSync(path, 'r');
  try {
    const head = { at: 0, length: entry.header, digest: entry.digest.slice('sha256:'.length) };
    const header: unknown = JSON.parse(await unpacked(file, head, LARGEST_HEADER));
    const blocks = wantedBlocks(header, asked.names, entry);
    const wanted = wantsRow(ecosystem, asked);
    const advisories: Advisory[] = [];
    let at = 0;
    for await (const text of unpackedInTurn(file, blocks)) {
      const lines = text.split('\n');
      for (const [from, to] of blocks[at++]?.lines ?? [])
        for (let line = from; line <= to; line++) {
          const advisory = decodeAdvisory(lines[line] ?? '', ecosystem, wanted);
          if (advisory) advisories.push(advisory);
        }
    }
    return advisories;
  } finally {
    closeSync(file);
  }
}

/** Rows of other packages and releases are most of some records. */
function wantsRow(ecosystem: string, { names, releases }: EcosystemQuery) {
  const speaksOfAny = new Map<string | undefined, boolean>();
  return (name: string, release: string | undefined): boolean => {
    if (!names.has(normalizeName(ecosystem, name))) return false;
    const known = speaksOfAny.get(release);
    if (known !== undefined) return known;
    const speaks = [...releases].some((one) => matchRelease(ecosystem, release, one) !== 'no');
    speaksOfAny.set(release, speaks);
    return speaks;
  };
}

/** Blocks that are unpacked beside the one that is read. */
const AHEAD = 3;

async function* unpackedInTurn(file: number, parts: readonly Part[]): AsyncGenerator<string> {
  const waiting: Promise<string>[] = [];
  let next = 0;
  for (let turn = 0; turn < parts.length; turn++) {
    for (; next < parts.length && next <= turn + AHEAD; next++) {
      const [part] = parts.slice(next);
      if (!part) return;
      const text = unpacked(file, part, LARGEST_BLOCK);
      // One that fails is told when its turn comes.
      text.catch(() => undefined);
      waiting.push(text);
    }
    const text = await waiting.shift();
    if (text !== undefined) yield text;
  }
}

const unpack = promisify(brotliDecompress);
/** Most blocks are smaller: each comes from its thread in one piece. */
const CHUNK = 256 << 10;

/** The text of a part, once its digest is right. */
async function unpacked(file: number, part: Part, largest: number): Promise<string> {
  if (part.at + part.length > fstatSync(file).size) throw new Error('it is cut short');
  const bytes = Buffer.allocUnsafe(part.length);
  readSync(file, bytes, 0, part.length, part.at);
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (part.digest.length < 32 || !digest.startsWith(part.digest))
    throw new Error(`the digest of ${part.at === 0 ? 'its header' : 'a block'} is wrong`);
  return (await unpack(bytes, { maxOutputLength: largest, chunkSize: CHUNK })).toString('latin1');
}
