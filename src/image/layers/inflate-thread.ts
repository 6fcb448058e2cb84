import type * as crypto from 'node:crypto';
import type * as fs from 'node:fs';
import type * as threads from 'node:worker_threads';
import type * as zlib from 'node:zlib';

/** A part of an open file to be inflated. Descriptors belong to the process, so a thread may read them. */
export interface InflateJob {
  readonly descriptor: number;
  readonly offset: number;
  readonly size: number;
  readonly compression: 'gzip' | 'zstd';
  /** Algorithms of the digests to take of the bytes as stored and as inflated. */
  readonly storedHash?: string;
  readonly inflatedHash?: string;
}

/** What the thread is told: a job, the number of a buffer that it may fill again, or to leave the job. */
export type ToThread = InflateJob | number | 'stop';

/** What it answers: filled buffers, then one word on how the job ended. */
export type FromThread =
  | { readonly piece: number; readonly length: number; readonly stored: number }
  | InflateEnd;

export type InflateEnd =
  | { readonly ended: 'done'; readonly storedHash?: string; readonly inflatedHash?: string }
  | { readonly ended: 'damaged' | 'unreadable'; readonly why: string }
  | { readonly ended: 'stopped' };

/**
 * Filled in turns. While all are away the thread rests, which bounds its memory. They are shared: buffers that are handed
 * from thread to thread make each collect its garbage anew, as if it had grown.
 */
export type ThreadBuffers = readonly SharedArrayBuffer[];

/** The part of a zlib stream that works in the caller's buffers and thread. */
export interface SyncInflater {
  readonly _handle: {
    writeSync(
      flush: number,
      input: Uint8Array,
      inputAt: number,
      inputLength: number,
      output: Uint8Array,
      outputAt: number,
      outputLength: number,
    ): void;
    onerror: (message: string) => void;
  };
  /** Bytes of output and input that the last write left. */
  readonly _writeState: Uint32Array;
  close(): void;
}

/**
 * The whole program of a thread that inflates and hashes. It is started from its source text, so it refers to nothing
 * outside. node:zlib's streams make a new buffer for every piece, and collecting those costs half as much again as
 * inflating; hence the handle below them.
 */
export function inflateThread(load: (name: string) => unknown): void {
  const { parentPort, workerData } = load('node:worker_threads') as typeof threads;
  const { readSync } = load('node:fs') as typeof fs;
  const { createHash } = load('node:crypto') as typeof crypto;
  const { constants, createGunzip, createZstdDecompress } = load('node:zlib') as typeof zlib;
  const buffers = (workerData as ThreadBuffers).map((buffer) => new Uint8Array(buffer));
  const free = [...buffers.keys()];
  const input = Buffer.from(new ArrayBuffer(2 ** 18));
  let fill: ((piece: number) => FromThread) | undefined;

  const answer = (message: FromThread) => {
    if ('ended' in message) fill = undefined;
    parentPort?.postMessage(message);
  };
  parentPort?.on('message', (message: ToThread) => {
    if (typeof message === 'number') free.push(message);
    else if (message !== 'stop') fill = inflating(message);
    else if (fill) answer({ ended: 'stopped' });
    while (fill) {
      const piece = free.pop();
      if (piece === undefined) return;
      const filled = fill(piece);
      if ('ended' in filled) free.push(piece);
      answer(filled);
    }
  });

  function inflating(job: InflateJob): (piece: number) => FromThread {
    const { descriptor, offset, size, compression } = job;
    const gzip = compression === 'gzip';
    const stream: unknown = gzip ? createGunzip() : createZstdDecompress();
    const inflater = stream as SyncInflater;
    const more = gzip ? constants.Z_NO_FLUSH : constants.ZSTD_e_continue;
    const last = gzip ? constants.Z_FINISH : constants.ZSTD_e_end;
    const { _handle: handle, _writeState: state } = inflater;
    let damage: string | undefined;
    handle.onerror = (message) => {
      damage = message;
    };
    const storedHash = job.storedHash && createHash(job.storedHash);
    const inflatedHash = job.inflatedHash && createHash(job.inflatedHash);
    let read = 0;
    let at = 0;
    let left = 0;
    let over = false;

    /** False at the end of the stored bytes. */
    const next = (): boolean => {
      at = 0;
      left = readSync(descriptor, input, 0, Math.min(input.length, size - read), offset + read);
      read += left;
      if (storedHash) storedHash.update(input.subarray(0, left));
      return left > 0;
    };
    const inflateInto = (output: Uint8Array): number => {
      let length = 0;
      while (!over && length < output.length) {
        const atEnd = left === 0 && !next();
        const room = output.length - length;
        handle.writeSync(atEnd ? last : more, input, at, left, output, length, room);
        if (damage !== undefined) return length;
        const [unused = 0, unread = 0] = state;
        // With room left over, a gzip stream has ended where it leaves input. zstd stops at each frame.
        const stuck = unread > 0 && (gzip || (unread === left && unused === room));
        over = unused > 0 && (atEnd || stuck);
        length += room - unused;
        at += left - unread;
        left = unread;
      }
      return length;
    };
    return (piece) => {
      try {
        const output = buffers[piece] ?? new Uint8Array(0);
        const length = inflateInto(output);
        if (damage !== undefined) {
          inflater.close();
          return { ended: 'damaged', why: damage };
        }
        if (length > 0) {
          if (inflatedHash) inflatedHash.update(output.subarray(0, length));
          return { piece, length, stored: read - left };
        }
        while (storedHash && next());
        inflater.close();
        return {
          ended: 'done',
          ...(storedHash ? { storedHash: storedHash.digest('hex') } : {}),
          ...(inflatedHash ? { inflatedHash: inflatedHash.digest('hex') } : {}),
        };
      } catch (error) {
        inflater.close();
        return { ended: 'unreadable', why: String(error) };
      }
    };
  }
}
