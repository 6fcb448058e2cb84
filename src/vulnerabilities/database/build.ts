import { createHash } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { currentTables } from '../../base-images/data/tables.js';
import type { Host, Logger } from '../../core/host.js';
import { makeFolder } from '../../lib/make-folder.js';
import { compareText } from '../../lib/text.js';
import { affectedMatcher } from '../affected.js';
import { CVE_RATINGS } from '../cve-ratings.js';
import { normalizeName } from '../ecosystem.js';
import type { Advisory, Affected } from '../record.js';
import { loadScorer, needsCveRating, type Scorer } from '../severity.js';
import type { FeedRequest } from '../vendor-feeds/requests.js';
import { schemeOf } from '../versions/schemes.js';
import { isCve, subjectsOf } from '../vulnerability.js';
import { asciiJson, encodeAdvisory } from './codec.js';
import { factsOf } from './facts.js';
import { type Header, MANIFEST_FILE, type Manifest, type ManifestEntry, SCHEMA } from './format.js';
import { type EcosystemRecords, readDumps } from './read-dumps.js';
import { readFeeds } from './read-feeds.js';

export interface BuildOptions {
  readonly progress?: Logger['progress'];
  /** Vendor feeds, and the host that downloads them. */
  readonly vendor?: { readonly feeds: readonly FeedRequest[]; readonly host: Host };
}

export interface BuildResult {
  readonly manifest: Manifest;
  /** Records that could not be read and are missing. */
  readonly problems: readonly string[];
}

/**
 * Builds a database in the folder `out` from OSV dumps (see openDump) and vendor feeds, without withdrawn records and duplicates. Throws
 * PortsideError (usage) when a dump does not exist.
 */
export async function buildDatabase(
  dumps: readonly string[],
  out: string,
  now: Date,
  { progress = () => {}, vendor }: BuildOptions = {},
): Promise<BuildResult> {
  const problems: string[] = [];
  const records = await readDumps(dumps, problems, progress);
  const feeds = vendor ? await readFeeds(vendor.feeds, records, problems, vendor.host) : [];
  const { ecosystems, ratings } = records;
  await makeFolder(out);
  const score = await loadScorer();
  const cves = ratings.records(unratedCves([...ecosystems.values()], score));
  const advisories = new Map(cves.map((record) => [record.id, record]));
  ecosystems.set(CVE_RATINGS, { advisories, dumped: false });
  const entries: Record<string, ManifestEntry> = {};
  const files = new Set<string>();
  for (const [ecosystem, { advisories, dumped }] of [...ecosystems].sort(([a], [b]) =>
    compareText(a, b),
  )) {
    if (advisories.size === 0) continue;
    progress(`compressing the advisories of ${ecosystem}`);
    const { bytes, entry } = encodeEcosystem([...advisories.values()], dumped, score);
    const file = uniqueFileName(ecosystem, files);
    entries[ecosystem] = { file, ...entry };
    await replaceFile(join(out, file), bytes);
  }
  const manifest: Manifest = {
    schema: SCHEMA,
    built: now.toISOString(),
    ecosystems: entries,
    facts: factsOf(currentTables()),
    feeds,
  };
  await replaceFile(join(out, MANIFEST_FILE), `${JSON.stringify(manifest, undefined, 1)}\n`);
  return { manifest, problems };
}

/** The CVEs whose advisories have no rating for them, in ascending order. */
function unratedCves(ecosystems: readonly EcosystemRecords[], score: Scorer): readonly string[] {
  const cves = new Set<string>();
  for (const { advisories } of ecosystems)
    for (const advisory of advisories.values()) {
      const named = subjectsOf(advisory, advisory.aliases).filter(isCve);
      if (named.length > 1 || needsCveRating(advisory, score))
        for (const cve of named) cves.add(cve);
    }
  return [...cves].sort();
}

/**
 * A safe file name, since records can have any text as their ecosystem. Differs from the taken ones in more than case,
 * for file systems that ignore case.
 */
