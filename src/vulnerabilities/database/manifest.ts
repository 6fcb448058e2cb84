import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PortsideError, reason } from '../../lib/errors.js';
import {
  isCount,
  isObject,
  type JsonObject,
  number,
  objects,
  text,
  texts,
} from '../../lib/json.js';
import { readRegularFile } from '../../lib/regular-file.js';
import {
  type DatabaseManifest,
  MANIFEST_FILE,
  type ManifestEntry,
  type ManifestFeed,
  SCHEMA,
} from './format.js';

const MAX_MANIFEST_BYTES = 16 << 20;

/** The manifest that was read last: a scan of many targets asks for the same one for each. */
let last: { readonly identity: string; readonly manifest: DatabaseManifest } | undefined;

/** The manifest of a built database. Throws PortsideError (incomplete) when it is damaged or of another format. */
export async function readDatabaseManifest(path: string): Promise<DatabaseManifest> {
  const identity = manifestIdentity(path);
  if (last?.identity === identity) return last.manifest;
  const manifest = readManifest(path);
  last = { identity, manifest };
  return manifest;
}

function fileOf(path: string): string {
  return basename(path) === MANIFEST_FILE ? path : join(path, MANIFEST_FILE);
}

/** What tells that a database is still the same one: its manifest has the digests of all its parts. */
export function manifestIdentity(path: string): string {
  const file = fileOf(path);
  const about = statSync(file, { throwIfNoEntry: false });
  return [file, about?.dev, about?.ino, about?.size, about?.mtimeMs, about?.ctimeMs].join(' ');
}

function readManifest(path: string): DatabaseManifest {
  let json: unknown;
  try {
    json = JSON.parse(readRegularFile(fileOf(path), MAX_MANIFEST_BYTES).toString('utf8'));
  } catch (error) {
    throw unusable(path, reason(error), error);
  }
  if (!isObject(json) || json.schema !== SCHEMA) {
    const schema = JSON.stringify(isObject(json) ? json.schema : json)?.slice(0, 80);
    throw unusable(path, `its format is ${schema}, not ${SCHEMA}`);
  }
  const built = text(json.built);
  if (built === undefined || !isObject(json.ecosystems))
    throw unusable(path, 'its manifest is damaged');
  const ecosystems: Record<string, ManifestEntry> = {};
  for (const [base, value] of Object.entries(json.ecosystems)) {
    const entry = isObject(value) ? readEntry(value) : undefined;
    if (!entry) throw unusable(path, `its manifest is damaged at ${base.slice(0, 80)}`);
    ecosystems[base] = entry;
  }
  const feeds = objects(json.feeds).flatMap(readFeed);
  return { schema: SCHEMA, built, ecosystems, feeds, facts: json.facts };
}

function readEntry(value: JsonObject): ManifestEntry | undefined {
  const [file, digest] = [text(value.file), text(value.digest)];
  const [size, header, records] = [number(value.size), number(value.header), number(value.records)];
  if (!file || !digest || size === undefined || header === undefined || records === undefined)
    return undefined;
  // A file name with a folder could point outside the database.
  if (!/^[A-Za-z0-9._-]+$/.test(file) || !isCount(header) || header > size) return undefined;
  if (!/^sha256:[a-f0-9]{64}$/.test(digest)) return undefined;
  const releases = texts(value.releases);
  const dumped = value.dumped === true;
  return { file, size, header, digest, records, dumped, modified: text(value.modified), releases };
}

/** A feed that cannot be read is none: then nothing is said to be in it. */
function readFeed(value: JsonObject): ManifestFeed[] {
  const [feed, name] = [text(value.feed), text(value.name)];
  const [ecosystem, dated] = [text(value.ecosystem), text(value.dated)];
  if (!feed || !name || !ecosystem || !dated) return [];
  return [{ feed, name, ecosystem, dated, releases: texts(value.releases) }];
}

function unusable(path: string, why: string, cause?: unknown): PortsideError {
  return new PortsideError(
    'PSE6503',
    `Cannot use the advisory database ${path}: ${why}`,
    'Build it again with portside db build',
    cause,
  );
}
