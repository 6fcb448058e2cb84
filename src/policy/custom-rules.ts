import { type Finding, vulnerabilityDetails } from '../core/finding.js';
import { fingerprint } from '../core/fingerprint.js';
import type { Incomplete } from '../core/report.js';
import { reason } from '../lib/errors.js';
import { type ExpressionContext, expressionVariables } from './expression-variables.js';
import type { PolicyRule } from './policy.js';

/** Milliseconds for all rules and all findings. */
const TIMEOUT_MS = 5_000;
/** Findings of one rule: more are noise. */
const MAX_FINDINGS = 5_000;

export interface CustomRuleResult {
  readonly findings: Finding[];
  readonly incomplete: Incomplete[];
}

/**
 * Applies an organization's custom rules to the findings that are not excepted or fixed. A rule that fails on a finding,
 * takes too long or matches too often is incomplete; its findings up to then count.
 */
export function applyCustomRules(
  rules: readonly PolicyRule[],
  findings: readonly Finding[],
  context: ExpressionContext,
): CustomRuleResult {
  const active = findings.filter(({ status }) => status === 'new' || status === 'existing');
  const deadline = performance.now() + TIMEOUT_MS;
  const made: Finding[] = [];
  const incomplete: Incomplete[] = [];
  for (const rule of rules) {
    const { matches, problem } = applyRule(rule, active, context, deadline);
    for (const finding of matches) made.push(finding);
    if (problem !== undefined)
      incomplete.push({ check: 'policy', target: rule.id, reason: problem });
  }
  return { findings: made, incomplete };
}

function applyRule(
  rule: PolicyRule,
  findings: readonly Finding[],
  context: ExpressionContext,
  deadline: number,
): { readonly matches: readonly Finding[]; readonly problem?: string } {
  if (!rule.matches) return { matches: [], problem: 'The expression was not compiled' };
  const matches: Finding[] = [];
  let problem: string | undefined;
  for (const finding of findings) {
    if (performance.now() > deadline)
      return { matches, problem: `The custom rules took more than ${TIMEOUT_MS / 1000} seconds` };
    try {
      if (!rule.matches(expressionVariables(finding, context))) continue;
    } catch (error) {
      problem ??= `The expression failed on ${finding.rule}: ${reason(error)}`;
      continue;
    }
    if (matches.length === MAX_FINDINGS)
      return { matches, problem: `The rule matches more than ${MAX_FINDINGS} findings` };
    matches.push(findingOf(rule, finding));
  }
  return { matches, problem };
}

/** The finding of a custom rule, with the location and the status of the finding that it matched. */
function findingOf({ id, severity, message }: PolicyRule, matched: Finding): Finding {
  const { location, subject, status, confidence } = matched;
  const details = vulnerabilityDetails(matched);
  const of = details?.package === undefined ? '' : ` of ${details.package}`;
  return {
    rule: id,
    aliases: [],
    check: 'policy',
    severity,
    confidence,
    tags: [],
    message: `${message} (${matched.rule}${of})`,
    location,
    subject,
    fingerprint: fingerprint(id, matched.fingerprint),
    status,
    details: {
      about: matched.rule,
      ...(details && { package: details.package, fixed: details.fixed }),
    },
  };
}
