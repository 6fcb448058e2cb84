import { groupBy } from '../../lib/group-by.js';
import { isFileEntry } from '../entry-type.js';
import { limitExceeded } from '../errors.js';
import type { FileReader, LayerEntry } from '../image.js';
import type { OverflowFile } from '../overflow-file.js';
import { tarFailure } from '../tar/failure.js';
import { TarError } from '../tar/header.js';
import { partReader, readMemberBody, walkStream } from '../tar/walk.js';
import { followLinks } from './followed-links.js';
import { randomAccessTar, type ScannedLayer } from './layer-blob.js';
import type { LayerTable } from './layer-table.js';
import type { ScanState } from './layer-visitor.js';
import type { EntryRef, NameOfFile, Overlay } from './overlay.js';
import {
  exceedsFileLimit,
  fileTooLarge,
  passToReaders,
  type ReadRequest,
  readRequest,
} from './read-request.js';
import { tarStream } from './tar-stream.js';

/** All layers of an image after the walk over them. */
export interface WalkedLayers {
  readonly fileSystem: Overlay;
  readonly tables: readonly LayerTable[];
  readonly layers: readonly ScannedLayer[];
  readonly state: ScanState;
  readonly overflow: OverflowFile;
}

/** A file to read again, under the path through which a link leads to it. */
interface LinkedFile {
  readonly body: EntryRef;
  readonly entry: LayerEntry;
  readonly request: ReadRequest;
}

/**
 * Reads files that the walk over the layers could not recognize: those with the names of hard links, those that a link
 * of a lower layer moved to another directory, and those that a reader wants at paths through links. The readers get
 * each under the path through which it is reached, layers lowest first.
 */
export async function readLinkedFiles(walked: WalkedLayers): Promise<void> {
  const { fileSystem, tables, state } = walked;
  const find = linkedFileFinder(walked);
  await readFiles(walked, [
    ...movedFiles(fileSystem, tables, state.readers, find),
    ...state.readers.flatMap((reader) => wellKnownFiles(fileSystem, reader, find)),
    ...state.readers.flatMap((reader) => followedFiles(walked, reader, find)),
  ]);
}

/** Reads the files that readers want once they have seen all others, and those that they want after that, layers lowest first. */
export async function readLaterFiles(walked: WalkedLayers): Promise<void> {
  await readRound(walked, 'wantsLater');
  await readRound(walked, 'wantsLast');
}

async function readRound(walked: WalkedLayers, round: 'wantsLater' | 'wantsLast'): Promise<void> {
  const { fileSystem, state } = walked;
  const find = linkedFileFinder(walked);
  const files: LinkedFile[] = [];
  for (const reader of state.readers)
    for (const { path, layer } of reader[round]?.(fileSystem) ?? []) {
      const own = fileSystem.files(path).findLast(({ ref }) => ref.layer === layer);
      const name = own ?? fileSystem.file(path);
      const file = name && find(name, { path, layer }, [reader]);
      if (file) files.push(file);
    }
  await readFiles(walked, files);
}

async function readFiles(walked: WalkedLayers, files: readonly LinkedFile[]): Promise<void> {
  const { tables, layers, state } = walked;
  const byLayer = groupBy(files, ({ body }) => body.layer);
  for (const [index, layer] of layers.entries()) {
    const table = tables[index];
    const inLayer = (byLayer.get(index) ?? []).filter(({ body, entry, request }) => {
      const stored = table?.body(body.index);
      if (!stored || !exceedsFileLimit(request.bytes, stored, state.limits)) return true;
      state.fail(fileTooLarge(`${entry.path} in ${layer.where}`, stored.size, state.limits));
      return false;
    });
    if (inLayer.length === 0 || !table) continue;
    try {
      await readAgain(layer, table, inLayer, walked);
    } catch (error) {
      if (!(error instanceof TarError)) throw error;
      state.fail(tarFailure(layer.where, error));
    }
  }
}

/** The file of a name, under a path and as part of a layer; undefined when no reader wants it. */
type FindLinkedFile = (
  name: NameOfFile,
  as: Partial<Pick<LayerEntry, 'path' | 'layer'>>,
  readers: readonly FileReader[],
) => LinkedFile | undefined;

function linkedFileFinder({ fileSystem, tables, layers }: WalkedLayers): FindLinkedFile {
  const hasRandomAccess = layers.map(
    ({ blob }) => blob !== undefined && randomAccessTar(blob) !== undefined,
  );
  return ({ ref, body }, as, readers) => {
    const table = tables[body.layer];
    const named = fileSystem.entry(ref);
    if (!table || !named) return undefined;
    const entry = { ...named, ...as };
    const randomAccess = hasRandomAccess[body.layer] === true && !table.body(body.index).sparse;
    const request = readRequest(entry, readers, randomAccess);
    return request.bytes > 0 ? { body, entry, request } : undefined;
  };
}

