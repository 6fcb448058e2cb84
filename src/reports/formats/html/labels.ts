import type { Severity } from '../../../core/severity.js';
import { escapeHtml as escaped, shorten } from '../../escape.js';

/** Foreign words as text or an attribute's value of the page. */
export function escapeText(words: string, length = 300): string {
  return escaped(shorten(words, length));
}

/** A path, which may be broken after a slash. */
export function escapePath(words: string): string {
  return escapeText(words, 160).replaceAll('/', '/<wbr>');
}

/** A severity with its color; the word says it too. */
export function severityBadge(severity: Severity): string {
  return `<span class="s ${severity}">${severity}</span>`;
}

/** `3.5 MB`; decimal, as registries count. */
export function formatBytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let value = size;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value >= 10 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
