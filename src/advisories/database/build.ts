import { createHash } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { reason } from '../../findings/errors.js';
import { makeFolder } from '../../findings/folder.js';
import { judgeVersion } from '../affected.js';
import { normaliseName } from '../ecosystem.js';
import { type Advisory, type Affected, BadRecord, isNewer, readRecord } from '../record.js';
import { loadScorer, type Scorer } from '../severity.js';
import { findParts, membersOf } from '../sources/dump.js';
import { schemeOf } from '../versions/schemes.js';
import { asciiJson, encodeAdvisory } from './codec.js';
import { type Header, MANIFEST, type Manifest, type ManifestEntry, SCHEMA } from './format.js';

export interface Built {
  readonly manifest: Manifest;
  /** What could not be read and is missing. */
  readonly problems: readonly string[];
}

/**
 * Builds a database in the folder `out` from OSV dumps (see openDump). Withdrawn records and repeated ids are left out.
 * Throws PortsideError (usage) when a dump does not exist.
 */
export async function buildDatabase(
  dumps: readonly string[],
  out: string,
  now: Date,
): Promise<Built> {
  const problems: string[] = [];
  const ecosystems = await gather(dumps, problems);
  await makeFolder(out);
  const score = await loadScorer();
  const entries: Record<string, ManifestEntry> = {};
  for (const [ecosystem, { advisories, dumped }] of [...ecosystems].sort(([a], [b]) =>
    compare(a, b),
  )) {
    if (advisories.size === 0) continue;
    const { bytes, entry } = encodeEcosystem(ecosystem, [...advisories.values()], dumped, score);
    entries[ecosystem] = entry;
    await replaceFile(join(out, entry.file), bytes);
  }
  const manifest: Manifest = { schema: SCHEMA, built: now.toISOString(), ecosystems: entries };
  await replaceFile(join(out, MANIFEST), `${JSON.stringify(manifest, undefined, 1)}\n`);
  return { manifest, problems };
}

interface Gathered {
  readonly advisories: Map<string, Advisory>;
  /** Whether a dump of this ecosystem was read: a few npm records in Maven's dump do not cover npm. */
  readonly dumped: boolean;
}

/** Records by ecosystem and id; one with rows of several ecosystems is kept in each, with the rows of that one. */
async function gather(
  dumps: readonly string[],
  problems: string[],
): Promise<Map<string, Gathered>> {
  const ecosystems = new Map<string, Gathered>();
  const withdrawn = new Map<string, Advisory>();
  for (const dump of dumps)
    for (const part of await findParts(dump))
      try {
        for await (const member of membersOf(part)) {
          if (!member.name.endsWith('.json')) continue;
          const where = `${member.name} of ${part.path}`;
          if ('problem' in member) {
            problems.push(`${where}: ${member.problem}`);
            continue;
          }
          const advisory = readMember(member.bytes, where, problems);
          if (advisory?.withdrawn) keepNewest(withdrawn, advisory);
          else if (advisory) addRecord(advisory, part.ecosystem, ecosystems);
        }
      } catch (error) {
        problems.push(reason(error));
      }
  // What was withdrawn may be in an older dump as it was before.
  for (const { advisories } of ecosystems.values())
    for (const advisory of withdrawn.values()) {
      const known = advisories.get(advisory.id);
      if (known && isNewer(advisory, known)) advisories.delete(advisory.id);
    }
  return ecosystems;
}

function readMember(bytes: Buffer, where: string, problems: string[]): Advisory | undefined {
  try {
    return readRecord(bytes.toString('utf8'));
  } catch (error) {
    if (!(error instanceof BadRecord)) throw error;
    problems.push(`${where}: ${error.message}`);
    return undefined;
  }
}

function addRecord(
  advisory: Advisory,
  only: string | undefined,
  ecosystems: Map<string, Gathered>,
): void {
  for (const base of new Set(advisory.affected.map((row) => row.ecosystem))) {
    const { advisories, dumped } = ecosystems.get(base) ?? {
      advisories: new Map<string, Advisory>(),
      dumped: false,
    };
    ecosystems.set(base, {
      advisories,
      dumped: dumped || only === undefined || only === base,
    });
    const rows = advisory.affected.filter((row) => row.ecosystem === base);
    keepNewest(advisories, { ...advisory, affected: rows });
  }
}

