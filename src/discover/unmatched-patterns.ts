import type { Coverage } from '../core/coverage.js';
import { PortsideError } from '../lib/errors.js';
import type { NamedDockerfiles } from '../repository/select-dockerfiles.js';

/** Throws PortsideError (usage) for a pattern that matches no Dockerfile, and for patterns that leave none. */
export function requireMatches({ unmatched: [unmatched], emptying }: NamedDockerfiles): void {
  if (unmatched !== undefined)
    throw new PortsideError('PSE1009', `No Dockerfile matches ${unmatched}`, 'Check the pattern');
  if (emptying.length > 0)
    throw new PortsideError(
      'PSE1009',
      `${emptying.join(' and ')} ${emptying.length === 1 ? 'leaves' : 'leave'} out every Dockerfile`,
      'Check the patterns',
    );
}

/** The gaps of patterns that select nothing, which are like those of a Dockerfile that is named and missing. */
export function patternGaps({ unmatched, emptying }: NamedDockerfiles): Coverage[] {
  return [
    ...unmatched.map((pattern) =>
      patternGap(pattern, 'No Dockerfile matches the pattern. Check it'),
    ),
    ...emptying.map((pattern) =>
      patternGap(pattern, 'The patterns leave out every Dockerfile. Check them'),
    ),
  ];
}

function patternGap(pattern: string, reason: string): Coverage {
  return { check: 'lint', target: pattern, state: 'not-covered', reason };
}
