import type { PortsideError } from '../../lib/errors.js';
import type { EntryType, FileReader, LayerEntry } from '../image.js';
import type { Limits } from '../limits.js';
import { normalize } from '../paths.js';
import type { Member } from '../tar/decoder.js';
import { TarError } from '../tar/header.js';
import type { MemberVisitor, WalkBuffers } from '../tar/walk.js';
import type { InflateThreads } from './inflate-threads.js';
import type { LayerTable } from './layer-table.js';
import type { OrderedQueue } from './ordered-queue.js';
import type { PathTable } from './path-table.js';
import {
  exceedsFileLimit,
  fileTooLarge,
  narrowed,
  passToReaders,
  type ReadRequest,
  readRequest,
} from './read-request.js';
import type { InflationBudget } from './tar-stream.js';

/** What all layers of one scan share. */
export interface ScanState {
  readonly paths: PathTable;
  readonly readers: readonly FileReader[];
  readonly limits: Limits;
  readonly fail: (error: PortsideError) => void;
  readonly budget: InflationBudget;
  readonly threads: InflateThreads;
  /** All layers can use the same buffers, because readers get one file at a time. */
  readonly buffers: WalkBuffers;
  readonly used: { entries: number; linkCharacters: number };
}

/** Adds the members of a layer to its table and passes wanted files to the readers. */
export function layerVisitor(
  table: LayerTable,
  state: ScanState,
  where: string,
  queue: OrderedQueue,
): MemberVisitor {
  let current: { entry: LayerEntry; request: ReadRequest } | undefined;
  return {
    member(member, offset, randomAccess) {
      current = undefined;
      const named = decodeWhiteout(normalize(member.name), member.type);
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
      const request = readRequest(entry, state.readers, randomAccess);
      if (request.bytes === 0) return 0;
      if (exceedsFileLimit(request.bytes, member, state.limits)) {
        state.fail(fileTooLarge(`${path} in ${where}`, member.size, state.limits));
        return 0;
      }
      current = { entry, request };
      return request.bytes;
    },
    peek(head) {
      if (!current) return 0;
      current = { ...current, request: narrowed(current.request, head) };
      return current.request.bytes;
    },
    body(bytes, part, done) {
      if (!current) return;
      const { entry, request } = current;
      if (!done)
        return queue.pass(table.layer, bytes, (body) => passToReaders(entry, body, request, part));
      return queue.pass(table.layer, bytes, async (body) => {
        try {
          await passToReaders(entry, body, request, part);
        } finally {
          done();
        }
      });
    },
  };
}

/** The extended attribute that gives a file privileges; the only one that is kept. */
const CAPABILITY = 'security.capability';

/**
 * Decodes the names with which the layer format marks deleted files; undefined for names that are not part of the
 * image. Source: OCI image-spec, layer.md, "Whiteouts".
 */
function decodeWhiteout(
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
  // aufs uses other names after `.wh..wh.` for itself. A name of dots would delete a directory above.
  if (name === '' || name === '.' || name === '..' || name.startsWith('.wh.')) return undefined;
  return { path: path.slice(0, start) + name, type: 'whiteout' };
}

/** Counts what stays in memory. Throws TarError above a limit. */
function count(member: Member, state: ScanState): void {
  const { used, limits } = state;
  used.entries++;
  if (member.linkTarget) used.linkCharacters += member.linkTarget.length;
  if (member.sparse?.map) used.linkCharacters += member.sparse.map.length * 8;
  if (used.entries > limits.entries)
    throw new TarError(`the image has more than ${limits.entries} members`, { isLimit: true });
  if (state.paths.characters + used.linkCharacters > limits.nameCharacters)
    throw new TarError(
      `the names in the image have more than ${limits.nameCharacters} characters in total`,
      { isLimit: true },
    );
}
