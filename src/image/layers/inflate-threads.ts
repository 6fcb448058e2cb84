import { Worker } from 'node:worker_threads';
import * as zlib from 'node:zlib';
import { reason } from '../../lib/errors.js';
import { reportsCutZstd } from './compression.js';
import {
  type FromThread,
  type InflateEnd,
  type InflateJob,
  inflateThread,
  openStoredInput,
  type SyncInflater,
  startInflating,
  type ThreadBuffers,
  type ToThread,
} from './inflate-thread.js';

/** Threads that inflate and hash. Each is started when it is first needed. */
export interface InflateThreads {
  /**
   * The inflated bytes; a piece is valid until the next is requested. At the end `verify` gets how the job ended, and
   * may throw.
   */
  run(job: InflateJob, verify: (end: InflateEnd) => void): AsyncGenerator<InflatedPiece>;
  /** Resolves when all threads have ended. */
  close(): Promise<void>;
}

export interface InflatedPiece {
  readonly bytes: Uint8Array;
  /** Stored bytes that have been used so far. */
  readonly stored: number;
}

const BUFFERS = 4;
const BUFFER_BYTES = 2 ** 20;

/** The source text that a thread runs. A bundle has no separate file for it. */
const PROGRAM = `(${inflateThread})(require, ${startInflating}, ${openStoredInput})`;

/** One thread for each job that runs at the same time; the caller limits those. */
export function inflateThreads(program = PROGRAM): InflateThreads {
  const idle: Thread[] = [];
  const all = new Set<Thread>();
  const start = () => {
    const thread = startThread(program);
    all.add(thread);
    return thread;
  };
  return {
    async *run(job, verify) {
      const thread = idle.pop() ?? start();
      let isRunning = true;
      let held: number | undefined;
      const next = async () => {
        const message = await thread.next();
        if ('buffer' in message) held = message.buffer;
        else isRunning = false;
        return message;
      };
      const returnBuffer = () => {
        if (held !== undefined) thread.post(held);
        held = undefined;
      };
      try {
        thread.post(job);
        for (;;) {
          const message = await next();
          if (!('buffer' in message)) return verify(message);
          yield { bytes: thread.bytes(message.buffer, message.length), stored: message.stored };
          returnBuffer();
        }
      } finally {
        // The caller may close the descriptor after this, so the thread must have stopped using it.
        returnBuffer();
        if (isRunning) thread.post('stop');
        while (isRunning) {
          await next();
          returnBuffer();
        }
        if (!thread.isDead()) idle.push(thread);
      }
    },
    async close() {
      await Promise.all([...all].map((thread) => thread.terminate()));
    },
  };
}

interface Thread {
  post(message: ToThread): void;
  /** The first bytes of a buffer. */
  bytes(buffer: number, length: number): Uint8Array;
  /** The next message; when the thread has died, that. */
  next(): Promise<FromThread>;
  isDead(): boolean;
  terminate(): Promise<unknown>;
}

function startThread(program: string): Thread {
  const buffers = Array.from({ length: BUFFERS }, () => new SharedArrayBuffer(BUFFER_BYTES));
  const worker = new Worker(program, {
    eval: true,
    workerData: buffers satisfies ThreadBuffers,
    env: {},
    execArgv: [],
  });
  const messages: FromThread[] = [];
  let wake = () => {};
  let death: InflateEnd | undefined;
  worker.on('message', (message: FromThread) => {
    messages.push(message);
    wake();
  });
  const onDeath = (why: string) => {
    death ??= { status: 'failed', why: `the thread that inflates it ended: ${why}` };
    wake();
  };
  worker.on('error', (error) => onDeath(reason(error)));
  worker.on('exit', (status) => onDeath(`its status is ${status}`));
  return {
    post: (message) => worker.postMessage(message),
    bytes: (buffer, length) =>
      new Uint8Array(buffers[buffer] ?? new SharedArrayBuffer(0), 0, length),
    isDead: () => death !== undefined,
    terminate: () => worker.terminate(),
    async next() {
      for (;;) {
        const message = messages.shift() ?? death;
        if (message) return message;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

/** Whether this version of Node.js has the internals that the threads use, and reports data that is cut short. */
export function canInflate(compression: string): compression is InflateJob['compression'] {
  if (compression === 'gzip') return isSync(zlib.createGunzip());
  if (compression !== 'zstd' || typeof zlib.createZstdDecompress !== 'function') return false;
  return reportsCutZstd() && isSync(zlib.createZstdDecompress());
}

function isSync(stream: unknown): boolean {
  const { _handle, _writeState } = stream as Partial<SyncInflater>;
  (stream as SyncInflater).close();
  return typeof _handle?.writeSync === 'function' && ArrayBuffer.isView(_writeState);
}
