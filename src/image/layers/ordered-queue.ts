import { readBytes } from '../bytes.js';
import type { OverflowFile } from '../overflow-file.js';

/** Passes a file to its readers. */
type Pass = (bytes: Buffer) => void | Promise<void>;

/**
 * Passes files to the readers in the order of the layers, while several layers are read at the same time. Files of the
 * lowest unfinished layer are passed at once. Files of higher layers wait in the overflow file; when that is full, the
 * reading of their layer waits. The lowest layer never waits for another, so there is no deadlock.
 */
export class OrderedQueue {
  readonly #overflow: OverflowFile;
  /** By layer: the files that wait. */
  readonly #waiting: (() => Promise<void>)[][];
  readonly #finished: boolean[];
  /** The lowest unfinished layer. */
  #lowest = 0;
  /** Called when `#lowest` changes. */
  #onChange: (() => void)[] = [];
  /** The end of the last task in line. */
  #lastTask: Promise<void> = Promise.resolve();
  #tasks = 0;

  constructor(layers: number, overflow: OverflowFile) {
    this.#overflow = overflow;
    this.#waiting = Array.from({ length: layers }, () => []);
    this.#finished = new Array<boolean>(layers).fill(false);
  }

  /** Resolves when all lower layers are finished. */
  async waitForLowerLayers(layer: number): Promise<void> {
    while (layer > this.#lowest) await this.#change();
  }

  /**
   * Calls `pass` when all files before this one have been passed. Resolves when the layer may continue, which is at once
   * when the file waits in the overflow file. Rejects when `pass` fails before that.
   */
  pass(layer: number, bytes: Buffer, pass: Pass): void | Promise<void> {
    if (layer > this.#lowest || this.#tasks > 0) return this.#passLater(layer, bytes, pass);
    const pending = pass(bytes);
    return pending && this.#inLine(() => pending);
  }

  /** Must be called once a layer has been read or has failed. */
  finish(layer: number): Promise<void> {
    this.#finished[layer] = true;
    return this.#inLine(async () => {
      try {
        while (this.#lowest < this.#finished.length && this.#finished[this.#lowest]) {
          const next = this.#lowest + 1;
          await this.#drain(next);
          this.#lowest = next;
        }
      } finally {
        for (const resolve of this.#onChange.splice(0)) resolve();
      }
    });
  }

  async #passLater(layer: number, bytes: Buffer, pass: Pass): Promise<void> {
    let region = layer > this.#lowest ? this.#overflow.allocate(bytes.length) : undefined;
    while (layer > this.#lowest && !region) {
      await this.#change();
      region = layer > this.#lowest ? this.#overflow.allocate(bytes.length) : undefined;
    }
    // No function here may capture `bytes`: it would stay in memory although the overflow file has a copy.
    if (!region) return this.#inLine(pass.bind(undefined, bytes));
    const { source, release, write } = region;
    write(bytes, 0);
    this.#waiting[layer]?.push(async () => {
      const body = readBytes(source, 0, source.size);
      release();
      await pass(body);
    });
  }

  /** Passes all files of a layer that wait. More may arrive meanwhile. */
  async #drain(layer: number): Promise<void> {
    const waiting = this.#waiting[layer] ?? [];
    while (waiting.length > 0) for (const pass of waiting.splice(0)) await pass();
  }

  /** Runs tasks one after the other, in the order of the calls. */
  #inLine(task: () => void | Promise<void>): Promise<void> {
    this.#tasks++;
    const result = this.#lastTask.then(task).finally(() => this.#tasks--);
    this.#lastTask = result.catch(() => {});
    return result;
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#onChange.push(resolve);
    });
  }
}
