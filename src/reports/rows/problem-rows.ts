import type { Finding } from '../../core/finding.js';
import { parsePackageUrl } from '../../core/package-url.js';
import type { RuleBook } from '../../core/report.js';
import { compareByUrgency, sortByUrgency } from '../../core/urgency.js';
import { groupBy } from '../../lib/group-by.js';
import { type BaseImageGroup, splitBaseImages } from '../origin-groups.js';
import { isAboutPackage, type PackagesByPurl, vulnerabilityFacts } from '../vulnerability-facts.js';
import { splitNames } from './sentence-names.js';

/** Findings that a reader sees as one: what fails the policy first, then the most urgent. */
export type Group = readonly [Finding, ...Finding[]];

/**
 * What a report shows as one row:
 * - `package`: the vulnerabilities of one package, wherever it is;
 * - `settings`: what the same objects of manifests lack, such as a memory limit;
 * - `base-image`: what a newer base image resolves;
 * - `problem`: one problem, in one place or in several.
 */
export interface ProblemRow {
  readonly kind: 'package' | 'settings' | 'base-image' | 'problem';
  readonly findings: Group;
  /** Of the kind `base-image`. */
  readonly base?: BaseImageGroup;
}

/** What the rows are made with. */
export interface RowFacts {
  readonly packages: PackagesByPurl;
  readonly rules: RuleBook;
  /** Whether a finding fails the policy: its row stands above those that do not. Absent if that is not known. */
  readonly fails?: ((finding: Finding) => boolean) | undefined;
}

/** The rows of findings, the most urgent first. Each finding is in exactly one. */
export function problemRows(findings: readonly Finding[], facts: RowFacts): ProblemRow[] {
  const others = findings.filter((finding) => !isAboutPackage(finding));
  const objects = joinSettings(others.filter(({ rule }) => !facts.rules.get(rule)?.clearedBy));
  const inObjects = new Set(objects.flat());
  const rest = others.filter((finding) => !inObjects.has(finding));
  const packages = findings.filter(isAboutPackage);
  return byUrgency(facts, [
    ...groups(packages, (one) => packageKey(one, facts)).map(rowOf('package', facts)),
    ...objects.map(rowOf('settings', facts)),
    ...joinProblems(rest, facts).map(rowOf('problem', facts)),
  ]);
}

/** The same with one row for what is left to each base image: see splitBaseImages. */
export function rowsWithBaseImages(findings: readonly Finding[], facts: RowFacts): ProblemRow[] {
  const { own, bases } = splitBaseImages(findings);
  return byUrgency(facts, [
    ...problemRows(own, facts),
    ...bases.map((base) => ({ ...rowOf('base-image', facts)(base.findings), base })),
  ]);
}

/** The rows in the order of their first findings: the first row has the finding that comes first of all. */
function byUrgency({ fails }: RowFacts, rows: readonly ProblemRow[]): ProblemRow[] {
  const byFirst = new Map(rows.map((row) => [row.findings[0], row]));
  return sortByUrgency([...byFirst.keys()], fails).flatMap((first) => byFirst.get(first) ?? []);
}

const rowOf =
  (kind: ProblemRow['kind'], { fails }: RowFacts) =>
  (findings: readonly Finding[]) => ({
    kind,
    findings: sortByUrgency(findings, fails) as unknown as Group,
  });

function groups(findings: readonly Finding[], key: (finding: Finding) => string): Finding[][] {
  return [...groupBy(findings, key).values()];
}

/** A malicious version says nothing about other vulnerabilities of the package. */
function packageKey(finding: Finding, { packages }: RowFacts): string {
  const { type = '' } = parsePackageUrl(finding.subject?.purl ?? '') ?? {};
  const { package: name } = vulnerabilityFacts(finding, packages);
  return JSON.stringify([finding.check, type, name, finding.status]);
}

/** Findings about one object at one line, of which there are several, and objects with the same ones. */
function joinSettings(findings: readonly Finding[]): Finding[][] {
  const objects = groups(findings.filter(isSetting), ({ identity, status, location }) =>
    JSON.stringify([identity?.holder, status, location?.path, location?.startLine]),
  ).filter(({ length }) => length > 1);
  const alike = groupBy(objects, (one) =>
    JSON.stringify([one[0]?.status, [...new Set(one.map(({ rule }) => rule))].sort()]),
  );
  return [...alike.values()].map((some) => some.flat());
}

