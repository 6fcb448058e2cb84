import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints, fingerprint } from '../core/fingerprint.js';
import { compareRanges, type Range } from '../core/location.js';
import type { Observation } from '../core/rule.js';
import { compareSeverity } from '../core/severity.js';
import { reason } from '../lib/errors.js';
import { engineRules, RULE_FAILED } from './engine-rules.js';
import { parseCheckDirective } from './lint-comments.js';
import { defaultConfig, type LintConfig } from './lint-config.js';
import type { Dockerfile } from './parser/model.js';
import type { DockerfileRule, LintSubject } from './rule.js';
import { dockerfileRules } from './rules/index.js';
import type { ShellCheckFinding } from './shell/shellcheck.js';
import { applySuppressionComments } from './suppression-comments.js';

/**
 * All findings of a Dockerfile, in order of position: every rule's and ShellCheck's, merged where two families say the
 * same, without those that a pragma ignores, which `suppress` gets, with those about the pragmas themselves. Never throws:
 * a rule that does is a finding.
 */
export function lintDockerfile(
  dockerfile: Dockerfile,
  settings: Partial<LintConfig> = {},
  rules: readonly DockerfileRule[] = dockerfileRules,
  shellFindings: readonly ShellCheckFinding[] = [],
  suppress: (finding: Finding) => void = () => {},
): Finding[] {
  const config: LintConfig = { ...defaultConfig(), ...settings };
  const subject: LintSubject = { ...dockerfile, config };
  const active = rules.filter((rule) => isActive(rule, subject));
  const found = [
    ...active.flatMap((rule) => runRule(rule, subject)),
    ...shellFindings
      .filter(({ rule }) => !config.ignored.has(rule.id))
      .map(({ rule, observation }) => toFinding(rule, observation, subject)),
  ];
  const families = mergeFamilies(found, rules);
  const merged = isErrorChecked(subject) ? families.map(asBuildError) : families;
  const make = (rule: DockerfileRule, observation: Observation) =>
    toFinding(rule, observation, subject);
  const kept = applySuppressionComments(subject, merged, active, make, suppress);
  return disambiguateFingerprints(kept.sort(byPosition));
}

/** `# check=error=true`: BuildKit ends the build where one of its own checks warns. */
function isErrorChecked({ directives }: LintSubject): boolean {
  const check = directives.find(({ name }) => name === 'check')?.value ?? '';
  return parseCheckDirective(check).some(
    ({ key, value }) => key === 'error' && /^(?:1|t|true)$/i.test(value),
  );
}

function asBuildError(finding: Finding): Finding {
  const isBuildKits = [finding.rule, ...finding.aliases].some((name) => /^[A-Za-z]+$/.test(name));
  if (!isBuildKits || compareSeverity(finding.severity, 'high') <= 0) return finding;
  return { ...finding, severity: 'high' };
}

function isActive(rule: DockerfileRule, { config, directives }: LintSubject): boolean {
  if (config.ignored.has(rule.id)) return false;
  if (!rule.optIn || config.severities.has(rule.id)) return true;
  const check = directives.find(({ name }) => name === 'check')?.value ?? '';
  return parseCheckDirective(check).some(
    ({ key, value }) =>
      key === 'experimental' &&
      value.split(',').some((name) => [rule.id, 'all'].includes(name.trim())),
  );
}

function runRule(rule: DockerfileRule, subject: LintSubject): Finding[] {
  const findings: Finding[] = [];
  try {
    rule.check(subject, (observation) => findings.push(toFinding(rule, observation, subject)));
  } catch (error) {
    const message = `${rule.id} could not be checked: ${reason(error)}`;
    findings.push(toFinding(RULE_FAILED, { at: subject.source.range(0, 0), message }, subject));
  }
  return findings;
}

function toFinding(rule: DockerfileRule, observation: Observation, subject: LintSubject): Finding {
  const { at, message, fix, related, details } = observation;
  const { source, path, config } = subject;
  // Of several lines the last has the word: see instruction-range.ts. The others may change without it.
  const startColumn = at.startLine === at.endLine ? at.startColumn : 1;
  const content = source.text.slice(
    source.offsetOf(at.endLine, startColumn),
    source.offsetOf(at.endLine, at.endColumn),
  );
  return {
    rule: rule.id,
    aliases: observation.aliases ?? rule.aliases ?? [],
    check: 'lint',
    severity: config.severities.get(rule.id) ?? observation.severity ?? rule.severity,
    confidence: observation.confidence ?? 'high',
    tags: [`practice:${rule.practice}`, ...(rule.tags ?? [])],
    message,
    location: { path, ...at },
    ...(related ? { related } : {}),
    fingerprint: fingerprint(rule.id, path, content.replace(/\s+/g, ' ').trim()),
    status: 'new',
    ...(fix ? { fix } : {}),
    ...(details ? { details } : {}),
  };
}

/** One finding where two rules that merge fire on overlapping ranges: the worse one, with the other's names. */
function mergeFamilies(findings: readonly Finding[], rules: readonly DockerfileRule[]): Finding[] {
  const partners = new Map<string, Set<string>>();
  const join = (a: string, b: string) => partners.set(a, (partners.get(a) ?? new Set()).add(b));
  for (const rule of rules) {
    for (const other of rule.mergesWith ?? []) {
      join(rule.id, other);
      join(other, rule.id);
    }
  }
  const merged: Finding[] = [];
  const byLine = new Map<number, number[]>();
  for (const finding of findings) {
    const others = partners.get(finding.rule);
    // BuildKit's findings begin at the instruction; all end at the word.
    const line = finding.location?.endLine ?? 0;
    const index = others
      ? byLine.get(line)?.find((i) => {
          const candidate = merged[i];
          return (
            candidate?.location &&
            finding.location &&
            [candidate.rule, ...candidate.aliases].some((name) => others.has(name)) &&
            overlap(candidate.location, finding.location)
          );
        })
      : undefined;
    const known = index === undefined ? undefined : merged[index];
    if (index !== undefined && known) {
      merged[index] = mergeTwo(known, finding);
    } else {
      const onLine = byLine.get(line) ?? [];
      if (others) byLine.set(line, onLine);
      if (others) onLine.push(merged.length);
      merged.push(finding);
    }
  }
  return merged;
}

function mergeTwo(a: Finding, b: Finding): Finding {
  const [first, second] = compareSeverity(a.severity, b.severity) <= 0 ? [a, b] : [b, a];
  const names = new Set([...first.aliases, second.rule, ...second.aliases]);
  names.delete(first.rule);
  const fix = first.fix ?? second.fix;
  const earlier =
    first.location && second.location && compareRanges(second.location, first.location) < 0;
  return {
    ...first,
    ...(earlier && second.location ? { location: second.location } : {}),
    aliases: [...names],
    tags: [...new Set([...first.tags, ...second.tags])],
    ...(fix ? { fix } : {}),
  };
}

function overlap(a: Range, b: Range): boolean {
  const before = (x: Range, y: Range) =>
    x.endLine < y.startLine || (x.endLine === y.startLine && x.endColumn <= y.startColumn);
  return compareRanges(a, b) === 0 || (!before(a, b) && !before(b, a));
}

function byPosition(a: Finding, b: Finding): number {
  const position = a.location && b.location ? compareRanges(a.location, b.location) : 0;
  return position || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}

/** Every rule that a finding of this family may name. */
export const allDockerfileRules: readonly DockerfileRule[] = [...dockerfileRules, ...engineRules];
