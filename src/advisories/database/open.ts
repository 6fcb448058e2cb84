import { createHash } from 'node:crypto';
import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { PortsideError, reason } from '../../findings/errors.js';
import { isObject, type JsonObject, list, number, text, texts } from '../json.js';
import type { Advisory } from '../record.js';
import {
  type AdvisorySource,
  type EcosystemCoverage,
  type Problem,
  wantedNames,
} from '../sources/source.js';
import { decodeAdvisory } from './codec.js';
import { MANIFEST, type Manifest, type ManifestEntry, SCHEMA } from './format.js';

/** Whether a path is a built database: a folder with a manifest, or the manifest itself. */
export async function isDatabase(path: string): Promise<boolean> {
  if (basename(path) === MANIFEST) return true;
  return stat(join(path, MANIFEST)).then(
    (found) => found.isFile(),
    () => false,
  );
}

/**
 * A built database as a source: of each file only the header and the blocks of wanted packages are read, and checked
 * against their digests. Throws PortsideError (incomplete) for a database of another version or without a readable
 * manifest; a damaged file is a problem of its ecosystem alone. `provide` is called before a file is read, to bring it.
 */
export async function openDatabase(
  path: string,
  provide: (entry: ManifestEntry) => Promise<void> = async () => undefined,
): Promise<AdvisorySource> {
  const folder = basename(path) === MANIFEST ? join(path, '..') : path;
  const manifest = await databaseInfo(path);
  const ecosystems = new Map<string, EcosystemCoverage>(
    Object.entries(manifest.ecosystems)
      .filter(([, { dumped }]) => dumped)
      .map(([base, { records, modified, releases }]) => [
        base,
        { records, modified, releases: new Set(releases) },
      ]),
  );
  return {
    name: path,
    async find(queries) {
      const problems: Problem[] = [];
      const read = async ([base, names]: [string, ReadonlySet<string>]) => {
        const entry = Object.hasOwn(manifest.ecosystems, base)
          ? manifest.ecosystems[base]
          : undefined;
        if (!entry) return [];
        try {
          await provide(entry);
          return await readEcosystem(join(folder, entry.file), entry, names);
        } catch (error) {
          problems.push({ message: `The advisories of ${base} in ${path}: ${reason(error)}` });
          return [];
        }
      };
      // Ecosystems beside each other: one is unpacked while another is parsed.
      const advisories = (await Promise.all([...wantedNames(queries)].map(read))).flat();
      return { advisories, coverage: { ecosystems }, problems };
    },
  };
}

/** What a database holds, and of when it is. Throws PortsideError (incomplete) as openDatabase does. */
export async function databaseInfo(path: string): Promise<Manifest> {
  const file = basename(path) === MANIFEST ? path : join(path, MANIFEST);
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw broken(path, reason(error), error);
  }
  if (!isObject(json) || json.schema !== SCHEMA)
    throw broken(
      path,
      `it has the format ${JSON.stringify(isObject(json) ? json.schema : json)?.slice(0, 80)}, not ${SCHEMA}`,
    );
  const built = text(json.built);
  if (built === undefined || !isObject(json.ecosystems))
    throw broken(path, 'its manifest is damaged');
  const ecosystems: Record<string, ManifestEntry> = {};
  for (const [base, value] of Object.entries(json.ecosystems)) {
    const entry = isObject(value) ? readEntry(value) : undefined;
    if (!entry) throw broken(path, `its manifest is damaged at ${base.slice(0, 80)}`);
    ecosystems[base] = entry;
  }
  return { schema: SCHEMA, built, ecosystems };
}

function readEntry(value: JsonObject): ManifestEntry | undefined {
  const [file, digest] = [text(value.file), text(value.digest)];
  const [size, header, records] = [number(value.size), number(value.header), number(value.records)];
  if (!file || !digest || size === undefined || header === undefined || records === undefined)
    return undefined;
  // A name with a folder would lead out of the database.
  if (!/^[A-Za-z0-9._-]+$/.test(file) || header < 0 || header > size) return undefined;
  const releases = texts(value.releases);
  const dumped = value.dumped === true;
  return { file, size, header, digest, records, dumped, modified: text(value.modified), releases };
}

function broken(path: string, why: string, cause?: unknown): PortsideError {
  return new PortsideError(
    'incomplete',
    `Cannot use the advisory database ${path}: ${why}`,
    'Build it again with portside db build',
    cause,
  );
}

const unpack = promisify(brotliDecompress);

const LARGEST_HEADER = 256 << 20;
const LARGEST_BLOCK = 64 << 20;

async function readEcosystem(
  path: string,
  entry: ManifestEntry,
  names: ReadonlySet<string>,
): Promise<Advisory[]> {
  const file = await open(path);
  try {
    const head = await readBytes(file, 0, entry.header);
    if (`sha256:${sha256(head)}` !== entry.digest) throw new Error('its digest is wrong');
    const header: unknown = JSON.parse(
      (await unpack(head, { maxOutputLength: LARGEST_HEADER })).toString('utf8'),
    );
    if (!isObject(header)) throw new Error('its header is damaged');
    const wanted = recordsOf(header, names, entry.records);
    const advisories: Advisory[] = [];
    let [at, next] = [entry.header, 0];
    for (const [length, first, digest, end] of blocksOf(header, entry.records)) {
      const numbers: number[] = [];
      for (let number = wanted[next]; number !== undefined && number < end; number = wanted[++next])
        numbers.push(number - first);
      if (numbers.length > 0) {
        const block = await readBytes(file, at, length);
        if (sha256(block).slice(0, 32) !== digest)
          throw new Error('the digest of a block is wrong');
        const lines = linesOf(
          (await unpack(block, { maxOutputLength: LARGEST_BLOCK })).toString('utf8'),
        );
        for (const number of numbers) {
          const advisory = decodeAdvisory(JSON.parse(lines[number] ?? 'null'));
          if (!advisory) throw new Error('a record is damaged');
          advisories.push(advisory);
        }
      }
      at += length;
    }
    return advisories;
  } finally {
    await file.close();
  }
}

/** The records of a block, which are a line each so that only wanted ones are parsed. */
function linesOf(block: string): readonly string[] {
  return block.slice(1, -1).split(',\n');
}

/** Numbers of the wanted names' records, ascending. */
function recordsOf(
  header: JsonObject,
  names: ReadonlySet<string>,
  count: number,
): readonly number[] {
  const records = (text(header.records) ?? '').split('\n');
  const wanted = new Set<number>();
  (text(header.names) ?? '').split('\n').forEach((name, i) => {
    if (!names.has(name)) return;
    for (const part of records[i]?.split(',') ?? []) {
      const [from = NaN, to = from] = part.split('-').map(Number);
      // Counting to what is written here could take for ever.
      if (!(from >= 0 && to < count)) throw new Error('its index is damaged');
      for (let number = from; number <= to; number++) wanted.add(number);
    }
  });
  return [...wanted].sort((a, b) => a - b);
}

/** The table of blocks, with the number after each block's last record. */
function blocksOf(header: JsonObject, records: number): [number, number, string, number][] {
  const table = list(header.blocks).map((row): [number, number, string] => {
    const [length, first, digest] = list(row);
    if (typeof length !== 'number' || typeof first !== 'number' || typeof digest !== 'string')
      throw new Error('its table of blocks is damaged');
    return [length, first, digest];
  });
  return table.map(([length, first, digest], i) => [
    length,
    first,
    digest,
    table[i + 1]?.[1] ?? records,
  ]);
}

async function readBytes(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, at);
  if (bytesRead !== length) throw new Error('it is cut short');
  return bytes;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
