import type { RuleFacts } from '../core/details.js';
import type { Fix } from '../core/fix.js';
import type { LintSubject } from './rule.js';

/**
 * The fix of a finding that needs a digest. If no digest may be looked up, the finding says whether `lint --fix --pin` could
 * make the edit: the plan then names that command.
 */
export function pinEdit(
  subject: LintSubject,
  fixOf: (subject: LintSubject) => Fix | undefined,
): { readonly fix?: Fix | undefined; readonly details?: RuleFacts } {
  const { config } = subject;
  if (config.digestOf) return { fix: fixOf(subject) };
  const couldPin = fixOf({ ...subject, config: { ...config, digestOf: () => 'sha256:' } });
  return couldPin ? { details: { pinnable: true } } : {};
}