/** Hard links, and files that a link of a lower layer moved to another directory. */
function movedFiles(
  fileSystem: Overlay,
  tables: readonly LayerTable[],
  readers: readonly FileReader[],
  find: FindLinkedFile,
): LinkedFile[] {
  const files: LinkedFile[] = [];
  for (const table of tables)
    for (let index = 0; index < table.count; index++) {
      const ref = { layer: table.layer, index };
      const type = table.type(index);
      if (type !== 'hardlink' && !(type === 'file' && fileSystem.isRedirected(ref))) continue;
      // The readers got the other file at the path, or get it.
      if (fileSystem.isReplaced(ref)) continue;
      const body = fileSystem.bodyOf(ref);
      const file = body && find({ ref, body }, {}, readers);
      if (file) files.push(file);
    }
  return files;
}

/** All versions of the file to which a well-known path leads; of all files in it, when it leads to a directory. */
function wellKnownFiles(
  fileSystem: Overlay,
  reader: FileReader,
  find: FindLinkedFile,
): LinkedFile[] {
  const files: LinkedFile[] = [];
  for (const wellKnown of reader.wellKnown ?? []) {
    const target = fileSystem.resolve(wellKnown);
    const direct = fileSystem.get(wellKnown);
    if (target === undefined || isFileEntry(direct)) continue;
    if (target === wellKnown) continue;
    const found = fileSystem.get(target);
    const pairs: [string, string][] = isFileEntry(found)
      ? [[target, wellKnown]]
      : [...fileSystem.below(target)].map((path) => [path, wellKnown + path.slice(target.length)]);
    for (const [from, path] of pairs)
      for (const name of fileSystem.files(from)) {
        const file = find(name, { path }, [reader]);
        if (file) files.push(file);
      }
  }
  return files;
}

/** All versions of the files that the reader wants at a path through links. */
function followedFiles(
  { fileSystem, state }: WalkedLayers,
  reader: FileReader,
  find: FindLinkedFile,
): LinkedFile[] {
  const files: LinkedFile[] = [];
  const exceeded = (limit: number) =>
    state.fail(limitExceeded('the image', `its links lead to more than ${limit} paths`));
  for (const { from, path } of followLinks(fileSystem, reader, exceeded))
    for (const name of fileSystem.files(from)) {
      const file = find(name, { path }, [reader]);
      if (file) files.push(file);
    }
  return files;
}

async function readAgain(
  layer: ScannedLayer,
  table: LayerTable,
  files: readonly LinkedFile[],
  walked: WalkedLayers,
): Promise<void> {
  const { blob } = layer;
  if (!blob) return;
  const source = randomAccessTar(blob);
  if (!source) return streamAgain(layer, table, files, walked);
  const { parts } = walked.state.buffers;
  for (const { body, entry, request } of files) {
    const stored = table.body(body.index);
    const part = stored.sparse ? undefined : partReader(source, stored.offset, stored.size, parts);
    const bytes = readMemberBody(source, stored.offset, stored, request.bytes);
    await passToReaders(entry, bytes, request, part);
  }
}

/** Inflates a compressed layer again, up to the last wanted file. */
async function streamAgain(
  { blob, where }: ScannedLayer,
  table: LayerTable,
  files: readonly LinkedFile[],
  { state, overflow }: WalkedLayers,
): Promise<void> {
  if (!blob) return;
  const byOffset = groupBy(files, ({ body }) => table.body(body.index).offset);
  const { limits, budget, threads, buffers } = state;
  const allRead = new Error('all wanted files were read');
  let current: LinkedFile[] = [];
  try {
    await walkStream(
      tarStream(blob, { where, limits, budget, threads }),
      {
        member(_, offset) {
          if (byOffset.size === 0) throw allRead;
          current = byOffset.get(offset) ?? [];
          byOffset.delete(offset);
          return current.reduce((most, { request }) => Math.max(most, request.bytes), 0);
        },
        async body(bytes, part, done) {
          for (const { entry, request } of current) {
            const first = request.bytes < bytes.length ? bytes.subarray(0, request.bytes) : bytes;
            await passToReaders(entry, first, request, part);
          }
          done?.();
        },
      },
      limits,
      { overflow, minBytes: 0, allocate: buffers.parts },
    );
  } catch (error) {
    if (error !== allRead) throw error;
  }
}
