import { constants, gunzipSync } from 'node:zlib';
import { DEFAULT_LIMITS } from '../image/limits.js';
import { padded, TarDecoder } from '../image/tar/decoder.js';
import { BLOCK, TarError } from '../image/tar/header.js';
import {
  type ZipEntry,
  ZipError,
  type ZipSource,
  zipEntries,
  zipMember,
  zipMemberSource,
} from '../lib/zip.js';
import { isPackageExample, isTextPath } from './paths.js';

/** A text file inside an archive. `inner` is its path there; archives inside archives are separated by `!/`. */
export interface ArchivedText {
  readonly inner: string;
  /** Absent: it is encrypted, or in a compression that is not read. */
  readonly bytes?: Uint8Array;
}

/** What may still be read from the archives of one image: members that are listed, and bytes that are decompressed. */
export interface ArchiveBudget {
  members: number;
  bytes: number;
  /** The archives that were not read completely. */
  readonly cut: Set<string>;
  /** Those that were not read at all, and members of others. */
  readonly unread: Set<string>;
  /** Those that are damaged, which end early, and those too deep in others. */
  readonly skipped: Set<string>;
}

export function archiveBudget(): ArchiveBudget {
  return {
    members: 2_000_000,
    bytes: 1024 * 1024 * 1024,
    cut: new Set(),
    unread: new Set(),
    skipped: new Set(),
  };
}

/** Larger members are programs, models and data; configuration is smaller. */
const MAX_MEMBER_BYTES = 4 * 1024 * 1024;
/** The largest archive inside another that is decompressed, and compressed archive of tar. */
const MAX_INNER_BYTES = 64 * 1024 * 1024;
/** Levels of archives inside archives: a library in an application in an archive. */
const MAX_DEPTH = 3;
const MAX_DIRECTORY_BYTES = 64 * 1024 * 1024;
const MAX_MEMBERS = 200_000;

/** Whether a file can be an archive or a database, by its name. */
export function isArchivePath(path: string): boolean {
  return isOpenedPath(path) || DATABASE.test(path) || UNREAD.test(path);
}

/** Whether a file is called like an archive that is read. */
export function isOpenedPath(path: string): boolean {
  return ZIP.test(path) || TAR.test(path);
}

const ZIP = /\.(?:jar|war|ear|zip|whl|egg|nupkg|aar|apk)$/i;
/** Archives of tar, and files that gzip compressed. */
const TAR = /\.(?:tar|tgz|gz)$/i;
/** Formats that only other programs read. */
const UNREAD = /\.(?:t?xz|t?bz2|tbz|t?zst|lzma|7z|rar)$/i;
const DATABASE = /\.(?:db3?|sqlite3?)$/i;

/** Whether the first bytes are those of a ZIP archive, gzip, tar, SQLite, or a format that is not read. */
export function isArchive(head: Uint8Array): boolean {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.length);
  return (
    /^(?:504b0304|1f8b)/.test(bytes.toString('hex', 0, 4)) ||
    isUnreadArchive(head) ||
    isSqlite(head) ||
    bytes.toString('latin1', 257, 262) === 'ustar'
  );
}

/** Whether the first bytes are those of xz, bzip2, zstd, 7-Zip or RAR. */
export function isUnreadArchive(head: Uint8Array): boolean {
  const hex = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 6)).toString('hex');
  return /^(?:fd377a585a00|425a683[1-9]|28b52ffd|377abcaf271c|526172211a07)/.test(hex);
}

/** Whether the first bytes are those of a database of SQLite, which has texts as they are. */
export function isSqlite(head: Uint8Array): boolean {
  return Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 16)).equals(SQLITE);
}

const SQLITE = Buffer.from('SQLite format 3\0', 'latin1');

/**
 * The text files in an archive and in the archives inside it. Returns false if a limit was reached. A damaged archive ends
 * early: most programs cannot read the rest either. Without a usual name, the first bytes tell what it is.
 */
export function* archivedTexts(
  source: ZipSource,
  path: string,
  budget: ArchiveBudget,
  within = '',
): Generator<ArchivedText, boolean> {
  try {
    if (TAR.test(path) || (!ZIP.test(path) && !isZip(source.part(0, 4))))
      return yield* tarTexts(source, path, budget, within);
    return yield* zipTexts(source, budget, within);
  } catch (error) {
    if (!(error instanceof ZipError || error instanceof TarError)) throw error;
    if (!error.isLimit) budget.skipped.add(`${within}${path}`);
    return !error.isLimit;
  }
}

function isZip(head: Uint8Array): boolean {
  return Buffer.from(head).toString('latin1', 0, 4) === 'PK\x03\x04';
}

function* zipTexts(
  source: ZipSource,
  budget: ArchiveBudget,
  within: string,
): Generator<ArchivedText, boolean> {
  const wanted = (name: string) => isWanted(name) || isInner(name, within, budget);
  const entries = zipEntries(source, {
    wanted,
    maxMembers: Math.min(MAX_MEMBERS, Math.max(0, budget.members)),
    maxDirectoryBytes: MAX_DIRECTORY_BYTES,
  });
  let complete = true;
  for (let step = entries.next(); ; step = entries.next()) {
    if (step.done) {
      budget.members -= step.value;
      return complete;
    }
    const entry = step.value;
    const inner = `${within}${entry.name}`;
    if (isInner(entry.name, within, budget)) {
      if (!spend(budget, entry, MAX_INNER_BYTES)) complete = false;
      else complete = (yield* innerTexts(source, entry, budget, inner)) && complete;
    } else if (!spend(budget, entry, MAX_MEMBER_BYTES)) complete = false;
    else yield textOf(inner, UNREAD.test(inner) ? undefined : memberOf(source, entry));
  }
}

