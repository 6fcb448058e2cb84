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

/**
 * What excepts a finding, with its reason and its end: `excepted in portside.yml:3 until 2027-01-31: the base image needs it`. It
 * may hold untrusted text.
 */
export function describeException({ exception }: Finding): string {
  if (!exception) return 'excepted';
  const why = shorten(exception.reason, 200);
  if (exception.source === 'evidence') return `not affected: ${why}`;
  if (exception.source === 'vex')
    return `${exception.status} by VEX document ${shorten(exception.document, 120)}: ${why}`;
  const { policy, line, owner, until } = exception;
  const end = until === undefined ? 'without an end' : `until ${shorten(until, 20)}`;
  const by = owner === undefined ? '' : ` (${shorten(owner, 80)})`;
  return `excepted in ${shorten(policy, 120)}:${line} ${end}: ${why}${by}`;
}
