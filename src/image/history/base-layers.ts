import type { HistoryEntry } from '../image.js';
import { readCreatedBy } from './created-by.js';

/**
 * How many of the lowest layers are the base image's, guessed from the history alone: what comes up to the last CMD
 * below the image's own layers; else the lowest layer, where it is a whole file system (imported, or one ADD); else 0.
 */
export function guessBaseLayers(history: readonly HistoryEntry[], layers: number): number {
  const made = history.filter(({ emptyLayer }) => !emptyLayer).length;
  if (made !== layers) return 0;
  const top = history.findLastIndex(({ emptyLayer }) => !emptyLayer);
  const end = history.findLastIndex(
    (entry, at) => at < top && entry.emptyLayer && readCreatedBy(entry).keyword === 'CMD',
  );
  if (end >= 0) return history.slice(0, end + 1).filter(({ emptyLayer }) => !emptyLayer).length;
  const lowest = history.find(({ emptyLayer }) => !emptyLayer);
  const isRoot = lowest && ['', 'ADD'].includes(readCreatedBy(lowest).keyword);
  return isRoot && layers > 1 ? 1 : 0;
}
