import type { Finding } from '../core/finding.js';
import type { Report } from '../core/report.js';
import { compareByUrgency } from '../core/urgency.js';
import { shorten } from './escape.js';
import { withStatus } from './finding-lists.js';

/** The findings that comments suppress, the most urgent first: new ones, and those that the base branch has too. */
export function suppressedFindings({
  suppressed = [],
}: Report): Readonly<Record<'added' | 'existing', Finding[]>> {
  return {
    added: withStatus(suppressed, 'new').sort(compareByUrgency),
    existing: withStatus(suppressed, 'existing').sort(compareByUrgency),
  };
}

/**
 * The comment that suppresses a finding: `Dockerfile:11 until 2027-01-31: the mirror is down`. It may hold untrusted
 * text.
 */
export function describeSuppression({ suppression }: Finding): string {
  const { path, line, reason, until } = suppression ?? {};
  const end = typeof until === 'string' ? ` until ${shorten(until, 20)}` : '';
  const why = typeof reason === 'string' ? shorten(reason, 200) : 'no reason given';
  return `${shorten(String(path), 120)}:${Number(line) || 1}${end}: ${why}`;
}
