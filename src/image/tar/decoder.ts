import type { EntryType } from '../image.js';
import type { Limits } from '../limits.js';
import { BLOCK, type RawHeader, readTarHeader, TarError, textField } from './header.js';
import { type PaxRecords, parseDecimal, readPax } from './pax.js';
import { readGnuSparse, type SparseFile } from './sparse.js';

/** A member of an archive, with extension headers applied. */
export interface Member {
  /** As written. */
  readonly name: string;
  readonly type: Exclude<EntryType, 'whiteout' | 'opaque'>;
  /** Size of the file itself. */
  readonly size: number;
  /** Size of its body in the archive, without padding. */
  readonly stored: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: number;
  readonly linkTarget?: string;
  readonly xattrs?: ReadonlyMap<string, Uint8Array>;
  readonly sparse?: SparseFile;
}

/** What the next piece is: a header, the body of an extension header, more of a sparse map, or the last zero block. */
type Expected = 'header' | 'pax' | 'ignored' | 'name' | 'link' | 'sparse' | 'end';

/** Extension headers that came before a member's own header. */
interface Extensions {
  readonly pax: PaxRecords | undefined;
  readonly longName: string | undefined;
  readonly longLink: string | undefined;
}

interface GnuSparse {
  readonly map: readonly number[];
  readonly size: number;
}

/**
 * Turns headers into members. It never sees the bodies of files: `need` tells how many bytes it takes next, and after
 * a member the walker skips the body. So the same decoder serves random access and streams.
 * Where the tar dialects differ it follows Go's archive/tar, with which every container runtime unpacks.
 */
export class TarDecoder {
  readonly #limits: Limits;
  #need = BLOCK;
  #expected: Expected = 'header';
  /** Bytes of the extension body, without padding. */
  #extensionSize = 0;
  #pax: PaxRecords | undefined;
  #longName: string | undefined;
  #longLink: string | undefined;
  /** A member whose sparse map continues in further blocks. */
  #sparseHeader: RawHeader | undefined;
  #sparsePairs: number[] = [];
  #sparseSize = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Bytes of the next piece: a block, or the padded body of an extension header. */
  get need(): number {
    return this.#need;
  }

  /** Takes the next piece. Returns the member that it completes, 'end' at the end of the archive. Throws TarError. */
  take(piece: Uint8Array): Member | 'end' | undefined {
    switch (this.#expected) {
      case 'header':
        return this.#takeHeader(piece);
      case 'sparse':
        return this.#takeSparseMap(piece);
      case 'end':
        if (readTarHeader(piece))
          throw new TarError('there are members after the end of the archive');
        return 'end';
      default:
        this.#takeExtension(piece);
        return undefined;
    }
  }

