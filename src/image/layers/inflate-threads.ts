import { Worker } from 'node:worker_threads';
import * as zlib from 'node:zlib';
import { reason } from '../../lib/errors.js';
import {
  type FromThread,
  type InflateEnd,
  type InflateJob,
  inflateThread,
  type SyncInflater,
  type ThreadBuffers,
  type ToThread,
} from './inflate-thread.js';

/** Threads that inflate and hash, each started when it is first needed. */
export interface InflateThreads {
  /** The inflated bytes; a piece is valid until the next is asked for. `judge` is told how it ended, and may throw. */
  run(job: InflateJob, judge: (end: InflateEnd) => void): AsyncGenerator<InflatedPiece>;
  /** Resolves when no thread is left. */
  close(): Promise<void>;
}

export interface InflatedPiece {
  readonly bytes: Uint8Array;
  /** Stored bytes that were used so far. */
  readonly stored: number;
}

const BUFFERS = 4;
const BUFFER = 2 ** 20;

/** The caller runs no more jobs at once than it wants threads. `program` is what they do. */
export function inflateThreads(program = inflateThread): InflateThreads {
  const idle: Thread[] = [];
  const all = new Set<Thread>();
  const start = () => {
    const thread = startThread(program);
    all.add(thread);
    return thread;
  };
  return {
    async *run(job, judge) {
      const thread = idle.pop() ?? start();
      let running = true;
      let held: number | undefined;
      const next = async () => {
        const message = await thread.next();
        if ('piece' in message) held = message.piece;
        else running = false;
        return message;
      };
      const giveBack = () => {
        if (held !== undefined) thread.post(held);
        held = undefined;
      };
      try {
        thread.post(job);
        for (;;) {
          const message = await next();
          if (!('piece' in message)) return judge(message);
          yield { bytes: thread.bytes(message.piece, message.length), stored: message.stored };
          giveBack();
        }
      } finally {
        // The descriptor may be closed once this returns, so the thread must have let go of it.
        giveBack();
        if (running) thread.post('stop');
        while (running) {
          await next();
          giveBack();
        }
        if (!thread.dead()) idle.push(thread);
      }
    },
    async close() {
      await Promise.all([...all].map((thread) => thread.end()));
    },
  };
}

interface Thread {
  post(message: ToThread): void;
  bytes(piece: number, length: number): Uint8Array;
  next(): Promise<FromThread>;
  dead(): boolean;
  end(): Promise<unknown>;
}

function startThread(program: typeof inflateThread): Thread {
  const buffers = Array.from({ length: BUFFERS }, () => new SharedArrayBuffer(BUFFER));
  // From its text: a bundle has no file of its own for it.
  const worker = new Worker(`(${program})(require)`, {
    eval: true,
    workerData: buffers satisfies ThreadBuffers,
    env: {},
    execArgv: [],
  });
  const waiting: FromThread[] = [];
  let wake = () => {};
  let death: InflateEnd | undefined;
  worker.on('message', (message: FromThread) => {
    waiting.push(message);
    wake();
  });
  const died = (why: string) => {
    death ??= { ended: 'unreadable', why: `the thread that inflates it ended: ${why}` };
    wake();
  };
  worker.on('error', (error) => died(reason(error)));
  worker.on('exit', (status) => died(`its status is ${status}`));
  return {
    post: (message) => worker.postMessage(message),
    bytes: (piece, length) => new Uint8Array(buffers[piece] ?? new SharedArrayBuffer(0), 0, length),
    dead: () => death !== undefined,
    end: () => worker.terminate(),
    async next() {
      for (;;) {
        const message = waiting.shift() ?? death;
        if (message) return message;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

/** Whether this Node has what the threads work with. */
export function canInflate(compression: string): compression is InflateJob['compression'] {
  if (compression === 'gzip') return isSync(zlib.createGunzip());
  if (compression !== 'zstd' || typeof zlib.createZstdDecompress !== 'function') return false;
  return isSync(zlib.createZstdDecompress());
}

function isSync(stream: unknown): boolean {
  const { _handle, _writeState } = stream as Partial<SyncInflater>;
  (stream as SyncInflater).close();
  return typeof _handle?.writeSync === 'function' && ArrayBuffer.isView(_writeState);
}
