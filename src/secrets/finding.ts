import type { FindingOf } from '../core/finding.js';
import { titleOf } from './detector.js';
import { lengthClass } from './mask-text.js';
import type { Secret } from './search.js';

/**
 * The members that findings in files and in images have in common. The message is the kind of secret, how long it is,
 * and the `place`. Of a secret of several lines only the first is measured, so its length is not named. `count` is the number of secrets of this kind in that place.
 */
export function secretFinding(
  { detector, length }: Pick<Secret, 'detector' | 'length'>,
  place: string,
  count = 1,
): Omit<FindingOf<'secret'>, 'fingerprint'> {
  const size = [
    ...(detector.isMultiline ? [] : [lengthClass(length)]),
    ...(count > 1 ? [`and ${count - 1} more`] : []),
  ].join(', ');
  return {
    rule: detector.id,
    aliases: [],
    check: 'secret',
    severity: detector.severity,
    confidence: detector.confidence,
    tags: ['practice:secrets'],
    message: `${titleOf(detector)}${size === '' ? '' : ` (${size})`} in ${place}`,
    status: 'new',
  };
}
