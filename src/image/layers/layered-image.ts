import { diffIDs, platformOf, readConfig } from '../config.js';
import type { HistoryEntry, Image, Layer } from '../image.js';
import { damaged, type Limits } from '../limits.js';
import { scanLayers } from '../scan.js';
import type { LayerBlob, ScannedLayer } from './layer-blob.js';

/** What a source found out about an image that has layers. */
export interface LayeredParts {
  /** Without its scheme. */
  readonly name: string;
  readonly source: string;
  readonly digest?: string;
  /** The digest that the name pointed to: an index's, where the image is one of several. */
  readonly root?: string;
  /** Parsed JSON of the configuration. */
  readonly config: unknown;
  readonly tags: readonly string[];
  /** Bottom first; `missing` says why there are no bytes. */
  readonly layers: readonly {
    readonly blob?: LayerBlob;
    readonly size: number;
    readonly missing?: string;
  }[];
  readonly baseLayers?: number;
  readonly limits: Limits;
  close(): void | Promise<void>;
}

/** An image of layers. Throws PortsideError (incomplete) when its parts contradict each other. */
export function layeredImage(parts: LayeredParts): Image {
  const { name, limits } = parts;
  const config = readConfig(parts.config);
  const ids = diffIDs(parts.config);
  if (parts.layers.length > limits.layers)
    throw damaged(name, `it has more than ${limits.layers} layers`);
  if (ids.length !== parts.layers.length)
    throw damaged(
      name,
      `its configuration names ${ids.length} layers, its manifest ${parts.layers.length}`,
    );
  const history = layerHistory(config.history, ids.length);
  const layers: Layer[] = parts.layers.map(({ size }, index) => {
    const made = history?.[index];
    return { index, diffID: ids[index] ?? '', size, ...(made ? { history: made } : {}) };
  });
  const scanned: ScannedLayer[] = parts.layers.map(({ blob, missing }, index) => ({
    where: `layer ${index} of ${name}`,
    diffID: ids[index] ?? '',
    blob,
    ...(missing ? { missing } : {}),
  }));
  const platform = platformOf(config);
  return {
    name,
    source: parts.source,
    ...(parts.digest ? { digest: parts.digest } : {}),
    ...(parts.root ? { root: parts.root } : {}),
    ...(platform ? { platform } : {}),
    config,
    layers,
    ...(parts.baseLayers === undefined ? {} : { baseLayers: parts.baseLayers }),
    tags: parts.tags,
    scan: (readers, options = {}) => scanLayers(scanned, readers, limits, options),
    close: async () => parts.close(),
  };
}

/** The entries that made layers, where there are as many as layers. */
function layerHistory(
  history: readonly HistoryEntry[],
  layers: number,
): readonly HistoryEntry[] | undefined {
  const made = history.filter((entry) => !entry.emptyLayer);
  return made.length === layers ? made : undefined;
}