/** What an object lacks is at the line of its name, and its message names it. Anything worse has a row of its own. */
function isSetting({ check, severity, identity, message }: Finding): boolean {
  return (
    check === 'manifest' &&
    identity !== undefined &&
    severity !== 'critical' &&
    severity !== 'high' &&
    OBJECT.test(message)
  );
}

/** `service "web"`, `container "app" of Deployment "shop"` */
export const OBJECT = /[A-Za-z-]+ "[^"]*"(?: of [A-Za-z-]+ "[^"]*")*/;

/** Duplicates first: findings at one line that one edit clears, and those of the policy about others. Then equal problems. */
function joinProblems(
  findings: readonly Finding[],
  { rules, fails = () => false }: RowFacts,
): Finding[][] {
  const hosts = new Map(
    findings.map((finding) => [
      `${fails(finding)} ${placeKey(finding.rule, finding)}`,
      duplicateKey(finding, rules),
    ]),
  );
  const duplicates = groups(findings, (finding) => {
    const about = ruleAbout(finding);
    const host =
      about === undefined ? undefined : hosts.get(`${fails(finding)} ${placeKey(about, finding)}`);
    return host ?? duplicateKey(finding, rules);
  }).map((some) => some.toSorted(compareByUrgency));
  const equal = groupBy(duplicates, (some) => {
    const [first] = some;
    return JSON.stringify([
      first?.check,
      first?.status,
      first?.severity,
      first && splitNames(first.message).pattern,
      [...new Set(some.map(({ rule }) => rule))],
    ]);
  });
  return joinAlmostEqual([...equal.values()].map((some) => some.flat()));
}

/** So many sentences that differ in one word have a name there: `Image web has no tag`. */
const FEWEST_ALIKE = 3;
/** Words of a sentence that is compared. A shorter one says too little, and hostile names make longer ones. */
const FEWEST_WORDS = 4;
const MOST_WORDS = 40;

/** Joins groups of a rule whose sentences differ in one word, which is then a name. */
function joinAlmostEqual(all: readonly Finding[][]): Finding[][] {
  const gaps = groupBy(
    all.flatMap((group) => sentencesWithGap(group[0]).map((key) => ({ key, group }))),
    ({ key }) => key,
  );
  const joined = new Set<Finding[]>();
  const alike: Finding[][] = [];
  for (const same of gaps.values()) {
    const free = same.flatMap(({ group }) => (joined.has(group) ? [] : [group]));
    if (free.length < FEWEST_ALIKE) continue;
    for (const group of free) joined.add(group);
    alike.push(free.flat());
  }
  return [...all.filter((group) => !joined.has(group)), ...alike];
}

/** The sentence of a finding as often as it has words, each time without one of them, with what must be equal besides. */
function sentencesWithGap(finding: Finding | undefined): string[] {
  const words = splitNames(finding?.message ?? '').pattern.split(' ');
  if (words.length < FEWEST_WORDS || words.length > MOST_WORDS) return [];
  return words.map((_, at) =>
    JSON.stringify([finding?.rule, finding?.status, finding?.severity, words.with(at, '')]),
  );
}

/** The rule of the finding that a rule of the policy is about. */
function ruleAbout({ check, details }: Finding): string | undefined {
  return check === 'policy' ? details?.about : undefined;
}

function placeKey(rule: string, { status, location, subject }: Finding): string {
  return JSON.stringify([rule, status, location ?? subject?.image]);
}

function duplicateKey(finding: Finding, rules: RuleBook): string {
  const { rule, status, location, identity, fingerprint } = finding;
  const remedy = isAboutBaseImage(finding, rules)
    ? 'another base image'
    : rules.get(rule)?.clearedBy;
  // What has to leave the image is removed by an edit for each.
  if (!location || !remedy || remedy === 'removal') return fingerprint;
  const at = remedy === 'version-tag' && identity ? identity.holder : location.startLine;
  return JSON.stringify([remedy, status, location.path, at]);
}

/** Whether another image in FROM clears it: no version, the end of support, and the advice that names the image. */
function isAboutBaseImage({ rule, details }: Finding, rules: RuleBook): boolean {
  const remedy = rules.get(rule)?.clearedBy;
  return (
    remedy === 'tagged-base-image' ||
    remedy === 'supported-base-image' ||
    (details !== undefined && 'endOfLife' in details)
  );
}