function keepNewest(known: Map<string, Advisory>, advisory: Advisory): void {
  const before = known.get(advisory.id);
  if (!before || isNewer(advisory, before)) known.set(advisory.id, advisory);
}

/** Lists repeat what the ranges say; what the ranges do not say is kept. */
function withoutCoveredVersions(row: Affected): Affected {
  const scheme = schemeOf(row.ecosystem);
  if (!scheme || row.ranges.length === 0 || row.versions.length > 10_000) return row;
  const ranges: Affected = { ...row, versions: [] };
  return { ...row, versions: row.versions.filter((v) => !judgeVersion(v, scheme)(ranges)) };
}

/** Uncompressed bytes of a block: larger ones compress better, smaller ones are read sooner. */
const BLOCK = 192 << 10;

function encodeEcosystem(
  ecosystem: string,
  advisories: readonly Advisory[],
  dumped: boolean,
  score: Scorer,
): { readonly bytes: Buffer; readonly entry: ManifestEntry } {
  const named = advisories
    .map((advisory) => ({ advisory, names: namesOf(advisory) }))
    .sort((a, b) => compare(a.names[0], b.names[0]) || compare(a.advisory.id, b.advisory.id));
  const { blocks, table } = encodeBlocks(
    named.map(({ advisory }) => advisory),
    score,
  );
  const { names, records } = encodeNames(named.map(({ names }) => names));
  const header: Header = { blocks: table, names, records };
  const head = compress(asciiJson(header));
  const bytes = Buffer.concat([head, ...blocks]);
  return {
    bytes,
    entry: {
      file: `${ecosystem.replace(/[^A-Za-z0-9.-]+/g, '_')}.advisories`,
      size: bytes.length,
      header: head.length,
      digest: `sha256:${createHash('sha256').update(head).digest('hex')}`,
      records: advisories.length,
      dumped,
      modified: newestModified(advisories),
      releases: [
        ...new Set(advisories.flatMap(({ affected }) => affected.flatMap((r) => r.release ?? []))),
      ].sort(),
    },
  };
}

function namesOf(advisory: Advisory): readonly string[] {
  return [
    ...new Set(advisory.affected.map((row) => normaliseName(row.ecosystem, row.name))),
  ].sort();
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
  const close = () => {
    if (lines.length === 0) return;
    const block = compress(lines.join('\n'));
    table.push([
      block.length,
      first,
      createHash('sha256').update(block).digest('hex').slice(0, 32),
    ]);
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
    if (size >= BLOCK) close();
  }
  close();
  return { blocks, table };
}

function encodeNames(
  namesByRecord: readonly (readonly string[])[],
): Pick<Header, 'names' | 'records'> {
  const records = new Map<string, number[]>();
  namesByRecord.forEach((names, record) => {
    for (const name of names) {
      const known = records.get(name);
      if (known) known.push(record);
      else records.set(name, [record]);
    }
  });
  const names = [...records.keys()].filter((name) => !name.includes('\n')).sort();
  return {
    names: names.join('\n'),
    records: names.map((name) => ranges(records.get(name) ?? [])).join('\n'),
  };
}

/** Ascending numbers as `3,5-9`. */
function ranges(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < numbers.length; i++) {
    const from = numbers[i];
    let to = from;
    while (to !== undefined && numbers[i + 1] === to + 1) to = numbers[++i];
    parts.push(from === to ? `${from}` : `${from}-${to}`);
  }
  return parts.join(',');
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

function compare(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  return (a ?? '') < (b ?? '') ? -1 : 1;
}

/** Readers never see half a file. */
async function replaceFile(path: string, content: Buffer | string): Promise<void> {
  const partial = `${path}.partial`;
  await writeFile(partial, content);
  await rename(partial, path);
}
