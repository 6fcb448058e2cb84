import type { Check, FindingOf } from './finding.js';
import type { RuleDescription } from './rule.js';

/** What a new finding has from its rule. The check adds what it found, and where. */
export function ruleFinding<C extends Check>(
  { id, aliases = [], severity, practice, tags = [] }: RuleDescription,
  check: C,
): Pick<
  FindingOf<C>,
  'rule' | 'aliases' | 'check' | 'severity' | 'confidence' | 'tags' | 'status'
> {
  return {
    rule: id,
    aliases,
    check,
    severity,
    confidence: 'high',
    tags: [`practice:${practice}`, ...tags],
    status: 'new',
  };
}
