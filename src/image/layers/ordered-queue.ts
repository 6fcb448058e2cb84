import { readBytes } from '../bytes.js';
import type { OverflowFile } from './overflow-file.js';

/** Hands bodies over in the order of the layers, while layers are read two at a time. */
export interface OrderedQueue {
  /** Resolves when all layers below have been read. */
  turn(layer: number): Promise<void>;
  /** Ends when the layer may go on reading, at once where nothing is waited for; fails with what `hand` fails with. */
  deliver(layer: number, bytes: Buffer, hand: Hand): void | Promise<void>;
  /** The layer has been read, or was given up. */
  finished(layer: number): Promise<void>;
}

type Hand = (bytes: Buffer) => void | Promise<void>;

/**
 * The lowest unfinished layer hands over at once; bodies of the layers above wait in the spill file, and when that is
 * full, so do their layers. The lowest layer never waits for another: nothing can lock up.
 */
export function orderedQueue(layers: number, spill: OverflowFile): OrderedQueue {
  const waiting: (() => Promise<void>)[][] = Array.from({ length: layers }, () => []);
  const done = new Array<boolean>(layers).fill(false);
  let lowest = 0;
  const wake: (() => void)[] = [];
  let line: Promise<void> = Promise.resolve();
  let inside = 0;

  /** One after the other, in the order of the calls. */
  const inLine = (task: () => void | Promise<void>): Promise<void> => {
    inside++;
    const result = line.then(task).finally(() => inside--);
    line = result.catch(() => {});
    return result;
  };
  const change = () =>
    new Promise<void>((resolve) => {
      wake.push(resolve);
    });
  const drain = async (layer: number) => {
    // More may come to wait while these are handed over.
    const queue = waiting[layer] ?? [];
    while (queue.length > 0) for (const hand of queue.splice(0)) await hand();
  };

  const later = async (layer: number, bytes: Buffer, hand: Hand): Promise<void> => {
    let kept = layer > lowest ? spill.allocate(bytes.length) : undefined;
    while (layer > lowest && !kept) {
      await change();
      kept = layer > lowest ? spill.allocate(bytes.length) : undefined;
    }
    // No function here may close over `bytes`: those that wait in the file would keep them in memory as well.
    if (!kept) return inLine(hand.bind(undefined, bytes));
    const { source, release, write } = kept;
    write(bytes, 0);
    waiting[layer]?.push(async () => {
      const body = readBytes(source, 0, source.size);
      release();
      await hand(body);
    });
  };

  return {
    async turn(layer) {
      while (layer > lowest) await change();
    },
    deliver(layer, bytes, hand) {
      if (layer > lowest || inside > 0) return later(layer, bytes, hand);
      const pending = hand(bytes);
      return pending && inLine(() => pending);
    },
    finished(layer) {
      done[layer] = true;
      return inLine(async () => {
        try {
          while (lowest < layers && done[lowest]) {
            const next = lowest + 1;
            await drain(next);
            lowest = next;
          }
        } finally {
          for (const resolve of wake.splice(0)) resolve();
        }
      });
    },
  };
}
