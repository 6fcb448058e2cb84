import type { ImageChange } from '../core/image-difference.js';

/** A change without the secrets in its texts: a command, a path or the name of a user may contain one. */
export function maskChange(change: ImageChange, mask: (text: string) => string): ImageChange {
  const masked = Object.entries(change).map(([key, value]) => [
    key,
    typeof value === 'string' && !FIXED.has(key) ? mask(value) : value,
  ]);
  return Object.fromEntries(masked) as ImageChange;
}

/** Members with a fixed list of values. */
const FIXED: ReadonlySet<string> = new Set([
  'risk',
  'kind',
  'change',
  'is',
  'setting',
  'privilege',
]);
