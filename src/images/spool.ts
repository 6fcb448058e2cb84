import { closeSync, mkdtempSync, openSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reason } from '../findings/errors.js';
import { type FileSource, fileSource } from './bytes.js';
import { damaged, type Limits } from './limits.js';

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
  let size = 0;
  try {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > limits.inflatedBytes)
        throw damaged(where, `it has more than ${limits.inflatedBytes} bytes`);
      write(descriptor, chunk, where);
    }
  } catch (error) {
    closeSync(descriptor);
    remove();
    throw error;
  }
  const file = fileSource(descriptor, size);
  return {
    ...file,
    close() {
      file.close();
      if (!removed) remove();
    },
  };
}

function write(descriptor: number, chunk: Uint8Array, where: string): void {
  try {
    for (let done = 0; done < chunk.length; ) done += writeSync(descriptor, chunk, done);
  } catch (error) {
    throw damaged(
      where,
      `it cannot be kept in a temporary file: ${reason(error)}`,
      undefined,
      error,
    );
  }
}
