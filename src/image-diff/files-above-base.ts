import type { Deletion } from '../core/image-snapshot.js';
import type { FileReader, FileSystem, LayerEntry } from '../image/image.js';
import type { FinalFile } from './final-files.js';
import type { KnownFile } from './packed-files.js';
import { contentsAt, readContents } from './read-contents.js';

/** The contents of the files above the base image, and what these layers do to files of the base image. */
export interface FilesAboveBase {
  readonly reader: FileReader;
  /** The file, with its content if it is of a layer above the base image. Must be called after the scan. */
  known(file: FinalFile): Pick<KnownFile, 'file' | 'contents'>;
  /** What the layers above the base image delete, lowest layer first; the first ones of too many. */
  deletions(): readonly Deletion[];
  /** Whether there are more of them. */
  isCut(): boolean;
}

const MAX_DELETIONS = 10_000;

/**
 * Reads the contents of files above the base image. One of the same size as the file of the base image in its place is
 * compared with it: an instruction that only changes the owner or the permissions stores the content again.
 */
export function filesAboveBase(baseLayers: number, layers: number): FilesAboveBase {
  const replaced = new Map<string, LayerEntry>();
  const deletions: Deletion[] = [];
  let isCut = false;
  const contents = readContents(
    ({ layer, path }) => layer >= baseLayers || replaced.get(path)?.layer === layer,
  );
  const visit = ({ path, type, layer }: LayerEntry, files: FileSystem) => {
    if (type === 'whiteout' || type === 'opaque') {
      if (deletions.length < MAX_DELETIONS) deletions.push({ path, layer });
      else isCut = true;
    } else if ((type === 'file' || type === 'hardlink') && baseLayers > 0) {
      const history = files.history(path);
      const below = history.findLast((entry) => entry.layer < baseLayers);
      if (below?.type === 'file') replaced.set(path, below);
    }
  };
  const wantsLater = (files: FileSystem): LayerEntry[] => {
    for (let layer = baseLayers; layer < layers; layer++)
      for (const entry of files.layer(layer)) visit(entry, files);
    return [...replaced.values()].filter(({ path, size }) => {
      const now = files.get(path);
      return size > 0 && now?.type === 'file' && now.size === size && now.layer >= baseLayers;
    });
  };
  return {
    reader: { ...contents.reader, wantsLater },
    known: (file) => {
      const { path, type, content, contentLayer = content.layer } = file;
      if (type !== 'file' || contentLayer < baseLayers) return { file };
      const read = contents.get(content);
      const found = read && contentsAt(path, read, content.path);
      const below = replaced.get(path);
      if (!below) return { file, contents: found };
      const old = contents.get(below);
      if (old && old.digest === found?.digest) return { file: { ...file, content: below } };
      return { file: { ...file, overBase: true }, contents: found };
    },
    deletions: () => deletions,
    isCut: () => isCut,
  };
}
