import type { EntryType } from '../image.js';
import type { Limits } from '../limits.js';
import { BLOCK, type RawHeader, readHeader, TarError, text } from './header.js';
import { decimal, type PaxRecords, readPax } from './pax.js';
import { readGnuSparse, type SparseFile } from './sparse.js';

/** A member of an archive, extensions applied. */
export interface Member {
  /** As written. */
  readonly name: string;
  readonly type: Exclude<EntryType, 'whiteout' | 'opaque'>;
  /** Of the file itself. */
  readonly size: number;
  /** Of its body in the archive, without padding. */
  readonly stored: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: number;
  readonly linkTarget?: string;
  readonly xattrs?: ReadonlyMap<string, Uint8Array>;
  readonly sparse?: SparseFile;
}

/**
 * Turns headers into members. It never sees bodies: it says how many bytes it needs next (`need`), takes them, and
 * after a member the walker passes over the body. So the same rules serve random access and streams.
 * Where dialects differ it does as Go's archive/tar, which every container runtime unpacks with.
 */
export interface TarDecoder {
  /** Bytes of the next piece: a block, or the padded body of an extension. */
  readonly need: number;
  /** The member that this piece completes, 'end' at the end of the archive. Throws TarError. */
  take(piece: Uint8Array): Member | 'end' | undefined;
}

export function tarDecoder(limits: Limits): TarDecoder {
  let expect: 'header' | 'pax' | 'ignored' | 'name' | 'link' | 'sparse' | 'end' = 'header';
  let need = BLOCK;
  let size = 0;
  let pax: PaxRecords | undefined;
  let longName: string | undefined;
  let longLink: string | undefined;
  let sparseHeader: RawHeader | undefined;
  let sparsePairs: number[] = [];
  let realSize = 0;

  const extension = (kind: typeof expect, header: RawHeader): undefined => {
    if (header.size > limits.extensionBytes)
      throw new TarError(`a long name or PAX header is over ${limits.extensionBytes} bytes`);
    size = header.size;
    need = padded(size);
    expect = need === 0 ? 'header' : kind;
    if (need === 0) need = BLOCK;
    return undefined;
  };
  const finish = (header: RawHeader, sparse?: SparseFile): Member => {
    const member = assemble(header, pax, longName, longLink, sparse, realSize);
    for (const path of [member.name, member.linkTarget ?? ''])
      if (path.length > limits.pathBytes)
        throw new TarError(`a path is longer than ${limits.pathBytes} bytes`);
    pax = longName = longLink = sparseHeader = undefined;
    expect = 'header';
    return member;
  };
  const header = (piece: Uint8Array): Member | 'end' | undefined => {
    const found = readHeader(piece);
    if (!found) {
      expect = 'end';
      return undefined;
    }
    switch (found.typeflag) {
      case 'x':
      case 'X':
        return extension('pax', found);
      case 'g':
        return extension('ignored', found);
      case 'L':
        return extension('name', found);
      case 'K':
        return extension('link', found);
      case 'S': {
        sparseHeader = found;
        sparsePairs = [];
        const more = readGnuSparse(piece, 386, 4, sparsePairs);
        realSize = octal(piece, 483);
        if (!more) return finish(found, { map: sparsePairs });
        expect = 'sparse';
        return undefined;
      }
      default:
        return finish(found);
    }
  };

  return {
    get need() {
      return need;
    },
    take(piece) {
      if (expect === 'header') return header(piece);
      if (expect === 'end') {
        if (readHeader(piece)) throw new TarError('there are members after the end of the archive');
        return 'end';
      }
      if (expect === 'sparse') {
        if (readGnuSparse(piece, 0, 21, sparsePairs) || !sparseHeader) return undefined;
        return finish(sparseHeader, { map: sparsePairs });
      }
      const bytes = Buffer.from(piece.buffer, piece.byteOffset, size);
      if (expect === 'pax') pax = readPax(bytes);
      else if (expect === 'name') longName = text(bytes, 0, size);
      else if (expect === 'link') longLink = text(bytes, 0, size);
      expect = 'header';
      need = BLOCK;
      return undefined;
    },
  };
}

/** Up to the next block. */
export function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

function octal(block: Uint8Array, at: number): number {
  const header = Buffer.from(block.buffer, block.byteOffset, BLOCK);
  const value = Number.parseInt(header.toString('latin1', at, at + 12).trim() || '0', 8);
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

function assemble(
  header: RawHeader,
  pax: PaxRecords | undefined,
  longName: string | undefined,
  longLink: string | undefined,
  sparse: SparseFile | undefined,
  realSize: number,
): Member {
  const values = pax?.values;
  const name = longName ?? values?.get('GNU.sparse.name') ?? values?.get('path') ?? header.name;
  const type = memberType(header.typeflag, name);
  const linkTarget = longLink ?? values?.get('linkpath') ?? header.linkName;
  const stated = paxNumber(values, 'size') ?? header.size;
  const stored = type === 'file' ? stated : header.typeflag === 'D' ? stated : 0;
  const map = sparse ?? (type === 'file' && pax ? paxSparse(pax) : undefined);
  const whole = sparse
    ? realSize
    : (paxNumber(values, 'GNU.sparse.realsize') ?? paxNumber(values, 'GNU.sparse.size') ?? stored);
  const member: { -readonly [K in keyof Member]: Member[K] } = {
    name,
    type,
    size: type !== 'file' ? 0 : map ? whole : stored,
    stored,
    mode: header.mode,
    uid: paxNumber(values, 'uid') ?? header.uid,
    gid: paxNumber(values, 'gid') ?? header.gid,
    mtime: Math.trunc(Number(values?.get('mtime') ?? header.mtime)) || 0,
  };
  if (type === 'symlink' || type === 'hardlink') member.linkTarget = linkTarget;
  if (pax && pax.xattrs.size > 0) member.xattrs = pax.xattrs;
  if (map) member.sparse = map;
  return member;
}

function paxNumber(
  values: ReadonlyMap<string, string> | undefined,
  key: string,
): number | undefined {
  const value = values?.get(key);
  return value === undefined ? undefined : decimal(value, key);
}

/** GNU.sparse 0.0 (repeated keys), 0.1 (one list) and 1.0 (in the body). */
function paxSparse(pax: PaxRecords): SparseFile | undefined {
  if (pax.values.get('GNU.sparse.major') === '1') return {};
  if (pax.sparsePairs.length > 0) return { map: pax.sparsePairs };
  const list = pax.values.get('GNU.sparse.map');
  return list ? { map: list.split(',').map((n) => decimal(n, 'GNU.sparse.map')) } : undefined;
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
