import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { createTemporaryFolder } from './run-resources.js';

/** Where a text is in a file. */
export interface StoredText {
  readonly offset: number;
  readonly length: number;
}

/** Bytes that are collected before they are written. */
const BUFFER_BYTES = 1 << 20;

/** A temporary file of texts, for what is too much for the memory. `close` removes it. */
export class RecordFile {
  private readonly folder = createTemporaryFolder('portside-records-');
  private readonly file = openSync(`${this.folder.path}/records`, 'w+', 0o600);
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private written = 0;

  /** Throws the error of the operating system if the disk is full. */
  add(text: string): StoredText {
    const bytes = Buffer.from(text);
    const stored = { offset: this.written + this.pendingBytes, length: bytes.length };
    this.pending.push(bytes);
    this.pendingBytes += bytes.length;
    if (this.pendingBytes >= BUFFER_BYTES) this.flush();
    return stored;
  }

  read({ offset, length }: StoredText): string {
    if (offset + length > this.written) this.flush();
    const bytes = Buffer.allocUnsafe(length);
    for (let at = 0; at < length; ) {
      const count = readSync(this.file, bytes, at, length - at, offset + at);
      if (count === 0) throw new Error('a temporary file was truncated');
      at += count;
    }
    return bytes.toString('utf8');
  }

  close(): void {
    closeSync(this.file);
    this.folder.remove();
  }

  private flush(): void {
    const bytes = Buffer.concat(this.pending);
    for (let at = 0; at < bytes.length; ) {
      const count = writeSync(this.file, bytes, at, bytes.length - at, this.written);
      at += count;
      this.written += count;
    }
    this.pending = [];
    this.pendingBytes = 0;
  }
}
