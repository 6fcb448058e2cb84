import { baseImageRules } from '../base-images/base-image-rules.js';
import type { RuleBook } from '../core/report.js';
import type { RuleReference } from '../core/rule.js';
import { allDockerfileRules } from '../dockerfile/lint.js';
import { hardeningRules } from '../hardening/rules/index.js';
import { differenceRules } from '../image-diff/rules/index.js';
import { integrityRules } from '../integrity/rules/index.js';
import { malwareRules } from '../malware/malware-rules.js';
import { manifestRules } from '../manifests/rules/index.js';
import { policyRules } from '../policy/policy-rules.js';
import { redact } from '../secrets/redact.js';
import { secretRules } from '../secrets/secret-rules.js';
import { signatureRules } from '../signatures/signature-rules.js';
import { vulnerabilityRules } from '../vulnerabilities/vulnerability-rules.js';

/** Every rule of every family by its id. */
export const ruleBook: RuleBook = new Map(
  [
    ...family('lint', allDockerfileRules),
    ...family('manifest', manifestRules),
    ...family('hardening', [
      ...hardeningRules,
      ...integrityRules,
      ...differenceRules,
      ...baseImageRules,
    ]),
    ...family('vulnerability', vulnerabilityRules),
    ...family('malware', malwareRules),
    ...family('secret', secretRules),
    ...family('trust', signatureRules),
    ...family('policy', policyRules),
  ].map((rule) => [rule.id, rule]),
);

function family(
  check: RuleReference['check'],
  rules: readonly Omit<RuleReference, 'check'>[],
): RuleReference[] {
  return rules.map((rule) => ({ ...rule, check }));
}

/** For evaluations of findings of any family: all rules, and the masking of secrets. */
export const ALL_FAMILIES = { rules: ruleBook, redact } as const;
