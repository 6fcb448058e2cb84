import { type Finding, vulnerabilityDetails } from '../core/finding.js';
import { isFixable } from '../core/fixable.js';
import { compareRanges, type Location } from '../core/location.js';
import { SEVERITIES, type Severity } from '../core/severity.js';
import { isExploited } from '../core/urgency.js';
import { groupBy } from './order.js';
import { highestVersion } from './package-groups.js';
import { isAboutPackage, vulnerabilityFacts } from './vulnerability-facts.js';

/** How many findings go away; how many of them are malicious packages, and how many are exploited in the wild. */
export type ResolvedCounts = Readonly<Record<Severity, number>> & {
  readonly malicious: number;
  readonly exploited: number;
};

/** One edit of one place. */
export interface Remediation {
  /** What to do, in plain words that may be foreign: `upgrade minimist to 0.2.4`. */
  readonly title: string;
  readonly location?: Location;
  readonly resolves: ResolvedCounts;
  /** What it removes is no guess: some of it has high confidence. */
  readonly confident: boolean;
}

/**
 * The single edit that removes most risk: malicious packages before all, exploited vulnerabilities next, then the critical ones, then the high … .
 * Undefined where nothing of medium severity or worse can be removed. What is removed is counted among `findings`,
 * except for a base image that was measured.
 */
export function topRemediation(findings: readonly Finding[]): Remediation | undefined {
  const [best] = allRemediations(findings).sort(
    (a, b) =>
      compareResolvedCounts(a.resolves, b.resolves) ||
      Number(b.confident) - Number(a.confident) ||
      byPlace(a, b),
  );
  const worthIt = best && (best.resolves.exploited || MATTERS.some((s) => best.resolves[s] > 0));
  return worthIt ? best : undefined;
}

const MATTERS: readonly Severity[] = ['critical', 'high', 'medium'];

/** Negative when `a` removes more risk than `b`. */
export function compareResolvedCounts(a: ResolvedCounts, b: ResolvedCounts): number {
  for (const key of ['malicious', 'exploited', ...SEVERITIES] as const) {
    if (a[key] !== b[key]) return b[key] - a[key];
  }
  return 0;
}

/** Every edit that removes a finding. */
export function allRemediations(findings: readonly Finding[]): Remediation[] {
  const vulnerabilities = findings.filter(isAboutPackage);
  const others = findings.filter((f) => !isAboutPackage(f) && f.rule !== BASE_IMAGE);
  const bases = findings.filter((f) => f.rule === BASE_IMAGE && f.location);
  const lines = groupBy(findings, lineOf);
  return [
    ...bases.flatMap((base) => baseImageChange(base, lines.get(lineOf(base)) ?? [])),
    ...packageRemovals(vulnerabilities.filter(isMalicious)),
    ...packageUpgrades(vulnerabilities),
    ...distributionRebuilds(vulnerabilities, new Set(bases.map(lineOf))),
    ...otherFixes(others),
  ];
}

/** The rule of advice on base images; the other ones that moving to a supported base answers. */
export const BASE_IMAGE = 'BASE-IMAGE';
const END_OF_LIFE: ReadonlySet<string> = new Set(['end-of-life', 'PS0029']);
/** Rules that one USER instruction answers, in one file. */
const ROOT_USER: ReadonlySet<string> = new Set(['IMG-ROOT', 'DL3002', 'PS0013']);
const SYSTEM_PACKAGE = /^pkg:(?:deb|apk|rpm)\//;

/** Another base brings the fixes of its distribution; measured, what it removes is known better. */
function baseImageChange(base: Finding, sameLine: readonly Finding[]): Remediation[] {
  const { options, before, ended } = base.check === 'hardening' ? (base.details ?? {}) : {};
  const first = Array.isArray(options) ? record(options[0]) : undefined;
  if (typeof first?.reference !== 'string') return [];
  const gone = sameLine.filter(
    (f) => (ended !== undefined && END_OF_LIFE.has(f.rule)) || isSystemFix(f),
  );
  const measured = difference(record(before)?.vulnerabilities, first.vulnerabilities);
  const removes = measured && {
    ...measured,
    ...{ malicious: 0, exploited: gone.filter(isExploited).length },
  };
  return [
    remediation(
      `build on ${first.reference}`,
      base.location,
      [base, ...gone],
      removes ?? countResolved(gone),
    ),
  ];
}

function isSystemFix(finding: Finding): boolean {
  return isUpgradable(finding) && SYSTEM_PACKAGE.test(finding.subject?.purl ?? '');
}

/** A malicious package has no version to go to. */
function packageRemovals(malicious: readonly Finding[]): Remediation[] {
  const groups = groupBy(malicious, (f) => [lineOf(f), f.subject?.purl].join('\n'));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { package: name, installed } = vulnerabilityFacts(first, NO_PACKAGES);
    const words = `take out ${[name, installed].filter(Boolean).join(' ')}`;
    return [remediation(words, first.location, group)];
  });
}

