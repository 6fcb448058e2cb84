import { createHash } from 'node:crypto';
import type { FileReader, LayerEntry, LayerFile } from '../image/image.js';
import { HEAD_BYTES } from './file-kind.js';
import { type Contents, digestWithoutNoise } from './noise.js';

/** Reads the contents of the entries during a walk over the layers, as digests and first bytes. */
export function readContents(entries: ReadonlySet<LayerEntry>): {
  readonly reader: FileReader;
  /** Undefined if the file could not be read. */
  get(entry: LayerEntry): Contents | undefined;
} {
  const wanted = new Set([...entries].map(keyOf));
  const found = new Map<string, Contents>();
  return {
    reader: {
      wants: (entry, randomAccess) =>
        !wanted.has(keyOf(entry))
          ? 0
          : randomAccess && entry.size > WHOLE_BYTES
            ? HEAD_BYTES
            : Number.POSITIVE_INFINITY,
      read: (file) => {
        const contents = contentsOf(file);
        if (contents) found.set(keyOf(file), contents);
      },
    },
    get: (entry) => found.get(keyOf(entry)),
  };
}

/** Larger files are hashed in parts, where the layer allows it. */
const WHOLE_BYTES = 4 << 20;
const PART_BYTES = 1 << 20;

function keyOf({ layer, path }: LayerEntry): string {
  return `${layer} ${path}`;
}

function contentsOf({ bytes, size, part, path }: LayerFile): Contents | undefined {
  const head = Uint8Array.from(bytes.subarray(0, HEAD_BYTES));
  if (bytes.length >= size) {
    const digest = createHash('sha256').update(bytes).digest('hex');
    return { digest, head, ...digestWithoutNoise(path, bytes) };
  }
  if (!part) return undefined;
  const hash = createHash('sha256');
  for (let at = 0; at < size; at += PART_BYTES) {
    const chunk = part(at, Math.min(PART_BYTES, size - at));
    if (chunk.length === 0) return undefined;
    hash.update(chunk);
  }
  return { digest: hash.digest('hex'), head };
}