  #takeHeader(piece: Uint8Array): Member | undefined {
    const header = readTarHeader(piece);
    if (!header) {
      this.#expected = 'end';
      return undefined;
    }
    switch (header.typeflag) {
      case 'x':
      case 'X':
        return this.#expectExtension('pax', header);
      case 'g':
        return this.#expectExtension('ignored', header);
      case 'L':
        return this.#expectExtension('name', header);
      case 'K':
        return this.#expectExtension('link', header);
      case 'S':
        return this.#startSparse(piece, header);
      default:
        return this.#complete(header);
    }
  }

  #expectExtension(kind: Expected, header: RawHeader): undefined {
    const { extensionBytes } = this.#limits;
    if (header.size > extensionBytes)
      throw new TarError(`a long name or PAX header is larger than ${extensionBytes} bytes`, {
        isLimit: true,
      });
    if (header.size === 0) return undefined;
    this.#extensionSize = header.size;
    this.#need = padded(header.size);
    this.#expected = kind;
    return undefined;
  }

  #takeExtension(piece: Uint8Array): void {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, this.#extensionSize);
    if (this.#expected === 'pax') this.#pax = readPax(bytes);
    else if (this.#expected === 'name') this.#longName = textField(bytes, 0, bytes.length);
    else if (this.#expected === 'link') this.#longLink = textField(bytes, 0, bytes.length);
    this.#expected = 'header';
    this.#need = BLOCK;
  }

  /** The old GNU format: the map starts in the header. */
  #startSparse(piece: Uint8Array, header: RawHeader): Member | undefined {
    this.#sparseHeader = header;
    this.#sparsePairs = [];
    const hasMore = readGnuSparse(piece, 386, 4, this.#sparsePairs);
    this.#sparseSize = octal(piece, 483);
    if (!hasMore) return this.#completeSparse(header);
    this.#expected = 'sparse';
    return undefined;
  }

  #takeSparseMap(piece: Uint8Array): Member | undefined {
    if (readGnuSparse(piece, 0, 21, this.#sparsePairs) || !this.#sparseHeader) return undefined;
    return this.#completeSparse(this.#sparseHeader);
  }

  #completeSparse(header: RawHeader): Member {
    return this.#complete(header, { map: this.#sparsePairs, size: this.#sparseSize });
  }

  #complete(header: RawHeader, sparse?: GnuSparse): Member {
    const extensions = { pax: this.#pax, longName: this.#longName, longLink: this.#longLink };
    const member = memberOf(header, extensions, sparse);
    const { pathBytes } = this.#limits;
    if (member.name.length > pathBytes || (member.linkTarget?.length ?? 0) > pathBytes)
      throw new TarError(`a path is longer than ${pathBytes} bytes`, { isLimit: true });
    this.#pax = this.#longName = this.#longLink = this.#sparseHeader = undefined;
    this.#expected = 'header';
    return member;
  }
}

/** The size up to the next block. */
export function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

function octal(block: Uint8Array, at: number): number {
  const header = Buffer.from(block.buffer, block.byteOffset, BLOCK);
  const value = Number.parseInt(header.toString('latin1', at, at + 12).trim() || '0', 8);
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

function memberOf(
  header: RawHeader,
  { pax, longName, longLink }: Extensions,
  gnuSparse: GnuSparse | undefined,
): Member {
  const values = pax?.values;
  const name = longName ?? values?.get('GNU.sparse.name') ?? values?.get('path') ?? header.name;
  const type = memberType(header.typeflag, name);
  const size = paxNumber(values, 'size') ?? header.size;
  // Only files have a body, and GNU's directory listings ("D").
  const stored = type === 'file' || header.typeflag === 'D' ? size : 0;
  const sparse = gnuSparse
    ? { map: gnuSparse.map }
    : type === 'file' && pax
      ? paxSparse(pax)
      : undefined;
  const sparseSize = gnuSparse
    ? gnuSparse.size
    : (paxNumber(values, 'GNU.sparse.realsize') ?? paxNumber(values, 'GNU.sparse.size') ?? stored);
  const member: { -readonly [K in keyof Member]: Member[K] } = {
    name,
    type,
    size: type !== 'file' ? 0 : sparse ? sparseSize : stored,
    stored,
    mode: header.mode,
    uid: paxNumber(values, 'uid') ?? header.uid,
    gid: paxNumber(values, 'gid') ?? header.gid,
    mtime: Math.trunc(Number(values?.get('mtime') ?? header.mtime)) || 0,
  };
  if (type === 'symlink' || type === 'hardlink')
    member.linkTarget = longLink ?? values?.get('linkpath') ?? header.linkName;
  if (pax && pax.xattrs.size > 0) member.xattrs = pax.xattrs;
  if (sparse) member.sparse = sparse;
  return member;
}

function paxNumber(
  values: ReadonlyMap<string, string> | undefined,
  key: string,
): number | undefined {
  const value = values?.get(key);
  return value === undefined ? undefined : parseDecimal(value, key);
}

/** The sparse map in GNU.sparse 0.0 (repeated keys), 0.1 (one list) or 1.0 (in the body). */
function paxSparse(pax: PaxRecords): SparseFile | undefined {
  if (pax.values.get('GNU.sparse.major') === '1') return {};
  if (pax.sparsePairs.length > 0) return { map: pax.sparsePairs };
  const list = pax.values.get('GNU.sparse.map');
  return list ? { map: list.split(',').map((n) => parseDecimal(n, 'GNU.sparse.map')) } : undefined;
}

function memberType(typeflag: string, name: string): Member['type'] {
  switch (typeflag) {
    case '1':
      return 'hardlink';
    case '2':
      return 'symlink';
    case '3':
      return 'character';
    case '4':
      return 'block';
    case '5':
    case 'D':
      return 'directory';
    case '6':
      return 'fifo';
    case '\0':
      return name.endsWith('/') ? 'directory' : 'file';
    default:
      return 'file';
  }
}
