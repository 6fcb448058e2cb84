import { createHash } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { FileAttributes, PackedFiles } from '../core/image-snapshot.js';
import { reason } from '../lib/errors.js';
import { compareText } from '../lib/text.js';
import { createColumn, joinColumns, readColumn, splitColumns } from './columns.js';
import type { FinalFile } from './final-files.js';
import type { Contents } from './noise.js';

/** A file of an image, with what is known of it. */
export interface KnownFile {
  readonly file: FinalFile;
  /** Absent if the content is not known. */
  readonly contents?: Contents | undefined;
  /** The package URL of the package that owns it. */
  readonly owner?: string | undefined;
}

/** More files, or longer names, are not kept: an image of 500,000 files has 30 MB of names. */
const MAX_FILES = 1_000_000;
const MAX_BYTES = 192 << 20;
const MAX_PATH_BYTES = 16_384;
/** Bytes of all paths, of which the columns only have what differs from the path before. */
const MAX_PATHS_BYTES = 256 << 20;
const DIGEST_BYTES = 32;

/**
 * The files as columns that compress well: paths in order, each without what it shares with the path before; what many files
 * have in common, as an index. Undefined if there are too many.
 */
export function packFiles(files: Iterable<KnownFile>): PackedFiles | undefined {
  const sorted = inOrder(files);
  if (sorted.length > MAX_FILES) return undefined;
  const kindsByKey = new Map<string, number>();
  const attributes: FileAttributes[] = [];
  const owners = new Map<string, number>();
  const columns = COLUMNS.map(() => createColumn());
  const [prefixes, lengths, names, kinds, ownerIndexes, sizes, targets, digests, ownerNames] =
    columns as Nine<Column>;
  let before = Buffer.alloc(0);
  let count = 0;
  for (const { file, contents, owner } of sorted) {
    const bytes = Buffer.from(file.path);
    // Names that differ only in invalid characters.
    if (count > 0 && before.equals(bytes)) continue;
    const shared = sharedBytes(before, bytes);
    prefixes.number(shared);
    lengths.number(bytes.length - shared);
    names.bytes(bytes.subarray(shared));
    const kind = indexOf(kindsByKey, attributesKey(file, contents));
    if (kind === attributes.length) attributes.push(attributesOf(file, contents));
    kinds.number(kind);
    ownerIndexes.number(owner === undefined ? 0 : indexOf(owners, owner) + 1);
    if (file.type === 'file') sizes.number(file.size);
    if (file.type === 'symlink') targets.text(file.target ?? '');
    if (contents) digests.bytes(Buffer.from(contents.core ?? contents.digest, 'hex'));
    before = bytes;
    count++;
  }
  for (const name of owners.keys()) ownerNames.text(name);
  const data = joinColumns(columns);
  if (data.length > MAX_BYTES) return undefined;
  return {
    count,
    attributes,
    sha256: createHash('sha256').update(data).digest('hex'),
    data: compress(data).toString('base64'),
  };
}

/** By the bytes of their paths. The characters are in the same order, unless some take two units of UTF-16. */
function inOrder(files: Iterable<KnownFile>): readonly KnownFile[] {
  const all = [...files];
  if (!all.some(({ file }) => /[\ud800-\udfff]/.test(file.path)))
    return all.sort((a, b) => compareText(a.file.path, b.file.path));
  return all
    .map((known) => ({ known, bytes: Buffer.from(known.file.path) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ known }) => known);
}

const COLUMNS = [
  'bytes shared with the path before',
  'further bytes of the path',
  'these bytes',
  'what it has in common with others',
  'owner, from 1; 0 for none',
  'size of a file',
  'target of a link',
  'digest, if it is known',
  'names of the owners',
] as const;
type Nine<T> = [T, T, T, T, T, T, T, T, T];
type Column = ReturnType<typeof createColumn>;

function compress(data: Buffer): Buffer {
  return brotliCompressSync(data, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 6,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_SIZE_HINT]: data.length,
    },
  });
}

/** The same for files with the same attributes. */
function attributesKey(file: FinalFile, contents: Contents | undefined): string {
  const { type, mode, uid, gid, capabilities = '', content, layer, overBase = false } = file;
  const { isLink = false, contentLayer = content.layer } = file;
  const noise = contents?.core === undefined ? '' : `noise ${contents.noise}`;
  return `${type} ${mode} ${uid} ${gid} ${contentLayer} ${layer} ${isLink} ${overBase} ${capabilities} ${contents?.is} ${noise}`;
}

function attributesOf(file: FinalFile, contents: Contents | undefined): FileAttributes {
  const { type, mode, uid, gid, capabilities, content, overBase, isLink } = file;
  const { contentLayer = content.layer } = file;
  const isKnown = type === 'whiteout' || type === 'opaque' ? 'file' : type;
  return {
    type: isKnown,
    mode,
    uid,
    gid,
    layer: contentLayer,
    ...(file.layer !== contentLayer && { pathLayer: file.layer }),
    ...(overBase && { overBase }),
    ...(isLink && { isLink }),
    ...(contents && { hasDigest: true, is: contents.is }),
    ...(contents?.core !== undefined && { noise: contents.noise ?? '' }),
    ...(capabilities !== undefined && { capabilities }),
  };
}

