import { diffIDs, platformOf, readConfig } from '../config.js';
import { damaged, limitExceeded } from '../errors.js';
import type { HistoryEntry, Image, Layer } from '../image.js';
import type { Limits } from '../limits.js';
import type { LayerBlob, ScannedLayer } from './layer-blob.js';
import { scanLayers } from './scan.js';

/** What a source knows about an image with layers. */
export interface LayeredImageParts {
  /** Without its prefix. */
  readonly name: string;
  readonly source: string;
  readonly digest?: string;
  /** The digest that the name pointed to: of the index, when the image is one of several platforms. */
  readonly root?: string;
  /** Parsed JSON of the configuration. */
  readonly config: unknown;
  readonly tags: readonly string[];
  /** Lowest first. */
  readonly layers: readonly LayerContent[];
  readonly baseLayers?: number;
  /** Of the manifest. */
  readonly annotations?: ReadonlyMap<string, string>;
  readonly limits: Limits;
  /** As the index names it; by default that of the configuration. */
  readonly platform?: string | undefined;
}

export interface LayerContent {
  readonly size: number;
  readonly blob?: LayerBlob;
  /** Why there is no blob. */
  readonly missing?: string;
}

/** An image of layers. Throws PortsideError (incomplete) when configuration and manifest contradict each other. */
export function layeredImage(parts: LayeredImageParts): Image {
  const { name, limits } = parts;
  const config = readConfig(parts.config);
  const ids = diffIDs(parts.config);
  if (parts.layers.length > limits.layers)
    throw limitExceeded(name, `it has more than ${limits.layers} layers`);
  if (ids.length !== parts.layers.length)
    throw damaged(
      name,
      `its configuration lists ${ids.length} layers, its manifest ${parts.layers.length}`,
    );
  const history = layerHistory(config.history, ids.length);
  const layers: Layer[] = parts.layers.map(({ size }, index) => ({
    index,
    diffID: ids[index] ?? '',
    size,
    history: history?.[index],
  }));
  const scanned: ScannedLayer[] = parts.layers.map(({ blob, missing }, index) => ({
    where: `layer ${index} of ${name}`,
    diffID: ids[index] ?? '',
    blob,
    missing,
  }));
  return {
    name,
    source: parts.source,
    digest: parts.digest,
    root: parts.root,
    platform: parts.platform ?? platformOf(config),
    config,
    layers,
    baseLayers: parts.baseLayers,
    annotations: parts.annotations,
    tags: parts.tags,
    scan: (readers, options = {}) => scanLayers(scanned, readers, limits, options),
  };
}

/** The history entry of each layer, when there are as many entries as layers. */
function layerHistory(
  history: readonly HistoryEntry[],
  layers: number,
): readonly HistoryEntry[] | undefined {
  const entries = history.filter((entry) => !entry.emptyLayer);
  return entries.length === layers ? entries : undefined;
}
