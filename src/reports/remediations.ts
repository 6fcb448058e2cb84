import { affectedPackages } from '../core/affected-packages.js';
import type { Finding } from '../core/finding.js';
import { isFixable } from '../core/fixable.js';
import type { Location } from '../core/location.js';
import { isDistributionPackage } from '../core/package-url.js';
import type { RuleBook } from '../core/report.js';
import type { Severity } from '../core/severity.js';
import { isExploited, isMalicious } from '../core/urgency.js';
import { groupBy } from '../lib/group-by.js';
import { highestVersion } from '../lib/highest-version.js';
import { isObject } from '../lib/json.js';
import { isAboutPackage, vulnerabilityFacts } from './vulnerability-facts.js';

/** An edit at one place, and the findings that it resolves. */
export interface Remediation {
  /** An imperative in lower case, such as `upgrade minimist to 0.2.4`. It may hold untrusted text. */
  readonly title: string;
  readonly location: Location | undefined;
  /** The rule whose advice the title is. Other titles do not need it. */
  readonly rule?: string;
  readonly resolves: ResolvedCounts;
  /** At least one of the findings has high confidence. */
  readonly confident: boolean;
}

/** Resolved findings by severity, and how many of them are malicious packages or exploited vulnerabilities. */
export type ResolvedCounts = Readonly<Record<Severity, number>> & {
  readonly malicious: number;
  readonly exploited: number;
};

/**
 * Every edit that resolves findings. Resolved findings are counted among `findings`, except for a base image whose
 * vulnerabilities were measured.
 */
export function allRemediations(findings: readonly Finding[], rules: RuleBook): Remediation[] {
  const vulnerabilities = findings.filter(isAboutPackage);
  const others = findings.filter((f) => !isAboutPackage(f) && f.rule !== BASE_IMAGE);
  const bases = findings.filter((f) => f.rule === BASE_IMAGE && f.location);
  const lines = groupBy(findings, lineOf);
  return [
    ...bases.flatMap((base) => baseImageChange(base, lines.get(lineOf(base)) ?? [], rules)),
    ...packageRemovals(vulnerabilities.filter(isMalicious)),
    ...packageUpgrades(vulnerabilities),
    ...distributionRebuilds(vulnerabilities, new Set(bases.map(lineOf))),
    ...otherFixes(others, rules),
  ];
}

/** The rule that recommends another base image; its details hold the recommendation. */
export const BASE_IMAGE = 'BASE-IMAGE';

/** A newer base image has the fixes of its distribution. Measured counts replace the estimate. */
function baseImageChange(
  base: Finding,
  sameLine: readonly Finding[],
  rules: RuleBook,
): Remediation[] {
  const { options, before, ended } = base.check === 'hardening' ? (base.details ?? {}) : {};
  const first = Array.isArray(options) && isObject(options[0]) ? options[0] : undefined;
  if (typeof first?.reference !== 'string') return [];
  const resolved = sameLine.filter(
    (f) => (ended !== undefined && isEndOfLife(f, rules)) || isSystemUpgrade(f),
  );
  const measured = subtractCounts(
    isObject(before) ? before.vulnerabilities : undefined,
    first.vulnerabilities,
  );
  const counts = measured && {
    ...measured,
    malicious: 0,
    exploited: resolved.filter(isExploited).length,
  };
  return [
    {
      ...remediation(`use base image ${first.reference}`, base.location, [base, ...resolved]),
      resolves: counts ?? countResolved(resolved),
    },
  ];
}

function isEndOfLife({ rule, details }: Finding, rules: RuleBook): boolean {
  const distributionEnded = details !== undefined && 'endOfLife' in details;
  return distributionEnded || rules.get(rule)?.clearedBy === 'supported-base-image';
}

/** A malicious package is removed, since there is no version to upgrade to. */
function packageRemovals(malicious: readonly Finding[]): Remediation[] {
  const groups = groupBy(malicious, (f) => [lineOf(f), f.subject?.purl].join('\n'));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { package: name, installed } = vulnerabilityFacts(first, NO_PACKAGES);
    const title = `remove malicious package ${[name, installed].filter(Boolean).join(' ')}`;
    return [remediation(title, first.location, group)];
  });
}

/** A package that one line installs is upgraded to the version that fixes the most vulnerabilities. */
function packageUpgrades(vulnerabilities: readonly Finding[]): Remediation[] {
  const groups = groupBy(vulnerabilities.filter(isUpgradable), (f) => {
    const { package: name, installed } = vulnerabilityFacts(f, NO_PACKAGES);
    return [lineOf(f), name, installed].join('\n');
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { package: name } = vulnerabilityFacts(first, NO_PACKAGES);
    const fixes = group.flatMap((f) => vulnerabilityFacts(f, NO_PACKAGES).fixed ?? []);
    const version = highestVersion([...new Set(fixes)]);
    const to = version === undefined ? '' : ` to ${version}`;
    const nested = (first.subject?.path?.split('node_modules/').length ?? 0) > 2;
    const how = nested ? ' with an npm override' : '';
    // The standard library is part of the Go release that builds the program.
    const title =
      name === 'stdlib' ? `rebuild with Go${to.slice(3)}` : `upgrade ${name}${to}${how}`;
    return [remediation(title, first.location, group)];
  });
}

/** A build without the cache installs the current packages of the distribution. */
function distributionRebuilds(
  vulnerabilities: readonly Finding[],
  linesOfBases: ReadonlySet<string>,
): Remediation[] {
  const groups = groupBy(vulnerabilities.filter(isSystemUpgrade), lineOf);
  return [...groups].flatMap(([line, group]) => {
    const names = new Set(group.flatMap((f) => affectedPackages(f).map(({ name }) => name)));
    if (linesOfBases.has(line) || names.size < 2) return [];
    const title = `rebuild with docker build --pull --no-cache to update ${names.size} packages`;
    return [remediation(title, group[0]?.location, group)];
  });
}

