import type { FindingOf } from '../core/finding.js';
import type { Secret } from './search.js';

/**
 * What all findings of a secret say alike. The message begins with what it is and what may be shown of it, and goes on
 * with `where`; `count` are those of its kind in one place.
 */
export function secretFinding(
  { detector, masked }: Pick<Secret, 'detector' | 'masked'>,
  where: string,
  count = 1,
): Omit<FindingOf<'secret'>, 'fingerprint'> {
  const what = `${detector.what.charAt(0).toUpperCase()}${detector.what.slice(1)}`;
  const more = count > 1 ? `, and ${count - 1} more` : '';
  return {
    rule: detector.id,
    aliases: [],
    check: 'secret',
    severity: detector.severity,
    confidence: detector.confidence,
    tags: ['practice:secrets'],
    message: `${what} (${masked}${more}) ${where}.`,
    status: 'new',
  };
}
