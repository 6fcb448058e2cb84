import { type ByteSource, memorySource, readBytes, sliceSource } from '../bytes.js';
import type { StoredFile } from '../image.js';
import type { KeptFiles } from './kept-files.js';
import { randomAccessTar, type ScannedLayer } from './layer-blob.js';
import type { LayerTable } from './layer-table.js';
import type { Overlay } from './overlay.js';
import type { PathTable } from './path-table.js';

/** What finds the content of a file after the walk. */
export interface StoredLayers {
  readonly layers: readonly ScannedLayer[];
  readonly tables: readonly LayerTable[];
  readonly paths: PathTable;
  readonly kept: KeptFiles | undefined;
}

/** Opens files of the final file system: where they are stored, or from the kept ones. */
export function openStoredFiles(
  fileSystem: Overlay,
  { layers, tables, paths, kept }: StoredLayers,
): (path: string) => StoredFile | undefined {
  const tars = layers.map(({ blob }) => blob && randomAccessTar(blob));
  return (path) => {
    const home = fileSystem.resolve(path);
    const body = home === undefined ? undefined : fileSystem.file(home)?.body;
    const table = body && tables[body.layer];
    if (!table) return undefined;
    const { offset, size, sparse } = table.body(body.index);
    if (size === 0) return storedFile(memorySource(Buffer.alloc(0)));
    const tar = tars[body.layer];
    if (tar) return sparse ? undefined : storedFile(sliceSource(tar, offset, size));
    // Of two files at a path, the last one was kept.
    if (fileSystem.isReplaced(body)) return undefined;
    const source = kept?.source(body.layer, paths.path(table.node(body.index)));
    return source && storedFile(source);
  };
}

/** A file whose parts are new buffers. */
export function storedFile(source: ByteSource): StoredFile {
  return {
    size: source.size,
    part: (offset, length) =>
      offset < 0 || length <= 0 ? Buffer.alloc(0) : readBytes(source, offset, length),
  };
}
