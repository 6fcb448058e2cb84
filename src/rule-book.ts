import { adviceRules } from './advice/rules.js';
import { allDockerfileRules } from './dockerfile/lint.js';
import type { RuleBook } from './findings/report.js';
import type { RuleReference } from './findings/rule.js';
import { hardeningRules } from './hardening/rules.js';
import { malwareRules } from './malware/rules.js';
import { manifestRules } from './manifests/rules.js';
import { policyRules } from './policy/rules.js';
import { secretRules } from './secrets/rules.js';
import { trustRules } from './trust/rules.js';

/** Every rule of every family by its id. */
export const ruleBook: RuleBook = new Map(
  [
    ...family('lint', allDockerfileRules),
    ...family('manifest', manifestRules),
    ...family('hardening', [...hardeningRules, ...adviceRules]),
    ...family('malware', malwareRules),
    ...family('secret', secretRules),
    ...family('trust', trustRules),
    ...family('policy', policyRules),
  ].map((rule) => [rule.id, rule]),
);

function family(
  check: RuleReference['check'],
  rules: readonly Omit<RuleReference, 'check'>[],
): RuleReference[] {
  return rules.map((rule) => ({ ...rule, check }));
}
