import { constants, fstatSync, lstatSync, openSync, readdirSync, readlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PortsideError, reason } from '../../lib/errors.js';
import { type FileSource, fileSource, readBytes } from '../bytes.js';
import { NO_CONFIG } from '../config.js';
import { limitExceeded, unreadable } from '../errors.js';
import type { FileReader, FileSystem, Image, ImageSet, LayerEntry, ScanOptions } from '../image.js';
import { followLinks } from '../layers/followed-links.js';
import { LayerTable } from '../layers/layer-table.js';
import { type Overlay, overlay } from '../layers/overlay.js';
import { PathTable } from '../layers/path-table.js';
import { passToReaders, readRequest } from '../layers/read-request.js';
import type { Limits } from '../limits.js';
import { partReader, walkBuffers } from '../tar/walk.js';
import type { OpenRequest } from './source.js';

/**
 * A root file system in a folder. Links are followed with the folder as the root, so that nothing outside is read. It
 * has no layers and no digest. Throws PortsideError (usage) when there is no such folder.
 */
export function directoryImage({ reference: path, limits, platforms }: OpenRequest): ImageSet {
  const root = resolve(path);
  let isDirectory: boolean;
  try {
    isDirectory = lstatSync(`${root}/`).isDirectory();
  } catch (error) {
    throw new PortsideError('PSE4006', `Cannot open the folder ${path}: ${reason(error)}`);
  }
  if (!isDirectory)
    throw new PortsideError('PSE4006', `Cannot open the folder ${path}: it is not a folder`);
  if (platforms)
    throw new PortsideError(
      'PSE4005',
      `Cannot choose an image: the folder ${path} names no platform`,
      'Remove --platform.',
    );
  const image: Image = {
    name: path,
    source: 'dir',
    config: NO_CONFIG,
    layers: [],
    tags: [],
    scan: (readers, options = {}) => scanFolder(root, readers, limits, options),
  };
  return { images: [image], gaps: [], close: async () => {} };
}

async function scanFolder(
  root: string,
  readers: readonly FileReader[],
  limits: Limits,
  options: ScanOptions,
): Promise<FileSystem> {
  const paths = new PathTable(limits.entries);
  const table = new LayerTable(0, paths);
  const buffers = walkBuffers();
  const fail = (error: PortsideError) => {
    if (!options.incomplete) throw error;
    options.incomplete(error);
  };
  const read = async (entry: LayerEntry, from: string, interested: readonly FileReader[]) => {
    const request = readRequest(entry, interested, true);
    if (request.bytes === 0) return;
    const length = Math.min(request.bytes, entry.size);
    if (length > limits.fileBytes)
      return fail(limitExceeded(join(root, from), `it has more than ${limits.fileBytes} bytes`));
    let file: FileSource | undefined;
    try {
      file = openRegular(join(root, from));
      const bytes = readBytes(file, 0, length, buffers.window);
      await passToReaders(entry, bytes, request, partReader(file, 0, entry.size, buffers.parts));
    } catch (error) {
      if (!isSystemError(error)) throw error;
      fail(unreadable(join(root, from), error));
    } finally {
      file?.close();
    }
  };
  for (const found of walk(root, fail)) {
    const { path } = found;
    if (table.count >= limits.entries) {
      fail(limitExceeded(root, `it has more than ${limits.entries} files`));
      break;
    }
    const { type, linkTarget } = found;
    table.add(found, { node: paths.add(path), type, offset: 0, linkTarget, xattrs: undefined });
    if (found.type === 'file') await read(found, path, readers);
  }
  const fileSystem = overlay(paths, [table]);
  const exceeded = (limit: number) =>
    fail(limitExceeded(root, `its links lead to more than ${limit} paths`));
  for (const reader of readers) {
    for (const { from, entry } of linkedFiles(fileSystem, reader))
      await read(entry, from, [reader]);
    for (const { from, path } of followLinks(fileSystem, reader, exceeded)) {
      const file = fileSystem.get(from);
      if (file) await read({ ...file, path }, from, [reader]);
    }
  }
  for (const round of ['wantsLater', 'wantsLast'] as const)
    for (const reader of readers)
      for (const entry of reader[round]?.(fileSystem) ?? [])
        await read(entry, entry.path, [reader]);
  return options.keep ? { ...fileSystem, open: fileOpener(root, fileSystem) } : fileSystem;
}

