import type { Finding } from '../core/finding.js';
import { acceptingNames } from '../core/join-findings.js';
import type { Location } from '../core/location.js';
import type { RuleDescription } from '../core/rule.js';
import {
  EXPIRED_IGNORE,
  MALFORMED_IGNORE,
  suppressed,
  UNKNOWN_RULE,
  UNUSED_IGNORE,
} from '../core/suppression.js';
import { dayOf } from '../lib/dates.js';
import type { IgnoredRule, LocatedIgnore } from './ignore-comments.js';
import type { ManifestObservation } from './rule.js';

export interface IgnoreContext {
  readonly now: Date;
  /** The ids and aliases of all rules. */
  readonly knownRules: ReadonlySet<string>;
  readonly createFinding: (
    rule: RuleDescription,
    path: string,
    observation: ManifestObservation,
  ) => Finding;
  /** Receives the findings that a comment suppresses. */
  readonly onSuppressed: (finding: Finding) => void;
}

/**
 * The findings that no comment suppresses, and those about invalid, expired and unused comments. An expired comment
 * suppresses nothing.
 */
export function applyIgnoreComments(
  findings: readonly Finding[],
  ignores: readonly LocatedIgnore[],
  context: IgnoreContext,
): Finding[] {
  const today = dayOf(context.now);
  const active = indexByPlace(ignores.filter((ignore) => !isExpired(ignore, today)));
  const used = new Set<IgnoredRule>();
  const kept = findings.filter((finding) => {
    const { location } = finding;
    const matches = acceptingNames(finding).flatMap(
      (name) => active.get(placeKey(name, location?.startLine, location?.path)) ?? [],
    );
    for (const match of matches) used.add(match.rule);
    const [first] = matches;
    if (!first) return true;
    const { at, reason, until } = first.ignore;
    const comment = { path: at.path, line: at.startLine, rule: first.rule.id, reason, until };
    context.onSuppressed(suppressed(finding, comment));
    return false;
  });
  return [...kept, ...commentFindings(ignores, used, today, context)];
}

function isExpired({ until }: LocatedIgnore, today: string): boolean {
  return until !== undefined && until < today;
}

interface ActiveIgnore {
  readonly rule: IgnoredRule;
  readonly ignore: LocatedIgnore;
}

function indexByPlace(ignores: readonly LocatedIgnore[]): ReadonlyMap<string, ActiveIgnore[]> {
  const index = new Map<string, ActiveIgnore[]>();
  for (const ignore of ignores)
    for (const rule of ignore.rules) {
      const key = placeKey(rule.id, ignore.line, ignore.at.path);
      const same = index.get(key);
      if (same) same.push({ rule, ignore });
      else index.set(key, [{ rule, ignore }]);
    }
  return index;
}

function placeKey(rule: string, line: number | undefined, path: string | undefined): string {
  return `${rule} ${line} ${path}`;
}

function commentFindings(
  ignores: readonly LocatedIgnore[],
  used: ReadonlySet<IgnoredRule>,
  today: string,
  { knownRules, createFinding }: IgnoreContext,
): Finding[] {
  const findings: Finding[] = [];
  const add = (rule: RuleDescription, at: Location, message: string, about?: string) =>
    findings.push(createFinding(rule, at.path, { at, message, about }));
  for (const ignore of ignores) {
    for (const fault of ignore.faults)
      add(MALFORMED_IGNORE, ignore.at, `Ignore comment is invalid: ${fault}`);
    for (const rule of ignore.rules) {
      const { id, at } = rule;
      if (!knownRules.has(id)) {
        const name = id.slice(0, 60);
        add(UNKNOWN_RULE, at, `Ignore comment names the unknown rule ${name}`, name);
      } else if (isExpired(ignore, today))
        add(EXPIRED_IGNORE, at, `Ignore comment for ${id} expired on ${ignore.until}`, id);
      else if (!used.has(rule))
        add(UNUSED_IGNORE, at, `Ignore comment for ${id} matches no finding`, id);
    }
  }
  return findings;
}
