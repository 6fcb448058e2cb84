import type { Finding } from '../core/finding.js';

/**
 * Whether a secret is a token or key of a known format, and not only what its name says. A JSON Web Token is one, although
 * it may have expired.
 */
export function isKnownFormat({ rule, confidence }: Pick<Finding, 'rule' | 'confidence'>): boolean {
  return confidence === 'high' || rule === 'jwt';
}