/** One package of one line, to the version that clears most of it. */
function packageUpgrades(vulnerabilities: readonly Finding[]): Remediation[] {
  const groups = groupBy(vulnerabilities.filter(isUpgradable), (f) => {
    const { package: name, installed } = vulnerabilityFacts(f, NO_PACKAGES);
    return [lineOf(f), name, installed].join('\n');
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { package: name } = vulnerabilityFacts(first, NO_PACKAGES);
    const to =
      vulnerabilityDetails(first)?.upgrade?.to ??
      highestVersion([...new Set(group.flatMap((f) => fixedIn(f) ?? []))]);
    const nested = (first.subject?.path?.split('node_modules/').length ?? 0) > 2;
    const version = typeof to === 'string' ? ` to ${to}` : '';
    const how = nested ? ', with an npm override' : '';
    return [remediation(`upgrade ${name}${version}${how}`, first.location, group)];
  });
}

/** All packages of the distribution that one line brought: today's build has their fixes. */
function distributionRebuilds(
  vulnerabilities: readonly Finding[],
  bases: ReadonlySet<string>,
): Remediation[] {
  const groups = groupBy(vulnerabilities.filter(isSystemFix), lineOf);
  return [...groups].flatMap(([line, group]) => {
    const names = [...new Set(group.map((f) => vulnerabilityFacts(f, NO_PACKAGES).package))];
    if (bases.has(line) || names.length < 2) return [];
    const words = `rebuild with today’s packages (docker build --pull --no-cache): ${names.length} have fixes`;
    return [remediation(words, group[0]?.location, group)];
  });
}

/** Each other finding is one edit; those that one USER instruction answers are one together. */
function otherFixes(findings: readonly Finding[]): Remediation[] {
  const groups = groupBy(findings, (f) =>
    ROOT_USER.has(f.rule) ? `user of ${f.location?.path}` : `${f.rule}\n${lineOf(f)}`,
  );
  return [...groups.values()].flatMap((group) => {
    const first = group.find(({ fix }) => fix) ?? group[0];
    if (!first) return [];
    const words = ROOT_USER.has(first.rule)
      ? 'add a USER that is not root'
      : (uncapitalized(first.fix?.description) ??
        `${first.check === 'secret' ? 'revoke and take out' : 'fix'} ${first.rule} (${first.message.replace(/[.\s]+$/, '')})`);
    return [remediation(words, first.location, group)];
  });
}

/** A description begins with a verb, and goes on in a sentence here. */
function uncapitalized(text: string | undefined): string | undefined {
  return text?.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

function remediation(
  title: string,
  location: Location | undefined,
  findings: readonly Finding[],
  resolves = countResolved(findings),
): Remediation {
  const confident = findings.some(({ confidence }) => confidence === 'high');
  return { title, resolves, confident, ...(location ? { location } : {}) };
}

function countResolved(findings: readonly Finding[]): ResolvedCounts {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity } of findings) counts[severity]++;
  const [malicious, exploited] = [findings.filter(isMalicious), findings.filter(isExploited)];
  return { ...counts, malicious: malicious.length, exploited: exploited.length };
}

/** By severity, of two counts as BASE-IMAGE measures them. */
function difference(
  before: unknown,
  after: unknown,
): Omit<ResolvedCounts, 'malicious' | 'exploited'> | undefined {
  const [from, to] = [record(before), record(after)];
  if (!from || !to) return undefined;
  const gone = (severity: Severity) => Math.max(0, count(from[severity]) - count(to[severity]));
  return {
    critical: gone('critical'),
    high: gone('high'),
    medium: gone('medium'),
    low: gone('low'),
    info: gone('info'),
  };
}

function count(value: unknown): number {
  return Number.isSafeInteger(value) ? Number(value) : 0;
}

const NO_PACKAGES = new Map();

function isUpgradable(finding: Finding): boolean {
  return isAboutPackage(finding) && isFixable(finding);
}

function fixedIn(finding: Finding): string | undefined {
  return vulnerabilityFacts(finding, NO_PACKAGES).fixed;
}

function isMalicious(finding: Finding): boolean {
  return finding.check === 'malware';
}

/** The line an edit is made on, or for what has none the image. */
function lineOf({ location, subject }: Finding): string {
  return location ? `${location.path}:${location.startLine}` : `in ${subject?.image}`;
}

function byPlace(a: Remediation, b: Remediation): number {
  if (!a.location || !b.location) return Number(!a.location) - Number(!b.location);
  if (a.location.path !== b.location.path) return a.location.path < b.location.path ? -1 : 1;
  return compareRanges(a.location, b.location);
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