function sharedBytes(a: Buffer, b: Buffer): number {
  const most = Math.min(a.length, b.length);
  let i = 0;
  while (i < most && a[i] === b[i]) i++;
  return i;
}

function indexOf(known: Map<string, number>, key: string): number {
  const index = known.get(key) ?? known.size;
  if (index === known.size) known.set(key, index);
  return index;
}

/**
 * The files of a report, which may be untrusted. Throws Error with the reason when they are damaged, too many, or not those
 * of the digest.
 */
export function unpackFiles({ count, attributes, sha256, data }: PackedFiles): KnownFile[] {
  if (count > MAX_FILES) throw new Error(`it lists more than ${MAX_FILES} files`);
  const bytes = decompress(data);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw new Error('its files do not match their digest');
  const columns = splitColumns(bytes, COLUMNS.length).map(readColumn);
  const [prefixes, lengths, names, kinds, ownerIndexes, sizes, targets, digests, ownerNames] =
    columns as Nine<ReturnType<typeof readColumn>>;
  const owners: string[] = [];
  while (!ownerNames.isAtEnd()) owners.push(ownerNames.text());
  const paths = pathReader();
  const files: KnownFile[] = [];
  for (let i = 0; i < count; i++) {
    const shared = prefixes.number();
    const path = paths.next(shared, names.bytes(lengths.number()));
    const kind = attributes[kinds.number()];
    if (!kind) throw new Error('the kind of a file is not known');
    const owner = owners[ownerIndexes.number() - 1];
    const size = kind.type === 'file' ? sizes.number() : 0;
    const target = kind.type === 'symlink' ? targets.text() : undefined;
    const digest = kind.hasDigest ? digests.bytes(DIGEST_BYTES).toString('hex') : undefined;
    const contents = digest === undefined ? undefined : contentsOf(kind, digest);
    files.push({ file: fileOf(path, kind, { size, target }), contents, owner });
  }
  if (columns.some((column) => !column.isAtEnd())) throw new Error('it lists more than its files');
  return files;
}

/** Puts the paths together. Each comes after the one before. */
function pathReader() {
  const path = Buffer.alloc(MAX_PATH_BYTES);
  let length = -1;
  let total = 0;
  return {
    next(shared: number, rest: Buffer): string {
      if (shared > Math.max(length, 0) || shared + rest.length > MAX_PATH_BYTES)
        throw new Error('the name of a file is too long');
      if (length >= 0 && !isAfter(rest, path, shared, length))
        throw new Error('its files are not in order');
      rest.copy(path, shared);
      length = shared + rest.length;
      total += length;
      if (total > MAX_PATHS_BYTES) throw new Error('the names of its files are too long');
      return safePath(path.toString('utf8', 0, length));
    },
  };
}

/** Whether bytes come after those of the path from `start` to `end`. */
function isAfter(bytes: Buffer, path: Buffer, start: number, end: number): boolean {
  for (let i = 0; i < bytes.length; i++) {
    if (start + i === end) return true;
    const order = (bytes[i] ?? 0) - (path[start + i] ?? 0);
    if (order !== 0) return order > 0;
  }
  return false;
}

/** Only paths as the layers of an image have them. */
function safePath(path: string): string {
  if (/^\/|(?:^|\/)\.\.(?:\/|$)|\0/.test(path))
    throw new Error('the name of a file is not a path in an image');
  return path;
}

function decompress(data: string): Buffer {
  try {
    return brotliDecompressSync(Buffer.from(data, 'base64'), { maxOutputLength: MAX_BYTES });
  } catch (error) {
    throw new Error(`its list of files is damaged: ${reason(error)}`);
  }
}

function fileOf(
  path: string,
  {
    type,
    mode,
    uid,
    gid,
    layer,
    pathLayer = layer,
    isLink = false,
    overBase,
    capabilities,
  }: FileAttributes,
  { size, target }: { readonly size: number; readonly target: string | undefined },
): FinalFile {
  const content = { path, type, layer, size, mode, uid, gid, mtime: 0 };
  // As in final-files.ts, without optional spreads.
  const file: { -readonly [K in keyof FinalFile]: FinalFile[K] } = {
    path,
    type,
    size,
    mode,
    uid,
    gid,
    content,
    layer: pathLayer,
  };
  if (target !== undefined) file.target = target;
  if (capabilities !== undefined) file.capabilities = capabilities;
  if (overBase) file.overBase = overBase;
  if (isLink) file.isLink = isLink;
  return file;
}

function contentsOf({ is = 'file', noise }: FileAttributes, digest: string): Contents {
  return { digest, is, ...(noise !== undefined && { noise, core: digest }) };
}