function uniqueFileName(ecosystem: string, taken: Set<string>): string {
  const safe = ecosystem.replace(/[^A-Za-z0-9.-]+/g, '_').slice(0, 100);
  let name = safe;
  for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${safe}_${n}`;
  taken.add(name.toLowerCase());
  return `${name}.advisories`;
}

/** Removes the listed versions that a range covers too: most lists only repeat the ranges. */
function withoutCoveredVersions(row: Affected): Affected {
  const scheme = schemeOf(row.ecosystem, row.release);
  if (!scheme || row.ranges.length === 0 || row.versions.length > 10_000) return row;
  const ranges: Affected = { ...row, versions: [] };
  return { ...row, versions: row.versions.filter((v) => !affectedMatcher(v, scheme)(ranges)) };
}

/** Uncompressed bytes of a block. Larger blocks compress better, smaller blocks are faster to read. */
const BLOCK_SIZE = 192 << 10;

function encodeEcosystem(
  advisories: readonly Advisory[],
  dumped: boolean,
  score: Scorer,
): { readonly bytes: Buffer; readonly entry: Omit<ManifestEntry, 'file'> } {
  const named = advisories
    .map((advisory) => ({ advisory, names: namesOf(advisory) }))
    .sort(
      (a, b) =>
        compareText(a.names[0] ?? '', b.names[0] ?? '') ||
        compareText(a.advisory.id, b.advisory.id),
    );
  const { blocks, table } = encodeBlocks(
    named.map(({ advisory }) => advisory),
    score,
  );
  const { names, records } = encodeNames(named.map((one) => one.names));
  const content: Header = { blocks: table, names, records };
  const header = compress(asciiJson(content));
  const bytes = Buffer.concat([header, ...blocks]);
  return {
    bytes,
    entry: {
      size: bytes.length,
      header: header.length,
      digest: `sha256:${createHash('sha256').update(header).digest('hex')}`,
      records: advisories.length,
      dumped,
      modified: newestModified(advisories),
      releases: [
        ...new Set(advisories.flatMap(({ affected }) => affected.flatMap((r) => r.release ?? []))),
      ].sort(),
    },
  };
}

/** The normalized names of the packages that an advisory affects. No package has a name with a line break. */
function namesOf(advisory: Advisory): readonly string[] {
  const names = advisory.affected.map((row) => normalizeName(row.ecosystem, row.name));
  return [...new Set(names)].filter((name) => !name.includes('\n')).sort();
}

function encodeBlocks(
  advisories: readonly Advisory[],
  score: Scorer,
): {
  readonly blocks: readonly Buffer[];
  readonly table: Header['blocks'];
} {
  const blocks: Buffer[] = [];
  const table: [number, number, string][] = [];
  let lines: string[] = [];
  let [size, first] = [0, 0];
  const endBlock = () => {
    if (lines.length === 0) return;
    const block = compress(lines.join('\n'));
    const digest = createHash('sha256').update(block).digest('hex').slice(0, 32);
    table.push([block.length, first, digest]);
    blocks.push(block);
    first += lines.length;
    lines = [];
    size = 0;
  };
  for (const advisory of advisories) {
    const affected = advisory.affected.map(withoutCoveredVersions);
    const line = encodeAdvisory({ ...advisory, affected }, score);
    lines.push(line);
    size += line.length;
    if (size >= BLOCK_SIZE) endBlock();
  }
  endBlock();
  return { blocks, table };
}

/** The index from names to record numbers; `namesByRecord` has the names of each record. */
function encodeNames(
  namesByRecord: readonly (readonly string[])[],
): Pick<Header, 'names' | 'records'> {
  const records = new Map<string, number[]>();
  namesByRecord.forEach((names, record) => {
    for (const name of names) {
      const numbers = records.get(name);
      if (numbers) numbers.push(record);
      else records.set(name, [record]);
    }
  });
  const names = [...records.keys()].filter((name) => !name.includes('\n')).sort();
  return {
    names: names.join('\n'),
    records: names.map((name) => encodeRuns(records.get(name) ?? [])).join('\n'),
  };
}

/** Ascending numbers as `3,5-9`. */
function encodeRuns(numbers: readonly number[]): string {
  const runs: string[] = [];
  for (let i = 0; i < numbers.length; i++) {
    const from = numbers[i];
    let to = from;
    while (to !== undefined && numbers[i + 1] === to + 1) to = numbers[++i];
    runs.push(from === to ? `${from}` : `${from}-${to}`);
  }
  return runs.join(',');
}

function compress(text: string): Buffer {
  const bytes = Buffer.from(text);
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}

function newestModified(advisories: readonly Advisory[]): string | undefined {
  let newest: string | undefined;
  for (const { modified } of advisories)
    if (modified !== undefined && (newest === undefined || modified > newest)) newest = modified;
  return newest;
}

/** Replaces a file at once, so that nobody reads a partial one. */
async function replaceFile(path: string, content: Buffer | string): Promise<void> {
  const partial = `${path}.partial`;
  await writeFile(partial, content);
  await rename(partial, path);
}