function textOf(inner: string, bytes: Uint8Array | undefined): ArchivedText {
  return { inner, ...(bytes && { bytes }) };
}

/** Whether a member is an archive that is opened, too. */
function isInner(name: string, within: string, { skipped }: ArchiveBudget): boolean {
  if (!isOpenedPath(name)) return false;
  const isNear = within.split('!/').length < MAX_DEPTH;
  if (!isNear) skipped.add(`${within}${name}`);
  return isNear;
}

function* innerTexts(
  source: ZipSource,
  entry: ZipEntry,
  budget: ArchiveBudget,
  inner: string,
): Generator<ArchivedText, boolean> {
  return yield* archivedTexts(
    zipMemberSource(source, entry, MAX_INNER_BYTES),
    entry.name,
    budget,
    `${inner}!/`,
  );
}

/** A text file of the archive's owner: not a folder, and no test or documentation of a package. */
function isWanted(name: string): boolean {
  return !name.endsWith('/') && (isTextPath(name) || UNREAD.test(name)) && !isPackageExample(name);
}

/** Whether the member fits in what is left, which then has less. */
function spend(budget: ArchiveBudget, { size }: { readonly size: number }, most: number): boolean {
  if (size > most || size > budget.bytes) return false;
  budget.bytes -= size;
  return true;
}

/** Undefined for a member that cannot be read: encrypted, damaged, or in another compression. */
function memberOf(source: ZipSource, entry: ZipEntry): Uint8Array | undefined {
  try {
    return zipMember(source, entry, MAX_MEMBER_BYTES);
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    return undefined;
  }
}

function* tarTexts(
  source: ZipSource,
  path: string,
  budget: ArchiveBudget,
  within: string,
): Generator<ArchivedText, boolean> {
  const plain = plainTar(source, `${within}${path}`, budget);
  if (!plain) return false;
  if (plain !== source && !isTarHeader(plain.part(0, BLOCK))) {
    const inner = path.replace(/^.*\/|\.gz$/gi, '');
    if (plain.size > 0 && isWanted(inner))
      yield { inner: `${within}${inner}`, bytes: plain.part(0, plain.size) };
    return true;
  }
  let complete = true;
  for (const { name, at, size } of tarFiles(plain, budget)) {
    const inner = `${within}${name}`;
    if (isInner(name, within, budget)) {
      const texts = archivedTexts(memberSource(plain, at, size), name, budget, `${inner}!/`);
      complete = (yield* texts) && complete;
    } else if (isWanted(name)) {
      if (UNREAD.test(name)) yield { inner };
      else if (spend(budget, { size }, MAX_MEMBER_BYTES))
        yield { inner, bytes: Buffer.from(plain.part(at, size)) };
      else complete = false;
    }
  }
  return complete && budget.members >= 0;
}

/** The files of an archive of tar that are not empty, and where their contents begin. Throws TarError. */
function* tarFiles(
  source: ZipSource,
  budget: ArchiveBudget,
): Generator<{ readonly name: string; readonly at: number; readonly size: number }> {
  const decoder = new TarDecoder(DEFAULT_LIMITS);
  for (let at = 0; at < source.size; ) {
    const piece = source.part(at, decoder.need);
    if (piece.length < decoder.need) throw new TarError('it ends within a header');
    at += decoder.need;
    const member = decoder.take(piece);
    if (member === 'end' || --budget.members < 0) return;
    if (!member) continue;
    const { type, name, stored: size } = member;
    if (type === 'file' && size > 0) yield { name, at, size };
    at += padded(size);
    if (at > source.size) throw new TarError('it ends within a file');
  }
}

function isTarHeader(bytes: Uint8Array): boolean {
  return Buffer.from(bytes).toString('latin1', 257, 262) === 'ustar';
}

/** A member of an archive that is not compressed. */
function memberSource(archive: ZipSource, start: number, size: number): ZipSource {
  return {
    size,
    part: (offset, length) =>
      archive.part(start + offset, Math.max(0, Math.min(length, size - offset))),
  };
}

/** The archive without its compression; undefined if it is too large. */
function plainTar(source: ZipSource, name: string, budget: ArchiveBudget): ZipSource | undefined {
  const head = source.part(0, 2);
  if (head[0] !== 0x1f || head[1] !== 0x8b) return source;
  const most = Math.min(MAX_INNER_BYTES, budget.bytes);
  if (source.size > most || most <= 0) return undefined;
  try {
    const bytes = inflated(source, most, () => budget.skipped.add(name));
    budget.bytes -= bytes.length;
    return {
      size: bytes.length,
      part: (offset, length) => bytes.subarray(offset, offset + length),
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined;
    budget.skipped.add(name);
    return { size: 0, part: () => new Uint8Array() };
  }
}

/** What gzip compressed; of data that is cut short, what there is. Throws for damaged data, and for more than `most` bytes. */
function inflated(source: ZipSource, most: number, onCutShort: () => void): Buffer {
  const compressed = source.part(0, source.size);
  try {
    return gunzipSync(compressed, { maxOutputLength: most });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'Z_BUF_ERROR') throw error;
    onCutShort();
    return gunzipSync(compressed, {
      maxOutputLength: most,
      finishFlush: constants.Z_SYNC_FLUSH,
    });
  }
}
