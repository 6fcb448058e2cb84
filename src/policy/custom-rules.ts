import { type Finding, vulnerabilityDetails } from '../core/finding.js';
import { disambiguateFingerprints, fingerprint, imageName } from '../core/fingerprint.js';
import type { Origin } from '../core/origin.js';
import type { Package } from '../core/package.js';
import type { Incomplete, Note } from '../core/report.js';
import { reason } from '../lib/errors.js';
import { plainText, pluralize } from '../lib/text.js';
import { licenseEvaluator } from '../licenses/license-evaluation.js';
import {
  type ExpressionContext,
  type ExpressionVariables,
  expressionVariables,
  packageVariables,
} from './expression-variables.js';
import { packageOrigins } from './package-origins.js';
import type { PolicyRule } from './policy.js';

/** Milliseconds for all rules and all findings. */
const TIMEOUT_MS = 5_000;
/** Findings of one rule: more are noise. */
const MAX_FINDINGS = 5_000;

export interface CustomRuleResult {
  readonly findings: Finding[];
  readonly incomplete: Incomplete[];
  readonly notes: Note[];
}

/** What the rules are applied to. */
export interface CustomRuleInput {
  readonly findings: readonly Finding[];
  readonly packages: readonly Package[];
  /** The packages of the baseline; undefined without one. */
  readonly packagesBefore?: readonly Package[] | undefined;
}

/**
 * Applies an organization's custom rules to the findings that are not excepted or fixed; rules about packages are applied
 * to all packages. A rule that fails on one of them, takes too long or matches too often is incomplete; its findings up to
 * then count.
 */
export function applyCustomRules(
  rules: readonly PolicyRule[],
  { findings, packages, packagesBefore = [] }: CustomRuleInput,
  context: ExpressionContext,
): CustomRuleResult {
  const active = findings.filter(({ status }) => status === 'new' || status === 'existing');
  const deadline = performance.now() + TIMEOUT_MS;
  const made: Finding[] = [];
  const incomplete: Incomplete[] = [];
  for (const rule of rules) {
    const apply = (candidates: readonly Candidate[]) => applyRule(rule, candidates, deadline);
    const { matches, problem } = isAboutPackages(rule)
      ? applyToPackages(apply, { rule, packages, packagesBefore }, context)
      : apply(active.map((finding) => candidateOf(rule, finding, context)));
    for (const finding of matches) made.push(finding);
    if (problem !== undefined)
      incomplete.push({ check: 'policy', target: rule.id, reason: problem });
  }
  return {
    findings: made,
    incomplete,
    notes: rules.flatMap((rule) => licenseNote(rule, packages)),
  };
}

/** A rule about licenses cannot tell what a package is under that has none, or one that SPDX does not have: as PSP005 counts. */
function licenseNote({ id, fields }: PolicyRule, packages: readonly Package[]): Note[] {
  const isAboutLicenses = fields?.has('subject.license') || fields?.has('subject.licenses');
  if (!isAboutLicenses) return [];
  const evaluate = licenseEvaluator({ deny: [] });
  const unknown = packages.filter(({ license }) => evaluate(license).result === 'unknown').length;
  if (unknown === 0) return [];
  const message = `Rule ${id} is about licenses: ${unknown} of ${pluralize(packages.length, 'package')} have no known license`;
  return [{ check: 'policy', message }];
}

const PACKAGE_FIELDS = ['license', 'licenses', 'package', 'purl', 'type', 'version'].map(
  (name) => `subject.${name}`,
);

/** A rule that reads fields of packages and none of findings is about packages, also those without a finding. */
export function isAboutPackages({ fields = new Set() }: PolicyRule): boolean {
  const ofFinding = [...fields].some((field) => /^finding(?:\.|$)/.test(field));
  return !ofFinding && PACKAGE_FIELDS.some((field) => fields.has(field));
}

/** Something that a rule may match, and the finding that it then makes. */
interface Candidate {
  /** For messages: the rule of a finding, the name of a package. */
  readonly name: string;
  /** Those of each package that the finding is about: the rule must match one of them. */
  readonly variables: () => readonly ExpressionVariables[];
  readonly finding: () => Finding;
}

interface RuleMatches {
  readonly matches: readonly Finding[];
  readonly problem?: string;
}

function applyRule(
  rule: PolicyRule,
  candidates: readonly Candidate[],
  deadline: number,
): RuleMatches {
  if (!rule.matches) return { matches: [], problem: 'The expression was not compiled' };
  const matches: Finding[] = [];
  let problem: string | undefined;
  const { matches: isMatch } = rule;
  for (const { name, variables, finding } of candidates) {
    if (performance.now() > deadline)
      return { matches, problem: `The custom rules took more than ${TIMEOUT_MS / 1000} seconds` };
    try {
      if (!variables().some((one) => isMatch(one))) continue;
    } catch (error) {
      problem ??= `The expression failed on ${name}: ${reason(error)}`;
      continue;
    }
    if (matches.length === MAX_FINDINGS)
      return { matches, problem: `The rule matches more than ${MAX_FINDINGS} findings` };
    matches.push(finding());
  }
  return { matches, ...(problem !== undefined && { problem }) };
}

function candidateOf(rule: PolicyRule, finding: Finding, context: ExpressionContext): Candidate {
  return {
    name: finding.rule,
    variables: () => expressionVariables(finding, context),
    finding: () => findingOf(rule, finding),
  };
}

interface PackageRule {
  readonly rule: PolicyRule;
  readonly packages: readonly Package[];
  readonly packagesBefore: readonly Package[];
}

/** The findings of packages; those that the rule also makes for the baseline's packages are existing. */
function applyToPackages(
  apply: (candidates: readonly Candidate[]) => RuleMatches,
  { rule, packages, packagesBefore }: PackageRule,
  context: ExpressionContext,
): RuleMatches {
  const originOf = packageOrigins(context.targets.values());
  const candidates = (all: readonly Package[]) =>
    [...new Map(all.map((pkg) => [`${pkg.image}\n${pkg.purl}`, pkg])).values()].map(
      (pkg): Candidate => ({
        name: pkg.name,
        variables: () => [packageVariables(pkg, context)],
        finding: () => packageFinding(rule, pkg, originOf(pkg)),
      }),
    );
  const before = new Set(apply(candidates(packagesBefore)).matches.map(packageOf));
  const now = apply(candidates(packages));
  const matches = disambiguateFingerprints(now.matches).map(
    (finding): Finding =>
      before.has(packageOf(finding)) ? { ...finding, status: 'existing' } : finding,
  );
  return { ...now, matches };
}

/** The image, type and name of a package, in any version. */
function packageOf({ subject, details }: Finding): string {
  const name = details && 'package' in details ? details.package : undefined;
  return [subject?.image, subject?.purl?.split('/')[0], name].join('\n');
}

function packageFinding(
  { id, severity, message }: PolicyRule,
  pkg: Package,
  origin: Origin | undefined,
): Finding {
  const { image, layer, purl, name, version, type, paths, location } = pkg;
  const [path] = paths;
  return {
    rule: id,
    aliases: [],
    check: 'policy',
    severity,
    confidence: 'high',
    tags: [],
    message: `${message} (${plainText(`${name} ${version}`.trim(), 120)})`,
    location,
    subject: { image, layer: layer?.index, purl, path },
    ...(origin && { origin }),
    fingerprint: fingerprint(id, type, name, image && imageName(image), path),
    status: 'new',
    details: { about: purl, package: name },
  };
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
