import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { PortsideError, reason } from '../lib/errors.js';
import { createTemporaryFolder } from '../lib/run-resources.js';
import { type ByteSource, type FileSource, fileSource, sliceSource } from './bytes.js';
import { limitExceeded } from './errors.js';
import type { Limits } from './limits.js';

/**
 * Writes a stream to a temporary file, for formats whose table of contents comes last. The file has no name in the file
 * system any more when this returns, where the system allows that, so that no file remains however the process ends.
 * Throws PortsideError (incomplete) above a limit or when the disk is full, and what the stream throws.
 */
export async function spoolToFile(
  chunks: AsyncIterable<Uint8Array>,
  where: string,
  limits: Limits,
): Promise<FileSource> {
  const file = temporaryFile();
  let size = 0;
  try {
    for await (const chunk of chunks) {
      if (size + chunk.length > limits.inflatedBytes)
        throw limitExceeded(where, `it has more than ${limits.inflatedBytes} bytes`);
      write(file.descriptor, chunk, size, where);
      size += chunk.length;
    }
  } catch (error) {
    file.close();
    throw error;
  }
  return { ...fileSource(file.descriptor, size), close: file.close };
}

/** A temporary file for files of the image that must wait for a lower layer, or are too large for memory. */
export interface OverflowFile {
  /** Undefined when the file would become larger than its limit. */
  allocate(bytes: number): OverflowRegion | undefined;
  close(): void;
}

export interface OverflowRegion {
  /** Throws PortsideError (incomplete) when the disk is full. */
  write(bytes: Uint8Array, position: number): void;
  readonly source: ByteSource;
  /** Must be called when the bytes are no longer needed. */
  release(): void;
}

/** The file is created when it is first needed, and grows to at most `limit` bytes. */
export function openOverflowFile(where: string, limit: number): OverflowFile {
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
        source: sliceSource(fileSource(descriptor, start + bytes), start, bytes),
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

function temporaryFile(): TemporaryFile {
  const { path: folder, remove } = createTemporaryFolder('portside-');
  const path = join(folder, 'image');
  const descriptor = openSync(path, 'wx+', 0o600);
  let isRemoved = false;
  try {
    unlinkSync(path);
    remove();
    isRemoved = true;
  } catch {
    // Windows does not remove open files; then the file is removed when it is closed.
  }
  let isOpen = true;
  return {
    descriptor,
    close() {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
      if (!isRemoved) remove();
    },
  };
}

function write(descriptor: number, chunk: Uint8Array, position: number, where: string): void {
  try {
    for (let done = 0; done < chunk.length; )
      done += writeSync(descriptor, chunk, done, chunk.length - done, position + done);
  } catch (error) {
    throw new PortsideError(
      'PSE4506',
      `Cannot read ${where}: it cannot be stored in a temporary file: ${reason(error)}`,
      'Free space in the temporary folder, or set TMPDIR to another.',
      error,
    );
  }
}
