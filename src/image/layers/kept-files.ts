import { type ByteSource, memorySource, sliceSource } from '../bytes.js';
import type { FileReader, LayerEntry, LayerFile } from '../image.js';
import { type OverflowFile, openOverflowFile } from '../overflow-file.js';

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
/** Files up to this size are written in chunks. */
const SMALL_BYTES = 1 << 17;
const CHUNK_BYTES = 1 << 20;

/** Small files that are written together. */
interface Chunk {
  /** All chunks use the same buffer, one after the other. */
  readonly bytes: Buffer;
  used: number;
  /** Undefined until it is written. */
  source: ByteSource | undefined;
}

/** Keeps the files of compressed layers that `keeps` selects. A full disk ends this without an error. */
export function keepFiles({ keeps, isStored, maxBytes }: KeepOptions): KeptFiles {
  const file = openOverflowFile('the image', maxBytes);
  const sources = new Map<string, () => ByteSource>();
  let isFull = false;
  const writeSmall = smallFileWriter(file);
  const writeLarge = ({ size, bytes, part }: LayerFile): (() => ByteSource) | undefined => {
    const region = bytes.length < size && !part ? undefined : file.allocate(size);
    if (bytes.length >= size) region?.write(bytes, 0);
    else
      for (let at = 0; region && part && at < size; at += PART_BYTES)
        region.write(part(at, Math.min(PART_BYTES, size - at)), at);
    return region && (() => region.source);
  };
  return {
    reader: {
      wants: (entry, randomAccess) => {
        if (isFull || entry.size === 0 || isStored(entry.layer) || !keeps(entry)) return 0;
        if (entry.size <= MAX_BYTES) return entry.size;
        return randomAccess ? 1 : 0;
      },
      read: (found) => {
        const { layer, path, size, bytes } = found;
        const isSmall = size <= SMALL_BYTES && bytes.length >= size;
        try {
          const source = isSmall ? writeSmall(bytes.subarray(0, size)) : writeLarge(found);
          if (source) sources.set(keyOf(layer, path), source);
        } catch {
          isFull = true;
        }
      },
    },
    source(layer, path) {
      try {
        return sources.get(keyOf(layer, path))?.();
      } catch {
        return undefined;
      }
    },
    close: file.close,
  };
}

/** Writes small files together. What it returns reads the file, and writes it before if it must. */
function smallFileWriter(file: OverflowFile): (content: Uint8Array) => () => ByteSource {
  let chunk: Chunk = {
    bytes: Buffer.allocUnsafeSlow(CHUNK_BYTES),
    used: 0,
    source: undefined,
  };
  const writeChunk = () => {
    const { bytes, used } = chunk;
    chunk.source = memorySource(bytes.subarray(0, 0));
    const region = used > 0 ? file.allocate(used) : undefined;
    region?.write(bytes.subarray(0, used), 0);
    if (region) chunk.source = region.source;
    chunk = { bytes, used: 0, source: undefined };
  };
  return (content) => {
    if (chunk.used + content.length > CHUNK_BYTES) writeChunk();
    const own = chunk;
    const start = own.used;
    own.bytes.set(content, start);
    own.used += content.length;
    return () => {
      if (own === chunk) writeChunk();
      return sliceSource(own.source ?? memorySource(Buffer.alloc(0)), start, content.length);
    };
  };
}

function keyOf(layer: number, path: string): string {
  return `${layer} ${path}`;
}
