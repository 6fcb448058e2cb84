import { type Finding, vulnerabilityDetails } from '../core/finding.js';
import { fingerprint } from '../core/fingerprint.js';
import type { Incomplete } from '../core/report.js';
import { reason } from '../lib/errors.js';
import { type ExpressionContext, factsOf } from './facts.js';
import type { PolicyRule } from './policy.js';

/** Milliseconds for all rules over all findings. */
const TIMEOUT_MS = 5_000;
/** Findings that one rule may make: more are noise. */
const MAX_HITS = 5_000;

/** What the rules of a policy found, and what they could not be asked. */
export interface OwnFindings {
  readonly findings: Finding[];
  readonly incomplete: Incomplete[];
}

/**
 * The findings that an organization's own rules make of what was found and still stands. A rule that fails on a finding,
 * takes too long or hits too often is incomplete; what it found before counts.
 */
export function applyRules(
  rules: readonly PolicyRule[],
  findings: readonly Finding[],
  surroundings: ExpressionContext,
): OwnFindings {
  const open = findings.filter(({ status }) => status === 'new' || status === 'existing');
  const ends = performance.now() + TIMEOUT_MS;
  const own: Finding[] = [];
  const incomplete: Incomplete[] = [];
  for (const rule of rules) {
    const { hits, problem } = run(rule, open, surroundings, ends);
    for (const finding of hits) own.push(finding);
    if (problem !== undefined)
      incomplete.push({ check: 'policy', target: rule.id, reason: problem });
  }
  return { findings: own, incomplete };
}

function run(
  rule: PolicyRule,
  findings: readonly Finding[],
  surroundings: ExpressionContext,
  ends: number,
): { readonly hits: readonly Finding[]; readonly problem?: string } {
  const { holds } = rule;
  if (!holds) return { hits: [], problem: 'its expression was not compiled' };
  const hits: Finding[] = [];
  let problem: string | undefined;
  for (const finding of findings) {
    if (performance.now() > ends) return { hits, problem: 'the rules took more than 5 s' };
    try {
      if (!holds(factsOf(finding, surroundings))) continue;
    } catch (error) {
      problem ??= `it failed on ${finding.rule}: ${reason(error)}`;
      continue;
    }
    if (hits.length === MAX_HITS) return { hits, problem: `it holds more than ${MAX_HITS} times` };
    hits.push(hit(rule, finding));
  }
  return problem === undefined ? { hits } : { hits, problem };
}

/** At the place of the finding that it is about, and as old. */
function hit({ id, severity, message }: PolicyRule, about: Finding): Finding {
  const { location, subject, status, confidence } = about;
  const details = vulnerabilityDetails(about);
  const name = details?.package === undefined ? '' : ` of ${details.package}`;
  return {
    rule: id,
    aliases: [],
    check: 'policy',
    severity,
    confidence,
    tags: [],
    message: `${message} (${about.rule}${name})`,
    ...(location && { location }),
    ...(subject && { subject }),
    fingerprint: fingerprint(id, about.fingerprint),
    status,
    details: {
      about: about.rule,
      ...(details && { package: details.package, fixed: details.fixed }),
    },
  };
}
