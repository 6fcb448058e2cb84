import type { Severity } from '../../../core/severity.js';
import { escapeHtml, shorten } from '../../escape.js';

/** Untrusted text of bounded length, as text or an attribute value of the page. */
export function escapeText(text: string, length = 300): string {
  return escapeHtml(shorten(text, length));
}

/** A path that a browser may wrap after each slash. */
export function escapePath(path: string): string {
  return escapeText(path, 160).replaceAll('/', '/<wbr>');
}

/** A severity in its color, and as a word for readers who do not see the color. */
export function severityBadge(severity: Severity): string {
  return `<span class="s ${severity}">${severity}</span>`;
}

/** Text of a rule, which writes code between backticks. */
export function ruleText(text: string): string {
  return escapeHtml(text)
    .split('&#96;')
    .map((part, i) => (i % 2 === 1 ? `<code>${part}</code>` : part))
    .join('');
}
