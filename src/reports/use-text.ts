import type { Finding } from '../core/finding.js';
import { object } from '../lib/json.js';

/**
 * Whether the image loads the package of a vulnerability, with the proof: `in use: libexpat.so.1 is loaded by …`. Undefined
 * if the report does not say it. With `complete`, also why it is not known. Not escaped.
 */
export function useText({ details }: Finding, complete = false): string | undefined {
  const { result, reason } = object(object(details).evidence);
  const why = typeof reason === 'string' ? reason : '';
  if (result === 'loaded' || result === 'linked') return `in use: ${why}`;
  if (result === 'no-evidence') return 'no evidence of use';
  return result === 'unknown' && complete ? `use unknown: ${why}` : undefined;
}
