import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { PortsideError, reason } from '../../findings/errors.js';
import { matchRelease, normaliseName } from '../ecosystem.js';
import { isObject, type JsonObject, list, number, text, texts } from '../json.js';
import type { Advisory } from '../record.js';
import {
  type AdvisorySource,
  type Asked,
  askedOf,
  type EcosystemCoverage,
  type Problem,
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
      const read = async ([base, asked]: [string, Asked]) => {
        const entry = Object.hasOwn(manifest.ecosystems, base)
          ? manifest.ecosystems[base]
          : undefined;
        if (!entry) return [];
        try {
          await provide(entry);
          return await readEcosystem(join(folder, entry.file), base, entry, asked);
        } catch (error) {
          problems.push({ message: `The advisories of ${base} in ${path}: ${reason(error)}` });
          return [];
        }
      };
      // Ecosystems beside each other: one is unpacked while another is parsed.
      const advisories = (await Promise.all([...askedOf(queries)].map(read))).flat();
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
  if (!/^[A-Za-z0-9._-]+$/.test(file) || !isCount(header) || header > size) return undefined;
  if (!/^sha256:[a-f0-9]{64}$/.test(digest)) return undefined;
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
/** Most blocks are smaller: each comes from its thread in one piece. */
const CHUNK = 256 << 10;
/** Blocks that are unpacked beside the one that is read. */
const AHEAD = 3;

async function readEcosystem(
  path: string,
  ecosystem: string,
  entry: ManifestEntry,
  asked: Asked,
): Promise<Advisory[]> {
  const file = openSync(path, 'r');
  try {
    const header: unknown = JSON.parse(
      await unpacked(
        file,
        { at: 0, length: entry.header, digest: entry.digest.slice('sha256:'.length) },
        LARGEST_HEADER,
      ),
    );
    if (!isObject(header)) throw new Error('its header is damaged');
    const blocks = wantedBlocks(header, recordsOf(header, asked.names, entry.records), entry);
    const wanted = wantsRow(ecosystem, asked);
    const texts: Promise<string>[] = [];
    const advisories: Advisory[] = [];
    for (const [i, { numbers }] of blocks.entries()) {
      for (const block of blocks.slice(texts.length, i + 1 + AHEAD)) {
        const text = unpacked(file, block, LARGEST_BLOCK);
        // One that fails is told when its turn comes.
        text.catch(() => undefined);
        texts.push(text);
      }
      const lines = ((await texts[i]) ?? '').split('\n');
      for (const number of numbers) {
        const advisory = decodeAdvisory(lines[number] ?? '', ecosystem, wanted);
        if (advisory) advisories.push(advisory);
      }
      delete texts[i];
    }
    return advisories;
  } finally {
    closeSync(file);
  }
}

/** Rows of other packages and releases are most of some records. */
function wantsRow(ecosystem: string, { names, releases }: Asked) {
  const speaksOfAny = new Map<string | undefined, boolean>();
  return (name: string, release: string | undefined): boolean => {
    if (!names.has(normaliseName(ecosystem, name))) return false;
    const known = speaksOfAny.get(release);
    if (known !== undefined) return known;
    const speaks = [...releases].some((one) => matchRelease(ecosystem, release, one) !== 'no');
    speaksOfAny.set(release, speaks);
    return speaks;
  };
}

/** A part of the file: its header or a block. */
interface Part {
  readonly at: number;
  readonly length: number;
  /** SHA-256, or its first half; hexadecimal. */
  readonly digest: string;
}

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

/** Where the blocks are that hold wanted records, with the places of those in their lines. */
function wantedBlocks(
  header: JsonObject,
  wanted: readonly number[],
  entry: ManifestEntry,
): readonly (Part & { readonly numbers: readonly number[] })[] {
  const table = list(header.blocks).map((row) => {
    const [length, first, digest] = list(row);
    if (!isCount(length) || !isCount(first) || typeof digest !== 'string')
      throw new Error('its table of blocks is damaged');
    return { length, first, digest };
  });
  const blocks: (Part & { readonly numbers: readonly number[] })[] = [];
  let [at, next] = [entry.header, 0];
  for (const [i, { length, first, digest }] of table.entries()) {
    const end = table[i + 1]?.first ?? entry.records;
    const numbers: number[] = [];
    for (let number = wanted[next]; number !== undefined && number < end; number = wanted[++next])
      numbers.push(number - first);
    if (numbers.length > 0) blocks.push({ at, length, digest, numbers });
    at += length;
  }
  return blocks;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
