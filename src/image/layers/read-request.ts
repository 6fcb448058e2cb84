import type { PortsideError } from '../../lib/errors.js';
import { limitExceeded } from '../errors.js';
import type { FileReader, LayerEntry, LayerFile } from '../image.js';
import type { Limits } from '../limits.js';
import type { Member } from '../tar/decoder.js';
import type { ReadPart } from '../tar/walk.js';

/** Which readers want a file, and how many bytes of it. */
export interface ReadRequest {
  /** The most that one reader wants. */
  readonly bytes: number;
  readonly readers: readonly { readonly reader: FileReader; readonly bytes: number }[];
}

/** Asks every reader what it wants of a file. */
export function readRequest(
  entry: LayerEntry,
  readers: readonly FileReader[],
  randomAccess = false,
): ReadRequest {
  let bytes = 0;
  let interested: { reader: FileReader; bytes: number }[] | undefined;
  for (const reader of readers) {
    const wanted = reader.wants(entry, randomAccess);
    if (!(wanted > 0)) continue;
    bytes = Math.max(bytes, wanted);
    interested ??= [];
    interested.push({ reader, bytes: wanted });
  }
  return interested ? { bytes, readers: interested } : NOT_WANTED;
}

const NOT_WANTED: ReadRequest = { bytes: 0, readers: [] };

/** What the readers still want after the first bytes of a large file. */
export function narrowed(request: ReadRequest, head: Uint8Array): ReadRequest {
  const readers = request.readers.filter(({ reader }) => reader.wantsContent?.(head) !== false);
  return { readers, bytes: Math.max(0, ...readers.map(({ bytes }) => bytes)) };
}

/** Passes the file to its readers, one after the other. Returns no promise when no reader does. */
export function passToReaders(
  entry: LayerEntry,
  bytes: Buffer,
  { readers }: ReadRequest,
  part?: ReadPart,
): void | Promise<void> {
  const fileWith = (content: Buffer): LayerFile =>
    part ? { ...entry, bytes: content, part } : { ...entry, bytes: content };
  let whole: LayerFile | undefined;
  const passFrom = (first: number): void | Promise<void> => {
    for (let i = first; i < readers.length; i++) {
      const { reader, bytes: wanted } = readers[i] as ReadRequest['readers'][number];
      const isPart = wanted < bytes.length;
      const file: LayerFile = isPart
        ? fileWith(bytes.subarray(0, wanted))
        : (whole ?? fileWith(bytes));
      if (!isPart) whole = file;
      const pending = reader.read(file);
      if (pending) return pending.then(() => passFrom(i + 1));
    }
  };
  return passFrom(0);
}

/** Whether reading so many bytes exceeds the limit. A sparse file must be read in full before any part is known. */
export function exceedsFileLimit(
  wanted: number,
  { size, stored, sparse }: Pick<Member, 'size' | 'stored' | 'sparse'>,
  { fileBytes }: Limits,
): boolean {
  return Math.min(wanted, size) > fileBytes || (sparse !== undefined && stored > fileBytes);
}

export function fileTooLarge(where: string, size: number, limits: Limits): PortsideError {
  return limitExceeded(where, `it has ${size} bytes, more than the limit of ${limits.fileBytes}`);
}
