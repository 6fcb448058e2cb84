import type { PortsideError } from '../../lib/errors.js';
import type { EntryType, FileReader, LayerEntry, LayerFile } from '../image.js';
import { damaged, type Limits } from '../limits.js';
import { normalize } from '../paths.js';
import type { Member } from '../tar/decoder.js';
import { TarError } from '../tar/header.js';
import type { MemberVisitor, ReadPart, WalkMemory } from '../tar/walk.js';
import type { InflateThreads } from './inflate-threads.js';
import type { LayerTable } from './layer-table.js';
import type { OrderedQueue } from './ordered-queue.js';
import type { PathTable } from './path-table.js';
import type { InflationBudget } from './tar-stream.js';

/** What all layers of one scan share. */
export interface ScanState {
  readonly paths: PathTable;
  readonly readers: readonly FileReader[];
  readonly limits: Limits;
  readonly fail: (error: PortsideError) => void;
  readonly budget: InflationBudget;
  readonly threads: InflateThreads;
  /** Bodies are handed over one at a time, so that all layers can use the same. */
  readonly memory: WalkMemory;
  readonly used: { entries: number; linkCharacters: number };
}

/** Who wants the body of a file, and how much of it. */
export interface ReadRequest {
  readonly bytes: number;
  readonly readers: readonly { readonly reader: FileReader; readonly bytes: number }[];
}

/** Enters members into the layer's table and hands wanted bodies on. */
export function entrySink(
  table: LayerTable,
  state: ScanState,
  where: string,
  queue: OrderedQueue,
): MemberVisitor {
  let current: { entry: LayerEntry; demand: ReadRequest } | undefined;
  return {
    member(member, offset, randomAccess) {
      current = undefined;
      const named = whiteout(normalize(member.name), member.type);
      if (!named) return 0;
      const { path, type } = named;
      const linkTarget =
        member.type === 'hardlink' ? normalize(member.linkTarget ?? '') : member.linkTarget;
      count(member, state);
      const capability = member.xattrs?.get(CAPABILITY);
      const index = table.add(member, {
        node: state.paths.add(path),
        type,
        offset,
        linkTarget,
        xattrs: capability && new Map([[CAPABILITY, capability]]),
      });
      if (type !== 'file') return 0;
      const entry = table.entry(index, path);
      const demand = demandFor(entry, state.readers, randomAccess);
      if (demand.bytes === 0) return 0;
      if (overLimit(member.stored, demand.bytes, member, state.limits)) {
        state.fail(tooLarge(where, path, member.size, state.limits));
        return 0;
      }
      current = { entry, demand };
      return demand.bytes;
    },
    body(bytes, part, done) {
      if (!current) return;
      const { entry, demand } = current;
      if (!done)
        return queue.deliver(table.layer, bytes, (body) => handOver(entry, body, demand, part));
      return queue.deliver(table.layer, bytes, async (body) => {
        try {
          await handOver(entry, body, demand, part);
        } finally {
          done();
        }
      });
    },
  };
}

/** The one extended attribute that changes what a file may do. */
const CAPABILITY = 'security.capability';

/** What a name of the layer format says; undefined for names that mean nothing in an image. */
function whiteout(
  path: string,
  type: Member['type'],
): { path: string; type: EntryType } | undefined {
  const start = path.lastIndexOf('/') + 1;
  // Folders of aufs at the root, with their content.
  if (start > 0 && path.startsWith('.wh..wh.')) return undefined;
  if (!path.startsWith('.wh.', start)) return { path, type };
  const directory = start === 0 ? '' : path.slice(0, start - 1);
  const name = path.slice(start + 4);
  if (name === '.wh..opq') return { path: directory, type: 'opaque' };
  // `.wh..wh.` and more is the bookkeeping of aufs; a name of dots would delete a directory above.
  if (name === '' || name === '.' || name === '..' || name.startsWith('.wh.')) return undefined;
  return { path: path.slice(0, start) + name, type: 'whiteout' };
}

/** Counts what stays in memory. */
function count(member: Member, state: ScanState): void {
  const { used, limits } = state;
  used.entries++;
  if (member.linkTarget) used.linkCharacters += member.linkTarget.length;
  if (member.sparse?.map) used.linkCharacters += member.sparse.map.length * 8;
  if (used.entries > limits.entries)
    throw new TarError(`the image has more than ${limits.entries} members`);
  if (state.paths.characters + used.linkCharacters > limits.nameCharacters)
    throw new TarError(
      `the names in the image are longer than ${limits.nameCharacters} altogether`,
    );
}

/** Asks every reader. */
export function demandFor(
  entry: LayerEntry,
  readers: readonly FileReader[],
  randomAccess = false,
): ReadRequest {
  let bytes = 0;
  let wanting: { reader: FileReader; bytes: number }[] | undefined;
  for (const reader of readers) {
    const wanted = reader.wants(entry, randomAccess);
    if (!(wanted > 0)) continue;
    bytes = Math.max(bytes, wanted);
    wanting ??= [];
    wanting.push({ reader, bytes: wanted });
  }
  return wanting ? { bytes, readers: wanting } : NOBODY;
}

const NOBODY: ReadRequest = { bytes: 0, readers: [] };

/** Gives each reader its part, one after the other; without a promise where no reader needs one. */
export function handOver(
  entry: LayerEntry,
  bytes: Buffer,
  demand: ReadRequest,
  part?: ReadPart,
  from = 0,
): void | Promise<void> {
  for (let i = from; i < demand.readers.length; i++) {
    const { reader, bytes: wanted } = demand.readers[i] as ReadRequest['readers'][number];
    const file: { -readonly [K in keyof LayerFile]: LayerFile[K] } = {
      ...entry,
      bytes: wanted < bytes.length ? bytes.subarray(0, wanted) : bytes,
    };
    if (part) file.part = part;
    const pending = reader.read(file);
    if (pending) return pending.then(() => handOver(entry, bytes, demand, part, i + 1));
  }
}

/** A sparse file must be read whole before any part of it is known. */
export function overLimit(
  stored: number,
  wanted: number,
  file: Pick<Member, 'size' | 'sparse'>,
  limits: Limits,
): boolean {
  const length = Math.min(wanted, file.size);
  return length > limits.fileBytes || (file.sparse !== undefined && stored > limits.fileBytes);
}

export function tooLarge(where: string, path: string, size: number, limits: Limits): PortsideError {
  return damaged(
    `${path} in ${where}`,
    `it has ${size} bytes, more than the ${limits.fileBytes} that one file may have`,
  );
}
