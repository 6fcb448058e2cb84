import type * as crypto from 'node:crypto';
import type * as fs from 'node:fs';
import type * as threads from 'node:worker_threads';
import type * as zlib from 'node:zlib';

/** A part of an open file to be inflated. A thread can read it, because descriptors belong to the process. */
export interface InflateJob {
  readonly descriptor: number;
  readonly offset: number;
  readonly size: number;
  readonly compression: 'gzip' | 'zstd';
  /** Algorithms of the digests to compute of the stored and of the inflated bytes. */
  readonly storedHash?: string;
  readonly inflatedHash?: string;
}

/** A message to the thread: a job, the number of a buffer that it may fill again, or a request to stop the job. */
export type ToThread = InflateJob | number | 'stop';

/** A message from the thread: a filled buffer, or how the job ended. */
export type FromThread = InflatedBuffer | InflateEnd;

export interface InflatedBuffer {
  /** Number of the buffer. */
  readonly buffer: number;
  readonly length: number;
  /** Stored bytes that have been used so far. */
  readonly stored: number;
}

export type InflateEnd =
  | { readonly status: 'done'; readonly storedHash?: string; readonly inflatedHash?: string }
  | { readonly status: 'damaged' | 'failed'; readonly why: string }
  | { readonly status: 'stopped' };

/**
 * The buffers that the thread fills. While all of them are in use the thread waits, which bounds its memory. They are
 * shared, because transferring ordinary buffers between threads triggers garbage collections in both.
 */
export type ThreadBuffers = readonly SharedArrayBuffer[];

/** The part of a zlib stream that works synchronously in the caller's buffers. */
export interface SyncInflater {
  readonly _handle: {
    writeSync(
      ...parameters: [
        flush: number,
        input: Uint8Array,
        inputAt: number,
        inputLength: number,
        output: Uint8Array,
        outputAt: number,
        outputLength: number,
      ]
    ): void;
    onerror: (message: string) => void;
  };
  /** Bytes of output and of input that the last write left unused. */
  readonly _writeState: Uint32Array;
  close(): void;
}

/** Loads a module of Node.js by its name. */
type Load = (name: string) => unknown;

/** Reads the stored bytes of a job into one buffer, and hashes them. */
export interface StoredInput {
  readonly buffer: Uint8Array;
  /** The unused rest of the buffer: where it starts, and its length. */
  at: number;
  left: number;
  /** Fills the buffer with the next bytes; false at the end. */
  next(): boolean;
  /** How many stored bytes have been used. */
  used(): number;
  /** Reads to the end, and returns the digest if the job asks for one. */
  digest(): string | undefined;
}

export type OpenInput = (load: Load, job: InflateJob) => StoredInput;

/** Starts a job. The result fills an output buffer with the next inflated bytes. */
export type StartInflating = (
  load: Load,
  job: InflateJob,
  openInput: OpenInput,
) => (output: Uint8Array) => InflateStep;

type InflateStep = Omit<InflatedBuffer, 'buffer'> | InflateEnd;

/**
 * The program of a thread that inflates and hashes. The thread is started from the source text of this function and of
 * the two that it gets, so none of them refers to anything outside itself.
 */
export function inflateThread(load: Load, start: StartInflating, openInput: OpenInput): void {
  const { parentPort, workerData } = load('node:worker_threads') as typeof threads;
  const buffers = (workerData as ThreadBuffers).map((buffer) => new Uint8Array(buffer));
  const free = [...buffers.keys()];
  let fill: ((output: Uint8Array) => InflateStep) | undefined;

  const send = (message: FromThread) => {
    if ('status' in message) fill = undefined;
    parentPort?.postMessage(message);
  };
  parentPort?.on('message', (message: ToThread) => {
    if (typeof message === 'number') free.push(message);
    else if (message !== 'stop') fill = start(load, message, openInput);
    else if (fill) send({ status: 'stopped' });
    while (fill) {
      const buffer = free.pop();
      if (buffer === undefined) return;
      const step = fill(buffers[buffer] ?? new Uint8Array(0));
      if ('status' in step) free.push(buffer);
      send('status' in step ? step : { ...step, buffer });
    }
  });
}

/** See inflateThread: its source text runs in the thread. */
export function openStoredInput(load: Load, job: InflateJob): StoredInput {
  const { readSync } = load('node:fs') as typeof fs;
  const { createHash } = load('node:crypto') as typeof crypto;
  const { descriptor, offset, size } = job;
  const buffer = Buffer.from(new ArrayBuffer(2 ** 18));
  const hash = job.storedHash ? createHash(job.storedHash) : undefined;
  let read = 0;
  const input: StoredInput = {
    buffer,
    at: 0,
    left: 0,
    next() {
      const length = readSync(
        descriptor,
        buffer,
        0,
        Math.min(buffer.length, size - read),
        offset + read,
      );
      read += length;
      input.at = 0;
      input.left = length;
      hash?.update(buffer.subarray(0, length));
      return length > 0;
    },
    used: () => read - input.left,
    digest() {
      // The stored bytes after the end of the compressed data belong to the digest, too.
      while (hash && input.next());
      return hash?.digest('hex');
    },
  };
  return input;
}

/**
 * Inflates with the handle below node:zlib's streams: the streams allocate a new buffer for every piece, and collecting
 * those takes half as long as inflating. See inflateThread: its source text runs in the thread.
 */
export function startInflating(
  load: Load,
  job: InflateJob,
  openInput: OpenInput,
): (output: Uint8Array) => InflateStep {
  const { createHash } = load('node:crypto') as typeof crypto;
  const { constants, createGunzip, createZstdDecompress } = load('node:zlib') as typeof zlib;
  const isGzip = job.compression === 'gzip';
  const stream: unknown = isGzip ? createGunzip() : createZstdDecompress();
  const inflater = stream as SyncInflater;
  const flushMore = isGzip ? constants.Z_NO_FLUSH : constants.ZSTD_e_continue;
  const flushLast = isGzip ? constants.Z_FINISH : constants.ZSTD_e_end;
  const { _handle: handle, _writeState: state } = inflater;
  const input = openInput(load, job);
  const hash = job.inflatedHash ? createHash(job.inflatedHash) : undefined;
  let damage: string | undefined;
  handle.onerror = (message) => {
    damage = message;
  };
  let isOver = false;

  const inflateInto = (output: Uint8Array): number => {
    let length = 0;
    while (!isOver && length < output.length) {
      const atEnd = input.left === 0 && !input.next();
      const room = output.length - length;
      const { buffer, at, left } = input;
      handle.writeSync(atEnd ? flushLast : flushMore, buffer, at, left, output, length, room);
      if (damage !== undefined) return length;
      const [unused = 0, unread = 0] = state;
      // A gzip stream that leaves both room and input has ended. zstd stops after each frame, and has ended when it
      // neither reads nor writes.
      const isStuck = unread > 0 && (isGzip || (unread === left && unused === room));
      isOver = unused > 0 && (atEnd || isStuck);
      length += room - unused;
      input.at = at + left - unread;
      input.left = unread;
    }
    return length;
  };
  return (output) => {
    try {
      const length = inflateInto(output);
      if (damage === undefined && length > 0) {
        hash?.update(output.subarray(0, length));
        return { length, stored: input.used() };
      }
      const storedHash = damage === undefined ? input.digest() : undefined;
      inflater.close();
      return damage === undefined
        ? { status: 'done', storedHash, inflatedHash: hash?.digest('hex') }
        : { status: 'damaged', why: damage };
    } catch (error) {
      inflater.close();
      return { status: 'failed', why: String(error) };
    }
  };
}
