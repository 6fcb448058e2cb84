import type { Finding } from '../core/finding.js';
import type { Report } from '../core/report.js';
import { shorten } from './escape.js';
import { byUrgency, withStatus } from './order.js';

/** The findings that comments suppress, the most urgent first: those that are new and those of the base branch. */
export function suppressedFindings({
  suppressed = [],
}: Report): Readonly<Record<'fresh' | 'old', Finding[]>> {
  const [fresh, old] = (['new', 'existing'] as const).map((status) =>
    withStatus(suppressed, status).sort(byUrgency),
  );
  return { fresh: fresh ?? [], old: old ?? [] };
}

/** The comment that suppresses a finding, in words that may be foreign: `Dockerfile:11 until 2027-01-31: the mirror is down`. */
export function describeSuppression({ suppression }: Finding): string {
  const { path, line, reason, until } = suppression ?? {};
  const end = typeof until === 'string' ? ` until ${shorten(until, 20)}` : '';
  const why = typeof reason === 'string' ? shorten(reason, 200) : 'no reason is given';
  return `${shorten(String(path), 120)}:${Number(line) || 1}${end}: ${why}`;
}
