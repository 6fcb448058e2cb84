import type { FileReader, LayerEntry } from '../image.js';
import { damaged } from '../limits.js';
import { TarError } from '../tar/header.js';
import { partsOf, readBody, walkStream } from '../tar/walk.js';
import {
  demandFor,
  handOver,
  overLimit,
  type ReadRequest,
  type ScanState,
  tooLarge,
} from './entry-sink.js';
import { inPlace, type ScannedLayer } from './layer-blob.js';
import type { LayerTable } from './layer-table.js';
import type { OverflowFile } from './overflow-file.js';
import type { EntryRef, Overlay } from './overlay.js';
import { tarStream } from './tar-stream.js';

/** A body that is read again, under the path by which it is reached. */
interface Request {
  readonly body: EntryRef;
  readonly entry: LayerEntry;
  readonly demand: ReadRequest;
}

/**
 * Hands over what the pass over the layers could not know: files under the names of hard links, files that a lower
 * layer's link led into another directory, and well-known paths that lead through links. Each is offered to the readers
 * under the path by which it is reached, bottom to top.
 */
export async function readLinked(
  fileSystem: Overlay,
  tables: readonly LayerTable[],
  layers: readonly ScannedLayer[],
  state: ScanState,
  spill: OverflowFile,
): Promise<void> {
  const offer = offerFor(tables, layers);
  const requests = [
    ...otherNames(fileSystem, tables, state.readers, offer),
    ...state.readers.flatMap((reader) => wellKnown(fileSystem, reader, offer)),
  ];
  const byLayer = new Map<number, Request[]>();
  for (const request of requests) {
    const same = byLayer.get(request.body.layer);
    if (same) same.push(request);
    else byLayer.set(request.body.layer, [request]);
  }
  for (const [index, layer] of layers.entries()) {
    const here = (byLayer.get(index) ?? []).filter(({ body, entry, demand }) => {
      const stored = tables[index]?.body(body.index);
      if (!stored || !overLimit(stored.stored, demand.bytes, stored, state.limits)) return true;
      state.fail(tooLarge(layer.where, entry.path, stored.size, state.limits));
      return false;
    });
    const table = tables[index];
    if (here.length === 0 || !table) continue;
    try {
      await readAgain(layer, table, here, state, spill);
    } catch (error) {
      if (!(error instanceof TarError)) throw error;
      state.fail(damaged(layer.where, error.message));
    }
  }
}

/** The request of the readers that want a body, under a path and as of a layer; undefined where none does. */
type Offer = (
  body: EntryRef,
  path: string,
  layer: number,
  readers: readonly FileReader[],
) => Request | undefined;

function offerFor(tables: readonly LayerTable[], layers: readonly ScannedLayer[]): Offer {
  const atRest = layers.map(({ blob }) => blob !== undefined && inPlace(blob) !== undefined);
  return (body, path, layer, readers) => {
    const table = tables[body.layer];
    if (!table) return undefined;
    const entry = { ...table.entry(body.index, path), layer };
    const randomAccess = atRest[body.layer] === true && !table.body(body.index).sparse;
    const demand = demandFor(entry, readers, randomAccess);
    return demand.bytes > 0 ? { body, entry, demand } : undefined;
  };
}

/** Hard links, and files that landed elsewhere than their own layer says. */
function otherNames(
  fileSystem: Overlay,
  tables: readonly LayerTable[],
  readers: readonly FileReader[],
  offer: Offer,
): Request[] {
  const requests: Request[] = [];
  for (const table of tables)
    for (let index = 0; index < table.count; index++) {
      const ref = { layer: table.layer, index };
      const type = table.type(index);
      if (type !== 'hardlink' && !(type === 'file' && fileSystem.redirected(ref))) continue;
      const body = type === 'file' ? ref : fileSystem.hardLinkBody(ref);
      const request = body && offer(body, fileSystem.landing(ref), table.layer, readers);
      if (request) requests.push(request);
    }
  return requests;
}

/** All versions of the file that a well-known path leads to; of all files, where it leads to a directory. */
function wellKnown(fileSystem: Overlay, reader: FileReader, offer: Offer): Request[] {
  const requests: Request[] = [];
  for (const asked of reader.wellKnown ?? []) {
    const target = fileSystem.resolve(asked);
    const direct = fileSystem.get(asked);
    if (target === undefined || direct?.type === 'file' || direct?.type === 'hardlink') continue;
    if (target === asked) continue;
    const found = fileSystem.get(target);
    const pairs: [string, string][] =
      found?.type === 'file' || found?.type === 'hardlink'
        ? [[target, asked]]
        : [...fileSystem.below(target)].map((path) => [path, asked + path.slice(target.length)]);
    for (const [from, path] of pairs)
      for (const body of fileSystem.files(from)) {
        const request = offer(body, path, body.layer, [reader]);
        if (request) requests.push(request);
      }
  }
  return requests;
}

async function readAgain(
  layer: ScannedLayer,
  table: LayerTable,
  requests: readonly Request[],
  state: ScanState,
  spill: OverflowFile,
): Promise<void> {
  const blob = layer.blob;
  if (!blob) return;
  const source = inPlace(blob);
  if (source) {
    for (const { body, entry, demand } of requests) {
      const stored = table.body(body.index);
      const part = stored.sparse
        ? undefined
        : partsOf(source, stored.offset, stored.size, state.memory.parts);
      await handOver(entry, readBody(source, stored.offset, stored, demand.bytes), demand, part);
    }
    return;
  }
  await streamAgain(layer, table, requests, state, spill);
}

/** Compressed layers are inflated once more, up to the last wanted body. */
async function streamAgain(
  layer: ScannedLayer,
  table: LayerTable,
  requests: readonly Request[],
  state: ScanState,
  spill: OverflowFile,
): Promise<void> {
  const { blob, where } = layer;
  if (!blob) return;
  const wanted = new Map<number, Request[]>();
  for (const request of requests) {
    const offset = table.body(request.body.index).offset;
    const same = wanted.get(offset);
    if (same) same.push(request);
    else wanted.set(offset, [request]);
  }
  const { limits, budget, threads, memory } = state;
  const enough = new Error('all wanted bodies were read');
  let current: Request[] = [];
  try {
    await walkStream(
      tarStream(blob, { where, limits, budget, threads }),
      {
        member(_, offset) {
          if (wanted.size === 0) throw enough;
          current = wanted.get(offset) ?? [];
          wanted.delete(offset);
          return current.reduce((most, { demand }) => Math.max(most, demand.bytes), 0);
        },
        async body(bytes, part, done) {
          for (const { entry, demand } of current) {
            const first = demand.bytes < bytes.length ? bytes.subarray(0, demand.bytes) : bytes;
            await handOver(entry, first, demand, part);
          }
          done?.();
        },
      },
      limits,
      { spill, from: 0, memory: memory.parts },
    );
  } catch (error) {
    if (error !== enough) throw error;
  }
}
