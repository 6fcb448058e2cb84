import type { ByteSource } from '../bytes.js';
import type { FileReader, LayerEntry, LayerFile } from '../image.js';
import { openOverflowFile } from './overflow-file.js';

/** Files of compressed layers that can be read after the walk, from a temporary file. */
export interface KeptFiles {
  /** Takes part in the walk, and in no other reading. */
  readonly reader: FileReader;
  /** The content of a file by the path of its member; undefined if it is not kept. */
  source(layer: number, path: string): ByteSource | undefined;
  close(): void;
}

export interface KeepOptions {
  readonly keeps: (entry: LayerEntry) => boolean;
  /** Files of these layers can be read where they are stored. */
  readonly isStored: (layer: number) => boolean;
  /** Bytes of the temporary file. What exceeds it is not kept. */
  readonly maxBytes: number;
}

/** Larger files are kept only if the walk itself reads them in parts. */
const MAX_BYTES = 16 << 20;
const PART_BYTES = 1 << 20;

/** Keeps the files of compressed layers that `keeps` selects. A full disk ends this without an error. */
export function keepFiles({ keeps, isStored, maxBytes }: KeepOptions): KeptFiles {
  const file = openOverflowFile('the image', maxBytes);
  const sources = new Map<string, ByteSource>();
  let isFull = false;
  const keep = ({ layer, path, size, bytes, part }: LayerFile) => {
    if (bytes.length < size && !part) return;
    const region = file.allocate(size);
    if (!region) return;
    if (bytes.length >= size) region.write(bytes, 0);
    else
      for (let at = 0; part && at < size; at += PART_BYTES)
        region.write(part(at, Math.min(PART_BYTES, size - at)), at);
    sources.set(keyOf(layer, path), region.source);
  };
  return {
    reader: {
      wants: (entry, randomAccess) => {
        if (isFull || entry.size === 0 || isStored(entry.layer) || !keeps(entry)) return 0;
        if (entry.size <= MAX_BYTES) return entry.size;
        return randomAccess ? 1 : 0;
      },
      read: (found) => {
        try {
          keep(found);
        } catch {
          isFull = true;
        }
      },
    },
    source: (layer, path) => sources.get(keyOf(layer, path)),
    close: file.close,
  };
}

function keyOf(layer: number, path: string): string {
  return `${layer} ${path}`;
}
