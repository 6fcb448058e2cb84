import { createHash } from 'node:crypto';
import type { ContentKind } from '../core/image-difference.js';
import type { FileReader, LayerEntry, LayerFile } from '../image/image.js';
import { sha256 } from '../lib/hash.js';
import { type Contents, digestWithoutNoise, haveSameNoise, mayBeNoise } from './noise.js';

/** The contents of files that a walk over the layers reads, as digests. */
export interface ReadContents {
  readonly reader: FileReader;
  /** Undefined if the file was not read. */
  get(entry: LayerEntry): Contents | undefined;
}

/** Reads the contents of the entries that are wanted. */
export function readContents(isWanted: (entry: LayerEntry) => boolean): ReadContents {
  const found = new Map<string, Contents>();
  return {
    reader: {
      wants: (entry, randomAccess = false) =>
        isWanted(entry) ? wantedBytes(entry, randomAccess) : 0,
      read: (file) => {
        const contents = contentsOf(file);
        if (contents) found.set(keyOf(file), contents);
      },
    },
    get: (entry) => found.get(keyOf(entry)),
  };
}

/** The entries as a test. */
export function isOneOf(entries: ReadonlySet<LayerEntry>): (entry: LayerEntry) => boolean {
  const wanted = new Set([...entries].map(keyOf));
  return (entry) => wanted.has(keyOf(entry));
}

/** Larger files are hashed in parts, where the layer allows it. */
const WHOLE_BYTES = 4 << 20;
const PART_BYTES = 1 << 20;
/** Of a larger file in a compressed layer, which would be copied to a temporary file, the content stays unknown. */
const MAX_BYTES = 256 << 20;

/** Whether a file is small enough to be read from any layer. */
export function isReadable({ size }: LayerEntry): boolean {
  return size <= MAX_BYTES;
}

function wantedBytes({ size, path }: LayerEntry, randomAccess: boolean): number {
  const isRead = size <= WHOLE_BYTES || (size <= MAX_BYTES && mayBeNoise(path));
  if (randomAccess && !isRead) return HEAD_BYTES;
  return size > MAX_BYTES ? 0 : Number.POSITIVE_INFINITY;
}

function keyOf({ layer, path }: LayerEntry): string {
  return `${layer} ${path}`;
}

function contentsOf({ bytes, size, part, path, mode }: LayerFile): Contents | undefined {
  const is = fileKind(bytes.subarray(0, HEAD_BYTES), mode, path);
  if (bytes.length >= size) {
    return { digest: sha256(bytes), is, ...digestWithoutNoise(path, bytes) };
  }
  if (!part) return undefined;
  const hash = createHash('sha256');
  for (let at = 0; at < size; at += PART_BYTES) {
    const chunk = part(at, Math.min(PART_BYTES, size - at));
    if (chunk.length === 0) return undefined;
    hash.update(chunk);
  }
  return { digest: hash.digest('hex'), is };
}

/** The contents as those of another name of the file: some kinds of files are known by their names. */
export function contentsAt(path: string, contents: Contents, readAt: string): Contents {
  if (path === readAt) return contents;
  const { digest, is } = contents;
  const isCode = is === 'program' || is === 'library';
  const named = { digest, is: isCode ? codeKind(path) : is };
  return haveSameNoise(path, readAt) ? { ...contents, ...named } : named;
}

/** How many bytes of a file `fileKind` needs. */
const HEAD_BYTES = 512;

/** What a file is, by its first bytes, and for text by its permissions. */
function fileKind(head: Uint8Array, mode: number, path: string): ContentKind {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  if (isProgram(text)) return codeKind(path);
  if (/^#!\s*\S/.test(text)) return 'script';
  if (ARCHIVES.some((magic) => text.startsWith(magic)) || text.slice(257, 262) === 'ustar')
    return 'archive';
  if (PRIVATE_KEY.test(text)) return 'key';
  return (mode & 0o111) !== 0 && /^[\t\n\r\x20-\x7e]+$/.test(text) ? 'script' : 'file';
}

function codeKind(path: string): ContentKind {
  return /\.so(?:\.[\d.]+)?$/.test(path) ? 'library' : 'program';
}

/** ELF, PE and Mach-O. */
function isProgram(text: string): boolean {
  return (
    ['\x7fELF', '\xcf\xfa\xed\xfe', '\xfe\xed\xfa\xcf'].some((magic) => text.startsWith(magic)) ||
    (text.startsWith('MZ') && text.length >= 64)
  );
}

/** ZIP and JAR, gzip, bzip2, xz, zstd, 7-Zip. */
const ARCHIVES = ['PK\x03\x04', '\x1f\x8b', 'BZh', '\xfd7zXZ\0', '\x28\xb5\x2f\xfd', '7z\xbc\xaf'];
const PRIVATE_KEY = /^-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/;
