import { availableParallelism } from 'node:os';
import { digestCheck } from '../../core/digest.js';
import { PortsideError } from '../../lib/errors.js';
import { type ByteSource, chunksOf } from '../bytes.js';
import { missing, unreadable } from '../errors.js';
import type { FileReader, FileSystem, ScanOptions } from '../image.js';
import type { Limits } from '../limits.js';
import { type OverflowFile, openOverflowFile } from '../overflow-file.js';
import { tarFailure } from '../tar/failure.js';
import { TarError } from '../tar/header.js';
import { walkBuffers, walkSource, walkStream } from '../tar/walk.js';
import { inflateThreads } from './inflate-threads.js';
import { keepFiles } from './kept-files.js';
import { randomAccessTar, type ScannedLayer } from './layer-blob.js';
import { LayerTable } from './layer-table.js';
import { layerVisitor, type ScanState } from './layer-visitor.js';
import { readLaterFiles, readLinkedFiles } from './linked-files.js';
import { OrderedQueue } from './ordered-queue.js';
import { overlay } from './overlay.js';
import { PathTable } from './path-table.js';
import { openStoredFiles } from './stored-files.js';
import { tarStream } from './tar-stream.js';

/**
 * Walks all layers once, then reads the files that only links lead to. Uncompressed layers with random access are
 * walked where they are stored. Compressed layers are inflated, several at a time.
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
  const { keep } = options;
  const kept =
    keep &&
    keepFiles({ keeps: keep, isStored: storedTest(layers), maxBytes: limits.overflowBytes });
  const state: ScanState = {
    paths,
    readers: kept ? [...readers, kept.reader] : readers,
    limits,
    fail,
    budget: { left: limits.inflatedBytes },
    threads: inflateThreads(),
    buffers: walkBuffers(),
    used: { entries: 0, linkCharacters: 0 },
  };
  const overflow = openOverflowFile('the image', limits.overflowBytes);
  const queue = new OrderedQueue(layers.length, overflow);
  const report = layerProgress(layers, options);
  const scan = async (index: number) => {
    const layer = layers[index];
    const table = tables[index];
    if (!layer || !table) return;
    if (options.only?.(index) === false) return queue.finish(index);
    try {
      await scanLayer({ layer, table, state, queue, overflow, options, report });
    } finally {
      await queue.finish(index);
    }
  };
  try {
    await forEachIndex(layers.length, scan, (error) => fail(asPortsideError(error)));
    const fileSystem = overlay(paths, tables);
    const walked = { fileSystem, tables, layers, state: { ...state, readers }, overflow };
    await readLinkedFiles(walked);
    await readLaterFiles(walked);
    if (!kept) return fileSystem;
    const open = openStoredFiles(fileSystem, { layers, tables, paths, kept });
    return { ...fileSystem, open, release: kept.close };
  } catch (error) {
    kept?.close();
    throw error;
  } finally {
    overflow.close();
    await state.threads.close();
  }
}

/** Whether the files of a layer can be read where they are stored. */
function storedTest(layers: readonly ScannedLayer[]): (layer: number) => boolean {
  const isStored = layers.map(
    ({ blob }) => blob !== undefined && randomAccessTar(blob) !== undefined,
  );
  return (layer) => isStored[layer] === true;
}

/** Reports how many stored bytes of all layers were read; called with those of one layer. */
function layerProgress(
  layers: readonly ScannedLayer[],
  { progress, only }: ScanOptions,
): (index: number, stored: number) => void {
  const sizes = layers.map(({ blob }, index) => (only?.(index) === false ? 0 : (blob?.size ?? 0)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const read = layers.map(() => 0);
  let done = 0;
  return (index, stored) => {
    done += stored - (read[index] ?? 0);
    read[index] = stored;
    progress?.({ done, total });
  };
}

/** How many layers are read at the same time, and so how many threads inflate. */
const CONCURRENCY = Math.min(4, Math.max(2, availableParallelism()));

/** Runs the task for each index in order, several at a time. Starts no more tasks once `onError` throws. */
async function forEachIndex(
  count: number,
  task: (index: number) => Promise<void>,
  onError: (error: unknown) => void,
): Promise<void> {
  let next = 0;
  let isStopped = false;
  const worker = async () => {
    while (next < count && !isStopped) {
      try {
        await task(next++);
      } catch (error) {
        try {
          onError(error);
        } catch (fatal) {
          isStopped = true;
          throw fatal;
        }
      }
    }
  };
  const workers = Array.from({ length: Math.min(CONCURRENCY, count) }, worker);
  const results = await Promise.allSettled(workers);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

interface LayerScan {
  readonly layer: ScannedLayer;
  readonly table: LayerTable;
  readonly state: ScanState;
  readonly queue: OrderedQueue;
  readonly overflow: OverflowFile;
  readonly options: ScanOptions;
  readonly report: ReturnType<typeof layerProgress>;
}

async function scanLayer(scan: LayerScan): Promise<void> {
  const { layer, table, state, queue, overflow, options, report } = scan;
  const { where, blob } = layer;
  if (!blob) throw missing(where, layer.missing ?? 'its bytes are missing');
  const visitor = layerVisitor(table, state, where, queue);
  const { limits, budget, threads, buffers } = state;
  try {
    const source = randomAccessTar(blob);
    if (source) {
      // Walking it is fast, so it starts when its files can be passed on at once.
      await queue.waitForLowerLayers(table.layer);
      const hasEnd = await walkSource(source, visitor, limits, buffers);
      if (options.verifyDigests || !hasEnd) await verifyDigest(source, layer);
      report(table.layer, blob.size);
      return;
    }
    // Without a digest of the stored bytes, only the digest of the uncompressed bytes names the layer.
    const mustVerify = options.verifyDigests || !(blob.digest || blob.checked);
    const diffID = mustVerify ? layer.diffID : undefined;
    const stream = tarStream(blob, {
      ...{ where, limits, budget, threads, diffID },
      progress: (stored) => report(table.layer, stored),
    });
    await walkStream(stream, visitor, limits, {
      overflow,
      minBytes: limits.memoryBytes,
      allocate: buffers.parts,
    });
  } catch (error) {
    throw error instanceof TarError ? tarFailure(where, error) : error;
  }
}

/** Hashes an uncompressed layer in full. */
async function verifyDigest(source: ByteSource, { diffID, where }: ScannedLayer): Promise<void> {
  const check = digestCheck(diffID, where);
  for await (const chunk of chunksOf(source)) check.update(chunk);
  check.finish();
}

/** Adds what was being done to errors of the system and of zlib. Rethrows what is a mistake of a reader. */
function asPortsideError(error: unknown): PortsideError {
  if (error instanceof PortsideError) return error;
  if (!(error instanceof Error && 'code' in error)) throw error;
  return unreadable('the image', error);
}
