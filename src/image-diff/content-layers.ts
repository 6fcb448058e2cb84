import type { FinalFile } from './final-files.js';

/**
 * What tells that two files of one path have the same content without reading it: the layer that has it and, for a hard link,
 * the layer that has the link. Undefined if the digest of a layer is not known.
 */
export function contentLayers(
  { content, contentLayer = content.layer, layer, isLink = false }: FinalFile,
  layers: readonly { readonly diffID: string }[],
  /** Of an image in a report, whose copies of files of these layers count as these files. */
  baseLayers = 0,
): string | undefined {
  const digest = layers[contentLayer]?.diffID;
  const isCopy = contentLayer < baseLayers && !isLink;
  if (!digest || contentLayer === layer || isCopy) return digest || undefined;
  const ofName = layers[layer]?.diffID;
  return ofName ? `${digest} ${ofName}` : undefined;
}
