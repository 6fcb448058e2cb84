import type { Finding } from '../core/finding.js';
import { isFixable } from '../core/fixable.js';
import { compareRanges, type Location } from '../core/location.js';
import { SEVERITIES, type Severity } from '../core/severity.js';
import { isExploited } from '../core/urgency.js';
import { groupBy } from './order.js';
import { highestOf } from './package-groups.js';
import { isVulnerability, vulnerability } from './vulnerability.js';

/** How many findings go away; how many of them are malicious packages, and how many are exploited in the wild. */
export type Removal = Readonly<Record<Severity, number>> & {
  readonly malicious: number;
  readonly exploited: number;
};

/** One edit of one place. */
export interface Edit {
  /** What to do, in plain words that may be foreign: `upgrade minimist to 0.2.4`. */
  readonly words: string;
  readonly location?: Location;
  readonly removes: Removal;
  /** What it removes is no guess: some of it has high confidence. */
  readonly sure: boolean;
}

/**
 * The single edit that removes most risk: malicious packages before all, exploited vulnerabilities next, then the critical ones, then the high … .
 * Undefined where nothing of medium severity or worse can be removed. What is removed is counted among `findings`,
 * except for a base image that was measured.
 */
export function topRemediation(findings: readonly Finding[]): Edit | undefined {
  const [best] = candidateEdits(findings).sort(
    (a, b) =>
      compareRemovals(a.removes, b.removes) || Number(b.sure) - Number(a.sure) || byPlace(a, b),
  );
  const worthIt = best && (best.removes.exploited || MATTERS.some((s) => best.removes[s] > 0));
  return worthIt ? best : undefined;
}

const MATTERS: readonly Severity[] = ['critical', 'high', 'medium'];

/** Negative when `a` removes more risk than `b`. */
export function compareRemovals(a: Removal, b: Removal): number {
  for (const key of ['malicious', 'exploited', ...SEVERITIES] as const) {
    if (a[key] !== b[key]) return b[key] - a[key];
  }
  return 0;
}

/** Every edit that removes a finding. */
export function candidateEdits(findings: readonly Finding[]): Edit[] {
  const vulnerabilities = findings.filter(isVulnerability);
  const others = findings.filter((f) => !isVulnerability(f) && f.rule !== BASE_IMAGE);
  const bases = findings.filter((f) => f.rule === BASE_IMAGE && f.location);
  const lines = groupBy(findings, lineOf);
  return [
    ...bases.flatMap((base) => baseUpgrade(base, lines.get(lineOf(base)) ?? [])),
    ...packageRemovals(vulnerabilities.filter(isMalicious)),
    ...packageUpgrades(vulnerabilities),
    ...rebuilds(vulnerabilities, new Set(bases.map(lineOf))),
    ...remediations(others),
  ];
}

/** The rule of advice on base images; the other ones that moving to a supported base answers. */
export const BASE_IMAGE = 'BASE-IMAGE';
const END_OF_LIFE: ReadonlySet<string> = new Set(['end-of-life', 'PS0029']);
/** Rules that one USER instruction answers, in one file. */
const ROOT_USER: ReadonlySet<string> = new Set(['IMG-ROOT', 'DL3002', 'PS0013']);
const SYSTEM_PACKAGE = /^pkg:(?:deb|apk|rpm)\//;

/** Another base brings the fixes of its distribution; measured, what it removes is known better. */
function baseUpgrade(base: Finding, sameLine: readonly Finding[]): Edit[] {
  const { options, before, ended } = base.details ?? {};
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
    edit(`build on ${first.reference}`, base.location, [base, ...gone], removes ?? removal(gone)),
  ];
}

function isSystemFix(finding: Finding): boolean {
  return isUpgradable(finding) && SYSTEM_PACKAGE.test(finding.subject?.purl ?? '');
}

/** A malicious package has no version to go to. */
function packageRemovals(malicious: readonly Finding[]): Edit[] {
  const groups = groupBy(malicious, (f) => [lineOf(f), f.subject?.purl].join('\n'));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { package: name, installed } = vulnerability(first, NO_PACKAGES);
    const words = `take out ${[name, installed].filter(Boolean).join(' ')}`;
    return [edit(words, first.location, group)];
  });
}

/** One package of one line, to the version that clears most of it. */
function packageUpgrades(vulnerabilities: readonly Finding[]): Edit[] {
  const groups = groupBy(vulnerabilities.filter(isUpgradable), (f) => {
    const { package: name, installed } = vulnerability(f, NO_PACKAGES);
    return [lineOf(f), name, installed].join('\n');
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { package: name } = vulnerability(first, NO_PACKAGES);
    const to =
      record(first.details?.upgrade)?.to ??
      highestOf([...new Set(group.flatMap((f) => fixedIn(f) ?? []))]);
    const nested = (first.subject?.path?.split('node_modules/').length ?? 0) > 2;
    const version = typeof to === 'string' ? ` to ${to}` : '';
    const how = nested ? ', with an npm override' : '';
    return [edit(`upgrade ${name}${version}${how}`, first.location, group)];
  });
}

/** All packages of the distribution that one line brought: today's build has their fixes. */
function rebuilds(vulnerabilities: readonly Finding[], bases: ReadonlySet<string>): Edit[] {
  const groups = groupBy(vulnerabilities.filter(isSystemFix), lineOf);
  return [...groups].flatMap(([line, group]) => {
    const names = [...new Set(group.map((f) => vulnerability(f, NO_PACKAGES).package))];
    if (bases.has(line) || names.length < 2) return [];
    const words = `rebuild with today’s packages (docker build --pull --no-cache): ${names.length} have fixes`;
    return [edit(words, group[0]?.location, group)];
  });
}

/** Each other finding is one edit; those that one USER instruction answers are one together. */
function remediations(findings: readonly Finding[]): Edit[] {
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
    return [edit(words, first.location, group)];
  });
}

/** A description begins with a verb, and goes on in a sentence here. */
function uncapitalized(text: string | undefined): string | undefined {
  return text?.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

function edit(
  words: string,
  location: Location | undefined,
  findings: readonly Finding[],
  removes = removal(findings),
): Edit {
  const sure = findings.some(({ confidence }) => confidence === 'high');
  return { words, removes, sure, ...(location ? { location } : {}) };
}

function removal(findings: readonly Finding[]): Removal {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { severity } of findings) counts[severity]++;
  const [malicious, exploited] = [findings.filter(isMalicious), findings.filter(isExploited)];
  return { ...counts, malicious: malicious.length, exploited: exploited.length };
}

/** By severity, of two counts as BASE-IMAGE measures them. */
function difference(
  before: unknown,
  after: unknown,
): Omit<Removal, 'malicious' | 'exploited'> | undefined {
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
  return isVulnerability(finding) && isFixable(finding);
}

function fixedIn(finding: Finding): string | undefined {
  return vulnerability(finding, NO_PACKAGES).fixed;
}

function isMalicious(finding: Finding): boolean {
  return finding.check === 'malware';
}

/** The line an edit is made on, or for what has none the image. */
function lineOf({ location, subject }: Finding): string {
  return location ? `${location.path}:${location.startLine}` : `in ${subject?.image}`;
}

function byPlace(a: Edit, b: Edit): number {
  if (!a.location || !b.location) return Number(!a.location) - Number(!b.location);
  if (a.location.path !== b.location.path) return a.location.path < b.location.path ? -1 : 1;
  return compareRanges(a.location, b.location);
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