/** One edit for each other rule and line; one edit for all findings that a USER instruction resolves. */
function otherFixes(findings: readonly Finding[], rules: RuleBook): Remediation[] {
  const needsUser = ({ rule }: Finding) => rules.get(rule)?.clearedBy === 'non-root-user';
  const groups = groupBy(findings, (f) =>
    needsUser(f) ? `user of ${f.location?.path}` : `${f.rule}\n${lineOf(f)}`,
  );
  return [...groups.values()].flatMap((group) => {
    const first = group.find(({ fix }) => fix) ?? group[0];
    if (!first) return [];
    const title = needsUser(first) ? { title: 'add a non-root USER' } : titleOf(first, rules);
    return [{ ...remediation(title.title, first.location, group), ...title }];
  });
}

function titleOf(finding: Finding, rules: RuleBook): Pick<Remediation, 'title' | 'rule'> {
  const { rule } = finding;
  if (finding.fix) return { title: uncapitalize(finding.fix.description) };
  const ended = endedRelease(finding);
  if (ended !== undefined) return { title: `use a supported release instead of ${ended}` };
  const message = finding.message.replace(/[.\s]+$/, '');
  if (finding.check === 'secret') return { title: `revoke and remove the secret: ${message}` };
  const buildError = /^The build fails: (.*)$/s.exec(message)?.[1];
  if (buildError !== undefined) return { title: `fix the build error: ${buildError}` };
  const unpinned = unpinnedPackages(finding);
  if (unpinned !== undefined) return { title: `pin ${unpinned}`, rule };
  const advice = rules.get(rule)?.remediation;
  return advice === undefined
    ? { title: `fix ${rule}: ${message}` }
    : { title: uncapitalize(advice.replace(/[.\s]+$/, '')), rule };
}

/** The release whose end of life the finding is about, such as `alpine 3.20`. */
function endedRelease({ details }: Finding): string | undefined {
  if (details === undefined || !('endOfLife' in details)) return undefined;
  const { distribution, product }: { distribution?: unknown; product?: unknown } = details;
  return [distribution, product].find((name) => typeof name === 'string');
}

/** Packages that a step names. */
const MAX_PINNED = 3;

/** `the versions of curl, git, vim and 2 more`, if the finding is about packages without a version. */
function unpinnedPackages({ details }: Finding): string | undefined {
  if (details === undefined || !('unpinned' in details)) return undefined;
  const { unpinned }: { unpinned?: unknown } = details;
  const names = Array.isArray(unpinned) ? unpinned.filter((name) => typeof name === 'string') : [];
  if (names.length === 0) return undefined;
  const more = names.length - MAX_PINNED;
  const shown = names.slice(0, MAX_PINNED).join(', ');
  const list = more > 0 ? `${shown} and ${more} more` : shown;
  return `the ${names.length === 1 ? 'version' : 'versions'} of ${list}`;
}

/** The description of a fix is an imperative; a title continues a sentence. */
function uncapitalize(text: string): string {
  return text.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

function remediation(
  title: string,
  location: Location | undefined,
  findings: readonly Finding[],
): Remediation {
  const confident = findings.some(({ confidence }) => confidence === 'high');
  return { title, location, resolves: countResolved(findings), confident };
}

function countResolved(findings: readonly Finding[]): ResolvedCounts {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity } of findings) counts[severity]++;
  const [malicious, exploited] = [findings.filter(isMalicious), findings.filter(isExploited)];
  return { ...counts, malicious: malicious.length, exploited: exploited.length };
}

/** The vulnerabilities that another base image resolves, by severity; undefined when they were not counted. */
function subtractCounts(
  before: unknown,
  after: unknown,
): Readonly<Record<Severity, number>> | undefined {
  if (!isObject(before) || !isObject(after)) return undefined;
  const difference = (severity: Severity) =>
    Math.max(0, toCount(before[severity]) - toCount(after[severity]));
  return {
    critical: difference('critical'),
    high: difference('high'),
    medium: difference('medium'),
    low: difference('low'),
    info: difference('info'),
  };
}

function toCount(value: unknown): number {
  return Number.isSafeInteger(value) ? Number(value) : 0;
}

const NO_PACKAGES = new Map();

function isUpgradable(finding: Finding): boolean {
  return isAboutPackage(finding) && isFixable(finding);
}

/** A newer package of the distribution fixes it. */
function isSystemUpgrade(finding: Finding): boolean {
  return isUpgradable(finding) && isDistributionPackage(finding.subject?.purl ?? '');
}

/** Findings with the advice about the base images of their lines, which may be among those that are not shown. */
export function withBaseImageAdvice(
  findings: readonly Finding[],
  hidden: readonly Finding[],
): Finding[] {
  const lines = new Set(findings.map(lineOf));
  return [...findings, ...hidden.filter((f) => f.rule === BASE_IMAGE && lines.has(lineOf(f)))];
}

/** ` (PS0029 at Dockerfile:1)`, which follows the title; empty without a rule and a place. */
export function stepPlace(rule: string | undefined, place: string | undefined): string {
  const parts = [rule, place].filter((part) => part !== undefined);
  return parts.length === 0 ? '' : ` (${parts.join(' at ')})`;
}

/** The line to edit; the image for a finding without a location. */
function lineOf({ location, subject }: Finding): string {
  return location ? `${location.path}:${location.startLine}` : `in ${subject?.image}`;
}
