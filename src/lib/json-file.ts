import { open, readFile } from 'node:fs/promises';
import { fileType } from './regular-file.js';

/** Larger files are not read. */
const MAX_BYTES = 256 * 1024 * 1024;

/** The bytes of a file that looks like JSON; undefined for anything else, which is read as an image. */
export async function jsonBytes(from: string): Promise<Buffer | undefined> {
  if (fileType(from) !== 'a file') return undefined;
  const file = await open(from).catch(() => undefined);
  if (!file) return undefined;
  try {
    const found = await file.stat();
    if (!found.isFile() || found.size > MAX_BYTES) return undefined;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    const start = buffer.toString('latin1', 0, bytesRead);
    return /^(?:\xef\xbb\xbf)?\s*\{/.test(start) ? await readFile(from) : undefined;
  } finally {
    await file.close();
  }
}
