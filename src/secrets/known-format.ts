import type { Finding } from '../core/finding.js';
import { commandLines } from './kinds/command-lines.js';

/**
 * Whether a secret is a token or key of a known format or an argument of a command, and not only what its name says. A JSON
 * Web Token is one, although it may have expired.
 */
export function isKnownFormat({ rule, confidence }: Pick<Finding, 'rule' | 'confidence'>): boolean {
  return confidence === 'high' || rule === 'jwt' || OF_COMMANDS.has(rule);
}

const OF_COMMANDS: ReadonlySet<string> = new Set([
  ...commandLines.map(({ id }) => id),
  'database-client-password',
  'curl-header',
  'powershell-password',
  'sql-password',
]);
