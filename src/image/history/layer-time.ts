import { DAY } from '../../lib/dates.js';
import type { HistoryEntry } from '../image.js';

/**
 * When a layer was made: `2026-11-24T08:30:00Z`. Undefined if the history has no valid time, and for times that a build
 * sets instead of its own: 1970 or 1980 in reproducible builds (SOURCE_DATE_EPOCH), and times in the future.
 * Source: OCI image-spec, config.md, `created`: RFC 3339, section 5.6.
 */
export function layerTime(entry: HistoryEntry | undefined, now: Date): string | undefined {
  const written = entry?.created ?? '';
  if (!RFC_3339.test(written)) return undefined;
  const time = Date.parse(written);
  if (!(time >= FIRST_IMAGES && time <= now.getTime() + DAY)) return undefined;
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** Container images exist since 2013. */
const FIRST_IMAGES = Date.parse('2013-01-01T00:00:00Z');
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/i;
