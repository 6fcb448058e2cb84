import { closeSync, mkdtempSync, openSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reason } from '../../lib/errors.js';
import { type ByteSource, type FileSource, fileSource, slice } from '../bytes.js';
import { damaged, type Limits } from '../limits.js';

/**
 * Keeps a stream in a temporary file, for what can be understood only when its end is known. The file has no name any
 * more when this returns (where the system allows it), so that nothing is left behind however the process ends.
 * Throws PortsideError (incomplete) over a limit or when the disk is full, and what the stream throws.
 */
export async function spool(
  chunks: AsyncIterable<Uint8Array>,
  where: string,
  limits: Limits,
): Promise<FileSource> {
  const file = temporaryFile();
  let size = 0;
  try {
    for await (const chunk of chunks) {
      if (size + chunk.length > limits.inflatedBytes)
        throw damaged(where, `it has more than ${limits.inflatedBytes} bytes`);
      write(file.descriptor, chunk, size, where);
      size += chunk.length;
    }
  } catch (error) {
    file.close();
    throw error;
  }
  return { ...fileSource(file.descriptor, size), close: file.close };
}

/** Room for bodies that cannot be handed over yet or are too large for memory, in one temporary file. */
export interface OverflowFile {
  /** Undefined where there is no room for so many bytes. */
  allocate(bytes: number): SpillRegion | undefined;
  close(): void;
}

export interface SpillRegion {
  /** Throws PortsideError (incomplete) when the disk is full. */
  write(bytes: Uint8Array, position: number): void;
  readonly source: ByteSource;
  /** The bytes are no longer needed. */
  release(): void;
}

/** The file is made when it is first needed, and may grow to so many bytes. */
export function openSpill(where: string, limit: number): OverflowFile {
  let file: TemporaryFile | undefined;
  let used = 0;
  let regions = 0;
  return {
    allocate(bytes) {
      if (used + bytes > limit) return undefined;
      file ??= temporaryFile();
      const { descriptor } = file;
      const start = used;
      used += bytes;
      regions++;
      return {
        write: (piece, position) => write(descriptor, piece, start + position, where),
        source: slice(fileSource(descriptor, start + bytes), start, bytes),
        release() {
          if (--regions === 0) used = 0;
        },
      };
    },
    close: () => file?.close(),
  };
}

interface TemporaryFile {
  readonly descriptor: number;
  close(): void;
}

/** It has no name any more, where the system allows that. */
function temporaryFile(): TemporaryFile {
  const folder = mkdtempSync(join(tmpdir(), 'portside-'));
  const path = join(folder, 'image');
  const descriptor = openSync(path, 'wx+', 0o600);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  let removed = false;
  try {
    unlinkSync(path);
    remove();
    removed = true;
  } catch {
    // Windows keeps open files: removed on closing.
  }
  let open = true;
  return {
    descriptor,
    close() {
      if (open) closeSync(descriptor);
      open = false;
      if (!removed) remove();
    },
  };
}

function write(descriptor: number, chunk: Uint8Array, position: number, where: string): void {
  try {
    for (let done = 0; done < chunk.length; )
      done += writeSync(descriptor, chunk, done, chunk.length - done, position + done);
  } catch (error) {
    throw damaged(
      where,
      `it cannot be kept in a temporary file: ${reason(error)}`,
      undefined,
      error,
    );
  }
}