/** Opens files of the folder, one at a time: a file is closed after each part. */
function fileOpener(root: string, fileSystem: Overlay): NonNullable<FileSystem['open']> {
  return (path) => {
    const home = fileSystem.resolve(path);
    const entry = home === undefined ? undefined : fileSystem.get(home);
    if (home === undefined || entry?.type !== 'file') return undefined;
    return {
      size: entry.size,
      part(offset, length) {
        let file: FileSource | undefined;
        try {
          file = openRegular(join(root, home));
          return offset < 0 || length <= 0 ? Buffer.alloc(0) : readBytes(file, offset, length);
        } catch (error) {
          if (!isSystemError(error)) throw error;
          return Buffer.alloc(0);
        } finally {
          file?.close();
        }
      },
    };
  };
}

/** All entries below the folder, parents first, names in order. What cannot be read is reported and left out. */
function* walk(root: string, fail: (error: PortsideError) => void): Generator<LayerEntry> {
  const stack = [''];
  for (let path = stack.pop(); path !== undefined; path = stack.pop()) {
    const absolute = join(root, path);
    let entry: LayerEntry | undefined;
    let names: string[] = [];
    try {
      entry = describe(absolute, path);
      if (entry?.type === 'directory') names = readdirSync(absolute);
    } catch (error) {
      fail(unreadable(absolute, error));
    }
    if (!entry) continue;
    if (path !== '') yield entry;
    for (const name of names.sort().reverse()) stack.push(path === '' ? name : `${path}/${name}`);
  }
}

function describe(absolute: string, path: string): LayerEntry | undefined {
  const stat = lstatSync(path === '' ? `${absolute}/` : absolute);
  const common = {
    path,
    layer: 0,
    mode: stat.mode & 0o7777,
    uid: stat.uid,
    gid: stat.gid,
    mtime: Math.floor(stat.mtimeMs / 1000),
  };
  if (stat.isFile()) return { ...common, type: 'file', size: stat.size };
  if (stat.isDirectory()) return { ...common, type: 'directory', size: 0 };
  if (stat.isSymbolicLink())
    return { ...common, type: 'symlink', size: 0, linkTarget: readlinkSync(absolute) };
  if (stat.isFIFO()) return { ...common, type: 'fifo', size: 0 };
  if (stat.isCharacterDevice()) return { ...common, type: 'character', size: 0 };
  if (stat.isBlockDevice()) return { ...common, type: 'block', size: 0 };
  return undefined;
}

/** The files at well-known paths that lead through links. */
function* linkedFiles(
  fileSystem: Overlay,
  reader: FileReader,
): Generator<{ from: string; entry: LayerEntry }> {
  for (const wellKnown of reader.wellKnown ?? []) {
    const target = fileSystem.resolve(wellKnown);
    if (target === undefined || target === wellKnown) continue;
    const found = fileSystem.get(target);
    if (found?.type === 'file') yield { from: target, entry: { ...found, path: wellKnown } };
    else
      for (const file of fileSystem.entriesBelow(target)) {
        const linkedPath = wellKnown + file.path.slice(target.length);
        if (file.type === 'file') yield { from: file.path, entry: { ...file, path: linkedPath } };
      }
  }
}

/** Neither follows a link nor waits for the other end of a pipe, even if the file was replaced since it was listed. */
function openRegular(absolute: string): FileSource {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const descriptor = openSync(absolute, flags);
  return fileSource(descriptor, fstatSync(descriptor).size);
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
