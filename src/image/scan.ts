import { availableParallelism } from 'node:os';
import { PortsideError, reason } from '../lib/errors.js';
import { streamOf } from './bytes.js';
import type { FileReader, FileSystem, ScanOptions } from './image.js';
import { entrySink, type ScanState } from './layers/entry-sink.js';
import { inflateThreads } from './layers/inflate-threads.js';
import { digestCheck, inPlace, type LayerBlob, type ScannedLayer } from './layers/layer-blob.js';
import { LayerTable } from './layers/layer-table.js';
import { readLinked } from './layers/linked-files.js';
import { type OrderedQueue, orderedQueue } from './layers/ordered-queue.js';
import { type OverflowFile, openSpill } from './layers/overflow-file.js';
import { overlay } from './layers/overlay.js';
import { PathTable } from './layers/path-table.js';
import { tarStream } from './layers/tar-stream.js';
import { damaged, type Limits } from './limits.js';
import { TarError } from './tar/header.js';
import { walkMemory, walkSource, walkStream } from './tar/walk.js';

/**
 * One pass over the layers, then one over files that only links lead to. Layers whose bytes lie still are walked in
 * place; compressed ones are inflated some at a time, an upper one waiting when its bodies would fill the spill file.
 */
export async function scanLayers(
  layers: readonly ScannedLayer[],
  readers: readonly FileReader[],
  limits: Limits,
  options: ScanOptions,
): Promise<FileSystem> {
  const fail = (error: PortsideError) => {
    if (!options.incomplete) throw error;
    options.incomplete(error);
  };
  const paths = new PathTable(limits.entries);
  const tables = layers.map((_, index) => new LayerTable(index, paths));
  const state: ScanState = {
    paths,
    readers,
    limits,
    fail,
    budget: { left: limits.inflatedBytes },
    threads: inflateThreads(),
    memory: walkMemory(),
    used: { entries: 0, linkCharacters: 0 },
  };
  const spill = openSpill('the image', limits.spillBytes);
  const queue = orderedQueue(layers.length, spill);
  const scan = async (index: number) => {
    const layer = layers[index];
    const table = tables[index];
    if (!layer || !table) return;
    if (options.only?.(index) === false) return queue.finished(index);
    options.progress?.(`Reading layer ${index + 1} of ${layers.length}`);
    try {
      await scanLayer(layer, table, state, { queue, spill }, options);
    } finally {
      await queue.finished(index);
    }
  };
  try {
    await inTurns(layers.length, AT_ONCE, scan, (error) => fail(asPortsideError(error)));
    const fileSystem = overlay(paths, tables);
    await readLinked(fileSystem, tables, layers, state, spill);
    return fileSystem;
  } finally {
    spill.close();
    await state.threads.close();
  }
}

/** Layers read at once, so threads that inflate. */
const AT_ONCE = Math.min(4, Math.max(2, availableParallelism()));

/** Runs the tasks in order, some at a time. After a failure that `failed` rethrows, no other starts. */
async function inTurns(
  count: number,
  atOnce: number,
  task: (index: number) => Promise<void>,
  failed: (error: unknown) => void,
): Promise<void> {
  let next = 0;
  let stopped = false;
  const worker = async () => {
    while (next < count && !stopped) {
      try {
        await task(next++);
      } catch (error) {
        try {
          failed(error);
        } catch (fatal) {
          stopped = true;
          throw fatal;
        }
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: Math.min(atOnce, count) }, worker));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

async function scanLayer(
  layer: ScannedLayer,
  table: LayerTable,
  state: ScanState,
  { queue, spill }: { readonly queue: OrderedQueue; readonly spill: OverflowFile },
  options: ScanOptions,
): Promise<void> {
  const { where, blob } = layer;
  if (!blob) throw damaged(where, layer.missing ?? 'its bytes are not there');
  const sink = entrySink(table, state, where, queue);
  try {
    const source = inPlace(blob);
    if (source) {
      // Reading in place is fast and needs no other thread: nothing would be won by holding bodies back.
      await queue.turn(table.layer);
      await walkSource(source, sink, state.limits, state.memory);
      if (options.verifyDigests) await verify(layer, blob);
      return;
    }
    // Compressed bytes without a digest of their own are known by the uncompressed digest alone.
    const check =
      options.verifyDigests || !(blob.digest || blob.checked) ? { diffID: layer.diffID } : {};
    const { limits, budget, threads, memory } = state;
    const stream = tarStream(blob, { where, limits, budget, threads, ...check });
    await walkStream(stream, sink, limits, {
      spill,
      from: limits.memoryBytes,
      memory: memory.parts,
    });
  } catch (error) {
    throw error instanceof TarError ? damaged(where, error.message) : error;
  }
}

/** Hashes an uncompressed layer whole. */
async function verify(layer: ScannedLayer, blob: LayerBlob): Promise<void> {
  const check = digestCheck(layer.diffID, layer.where);
  if (!blob.source) return;
  for await (const chunk of streamOf(blob.source)) check.update(chunk);
  check.finish();
}

/** Errors of the system and of zlib become what they mean here; a reader's own mistake stays what it is. */
function asPortsideError(error: unknown): PortsideError {
  if (error instanceof PortsideError) return error;
  if (!(error instanceof Error && 'code' in error)) throw error;
  return new PortsideError('PSE4500', `Cannot read the image: ${reason(error)}`, undefined, error);
}
