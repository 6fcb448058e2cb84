import { join } from 'node:path';
import type { Coverage, MissingFact } from '../core/coverage.js';
import { type Finding, vulnerabilityDetails } from '../core/finding.js';
import type { Host } from '../core/host.js';
import type { Distribution, Package } from '../core/package.js';
import type { Incomplete, Note } from '../core/report.js';
import { compareUrgency } from '../core/urgency.js';
import { PortsideError } from '../lib/errors.js';
import { temporaryFolder } from '../lib/run-resources.js';
import { compareText, pluralize } from '../lib/text.js';
import { notesOnAge } from '../releases/tables.js';
import { findGaps, gapOf } from './coverage.js';
import { endOfLifeFinding } from './end-of-life.js';
import { evidenceOf, type ImagePrograms } from './evidence.js';
import type { ExploitData } from './exploit-data.js';
import type { FindPlace } from './external-reports/file-results.js';
import { withExploitData } from './external-reports/finding.js';
import { mergeExternalFindings } from './external-reports/merge.js';
import { type ExternalReport, readExternalReport } from './external-reports/read.js';
import {
  type ExploitDataOptions,
  type FeedAddresses,
  findFeedFile,
  loadExploitData,
  OFFICIAL_FEEDS,
} from './feeds.js';
import { vulnerabilityFindings } from './finding.js';
import { isKernelHeaders, kernelHeadersNote } from './kernel-headers.js';
import { type AdvisoryIndex, indexAdvisories, matchAdvisories } from './match.js';
import { speaksOf, splitOwned } from './owners.js';
import { withoutDuplicates } from './programs.js';
import { isQuery, type Query, queryFor, type UnsupportedPackage } from './query.js';
import type { Advisory, Vector } from './record.js';
import {
  type AdvisorySource,
  EMPTY_RESULT,
  mergeResults,
  type SourceResult,
} from './records/source.js';
import { rate, scorerFor, UNRATED } from './severity.js';
import { needsNetwork, openSource, type SourceOptions } from './sources/open.js';
import { rememberUnaffected, withoutUnaffected } from './unaffected.js';
import { replacementFor } from './unnamed.js';
import { type FixedVulnerability, upgradeOf, withFixedVersion } from './upgrade.js';
import { applyVex, type VexCount, type VexResult } from './vex/apply.js';
import type { FoundVexBase } from './vex/base-image.js';
import { readVex, type VexSource } from './vex/read.js';
import type { VexDocument } from './vex/statement.js';
import { groupMatches, isCve, isMaliciousPackage, type Vulnerability } from './vulnerability.js';

export interface VulnerabilityOptions extends SourceOptions {
  /** The image's reference, for subjects and fingerprints. */
  readonly image?: string | undefined;
  /** The image's digest, for VEX statements about it. */
  readonly digest?: string | undefined;
  /** The digest of the index that lists it, for the same. */
  readonly root?: string | undefined;
  /** Its platform, `linux/arm64`, for the same. */
  readonly platform?: string | undefined;
  /** `image` is the name of a file or folder. */
  readonly isFile?: boolean | undefined;
  /** Nothing says that the packages are in one image: each has its own findings, also if they have the same source. */
  readonly isComponentList?: boolean | undefined;
  /** The target of notes and incomplete checks; the image by default. */
  readonly target?: string | undefined;
  /** CISA's catalog of known exploited vulnerabilities, JSON. */
  readonly kev?: string | undefined;
  /** FIRST's EPSS scores, CSV, plain or gzipped. */
  readonly epss?: string | undefined;
  /** Where to download both when no file is given; the official addresses by default. */
  readonly feeds?: FeedAddresses | undefined;
  /** OpenVEX, CSAF or CycloneDX VEX files. */
  readonly vex?: readonly VexSource[] | undefined;
  /** VEX documents that were parsed before, such as attestations of the image. */
  readonly vexDocuments?: readonly VexDocument[] | undefined;
  /** Finds the base image of the image, if a document may be about it, or why it cannot be used. */
  readonly vexBase?: ((documents: readonly VexDocument[]) => Promise<FoundVexBase>) | undefined;
  /** JSON reports of trivy and grype and SARIF files, to merge with our findings. */
  readonly externalReports?: readonly string[] | undefined;
  /** Finds the files of the repository that these reports name, if they are about it. */
  readonly findPlace?: FindPlace | undefined;
  /** Older advisories make the result incomplete. */
  readonly maximumAgeDays?: number | undefined;
  /** The Go programs of the inspected images, which show whether they contain vulnerable functions. */
  readonly goPrograms?: readonly ImagePrograms[] | undefined;
  readonly now: Date;
}

/** An Inspection without targets and packages, which the caller adds. */
export interface VulnerabilityInspection {
  /** The most urgent first. */
  readonly findings: readonly Finding[];
  readonly incomplete: readonly Incomplete[];
  readonly notes: readonly Note[];
  /** One row: whether the advisories cover the packages of the target. */
  readonly coverage: readonly Coverage[];
  /** Facts about the vulnerabilities that could not be had. */
  readonly missingFacts: readonly MissingFact[];
}

/**
 * Finds the known vulnerabilities of packages, malicious packages and the end of life of the distribution, and reports
 * what could not be checked. Throws PortsideError (usage) for an unreadable file of the user.
 */
export async function inspectVulnerabilities(
  packages: readonly Package[],
  distribution: Distribution | undefined,
  options: VulnerabilityOptions,
  host: Host,
): Promise<VulnerabilityInspection> {
  const { now, image, maximumAgeDays, goPrograms = [] } = options;
  const documents = await vexDocumentsOf(options);
  const reports: ExternalReport[] = [];
  for (const path of options.externalReports ?? [])
    reports.push(await readExternalReport(path, image, options.findPlace));
  const headers = packages.filter(isKernelHeaders);
  const { source, result, queries, unsupported } = await lookUp(
    withoutDuplicates(packages).filter((pkg) => !isKernelHeaders(pkg)),
    distribution,
    options,
    host,
  );
  const { name } = source;
  const gaps = findGaps({ queries, unsupported, result, source: name, now, maximumAgeDays });
  const index = indexAdvisories(result.advisories);
  const affected = matchAll(queries, index);
  const unaffected = affected.filter((one) => one.vulnerabilities.length === 0);
  rememberUnaffected(unaffected, source, result);
  const reported = reports.flatMap((report) => report.findings);
  const { exploitData, ...exploits } = await loadExploitData(
    cvesOf(affected, reported),
    await exploitDataOptions(options),
    host,
  );
  const about = { image, isComponentList: options.isComponentList, goPrograms };
  const own = await findVulnerabilities(affected, { source, index, exploitData, ...about });
  const vulnerabilities = mergeExternalFindings(
    own,
    reported.map((finding) => withExploitData(finding, exploitData)),
  ).toSorted(byUrgency);
  const ended = endOfLifeFinding(distribution, now, image);
  const findings = ended ? [ended, ...vulnerabilities] : vulnerabilities;
  const vex = await exceptByVex(findings, documents, distribution, options);
  const target = options.target ?? image ?? 'packages';
  const counted = vulnerabilities.filter(({ check }) => check === 'vulnerability');
  const notes = [
    ...gaps.notes,
    ...kernelHeadersNote(headers),
    ...exploits.notes,
    ...notesAbout(counted, distribution, { now, maximumAgeDays }),
    ...vexNotes(vex.counts, counted.length),
    ...vex.problems,
  ];
  return {
    findings: vex.findings,
    incomplete: gaps.incomplete.map((reason) => ({ check: 'vulnerability', target, reason })),
    notes: notes.map((message) => ({ check: 'vulnerability', target, message })),
    coverage: [
      { check: 'vulnerability', target, ...gaps.coverage },
      ...reports.flatMap((one) => reportGap(one, options.findPlace)),
    ],
    missingFacts: exploits.missing.map((fact) => ({ ...fact, target })),
  };
}

async function vexDocumentsOf({
  vex = [],
  vexDocuments = [],
}: VulnerabilityOptions): Promise<readonly VexDocument[]> {
  return [...(await Promise.all(vex.map(readVex))), ...vexDocuments];
}

/** The findings after all VEX documents were applied, and what of the documents has no effect. */
async function exceptByVex(
  findings: readonly Finding[],
  documents: readonly VexDocument[],
  distribution: Distribution | undefined,
  options: VulnerabilityOptions,
): Promise<VexResult & { readonly problems: readonly string[] }> {
  const { image: name, digest, root, platform, isFile, vexBase } = options;
  const { base, problem } = (documents.length > 0 && (await vexBase?.(documents))) || {};
  const image = { name, digest, root, platform, isFile, distribution };
  return {
    ...applyVex(findings, documents, image, base),
    problems: [
      ...documents.flatMap(({ problems }) => problems.map((one) => `VEX document ${one}`)),
      ...(problem === undefined ? [] : [problem]),
    ],
  };
}

/** The row for an external report that is not merged completely. */
function reportGap({ path, leftOut }: ExternalReport, findPlace?: FindPlace): Coverage[] {
  if (leftOut === undefined) return [];
  const what = `vulnerabilities of packages${findPlace ? ' and SARIF results about files' : ''}`;
  const reason = `Only ${what} are merged; not merged: ${leftOut}`;
  return [{ check: 'vulnerability', target: path, state: 'partial', reason }];
}

/** The most urgent first; equally urgent ones by package, then the newest id first. */
function byUrgency(a: Finding, b: Finding): number {
  return (
    compareUrgency(a, b) ||
    compareText(
      String(vulnerabilityDetails(a)?.package),
      String(vulnerabilityDetails(b)?.package),
    ) ||
    compareText(b.rule, a.rule)
  );
}

interface LookedUp extends Advisories {
  readonly queries: readonly Query[];
  readonly unsupported: readonly UnsupportedPackage[];
}

/**
 * Looks up the packages: first without those that a package of the distribution owns, then what takes the place of packages
 * that their advisories do not name (see unnamed.ts), then the owned packages whose owner the distribution's advisories do
 * not speak of (see owners.ts).
 */
async function lookUp(
  packages: readonly Package[],
  distribution: Distribution | undefined,
  options: VulnerabilityOptions,
  host: Host,
): Promise<LookedUp> {
  const { others, owned } = splitOwned(packages, (pkg) => queryFor(pkg, distribution));
  const first = splitAnswers(others.map((pkg) => queryFor(pkg, distribution)));
  let found = await queryAdvisories(first.queries, options, host);
  const { result } = found;
  const named = replacementFor(result, (query) => gapOf(query, result, '') !== undefined);
  const own = splitAnswers(first.queries.map(named));
  const asked = new Set(first.queries);
  const replaced = own.queries.filter((query) => !asked.has(query));
  if (replaced.length > 0) found = withMore(found, await queryAdvisories(replaced, options, host));
  const left = owned.filter(({ owner }) => {
    const answer = named(owner);
    return !isQuery(answer) || !speaksOf(answer, found.result);
  });
  const second = splitAnswers(left.map(({ package: pkg }) => queryFor(pkg, distribution)));
  if (left.length > 0)
    found = withMore(found, await queryAdvisories(second.queries, options, host));
  return {
    ...found,
    queries: [...own.queries, ...second.queries],
    unsupported: [...first.unsupported, ...own.unsupported, ...second.unsupported],
  };
}

function withMore(found: Advisories, more: Advisories): Advisories {
  return {
    source: found.source.name === NO_SOURCE.name ? more.source : found.source,
    result: mergeResults(found.result, more.result),
  };
}

function splitAnswers(answers: readonly (Query | UnsupportedPackage)[]): {
  readonly queries: readonly Query[];
  readonly unsupported: readonly UnsupportedPackage[];
} {
  return {
    queries: answers.filter(isQuery),
    unsupported: answers.filter((answer): answer is UnsupportedPackage => !isQuery(answer)),
  };
}

const NO_SOURCE: AdvisorySource = { name: 'no advisories', find: async () => EMPTY_RESULT };

interface Advisories {
  readonly source: AdvisorySource;
  readonly result: SourceResult;
}

/**
 * A source that cannot be used makes the result incomplete; the other results are kept. Advisories that an option names
 * are opened even if no package needs them: otherwise a wrong path would pass until the image has packages.
 */
async function queryAdvisories(
  queries: readonly Query[],
  options: VulnerabilityOptions,
  host: Host,
): Promise<Advisories> {
  const isNamed = (options.database ?? options.advisories) !== undefined;
  if (queries.length === 0 && !isNamed) return { source: NO_SOURCE, result: EMPTY_RESULT };
  try {
    const source = await openSource(options, host);
    return { source, result: await source.find(withoutUnaffected(queries, source)) };
  } catch (error) {
    if (!(error instanceof PortsideError) || error.kind === 'usage') throw error;
    const problems = [{ message: error.message }];
    return { source: NO_SOURCE, result: { ...EMPTY_RESULT, problems } };
  }
}

/** The findings for all vulnerabilities of all packages, each with the version to upgrade its package to. */
async function findVulnerabilities(
  affected: readonly AffectedQuery[],
  { source, index, exploitData, goPrograms, ...about }: FindingSources,
): Promise<readonly Finding[]> {
  const all = affected.flatMap(({ vulnerabilities }) => vulnerabilities);
  const cves = await lookUpUnratedCves(all, source);
  const score = await scorerFor([
    ...vectorsOf(all),
    ...[...cves.values()].map(({ severity }) => severity),
  ]);
  const vulnerable = affected.map(({ query, vulnerabilities }) => {
    const fixed = vulnerabilities.map((vulnerability): FixedVulnerability => {
      const evidence = isMaliciousPackage(vulnerability)
        ? undefined
        : evidenceOf(query.package, vulnerability.matches, goPrograms);
      return { ...withFixedVersion(query, vulnerability), evidence };
    });
    const counted = fixed.filter(({ evidence }) => evidence?.result !== 'not-linked');
    return { query, vulnerabilities: fixed, upgrade: upgradeOf(query, counted, index) };
  });
  return vulnerabilityFindings(vulnerable, { exploitData, cves, score, ...about });
}

interface FindingSources {
  readonly source: AdvisorySource;
  readonly index: AdvisoryIndex;
  readonly exploitData: ExploitData;
  readonly image: string | undefined;
  readonly isComponentList: boolean | undefined;
  readonly goPrograms: readonly ImagePrograms[];
}

interface AffectedQuery {
  readonly query: Query;
  readonly vulnerabilities: readonly Vulnerability[];
}

function matchAll(queries: readonly Query[], index: AdvisoryIndex): readonly AffectedQuery[] {
  return queries.map((query) => ({
    query,
    vulnerabilities: groupMatches(matchAdvisories(query, index)),
  }));
}

/** The CVEs to look up in KEV and EPSS. */
function cvesOf(
  affected: readonly AffectedQuery[],
  reported: readonly Finding[],
): ReadonlySet<string> {
  return new Set(
    [
      ...affected.flatMap(({ vulnerabilities }) => vulnerabilities.flatMap(({ ids }) => ids)),
      ...reported.flatMap(({ rule, aliases }) => [rule, ...aliases]),
    ].filter(isCve),
  );
}

/** Feeds are downloaded only when advisories are too: with a local folder or database nothing uses the network. */
async function exploitDataOptions({
  kev,
  epss,
  cache,
  ...options
}: VulnerabilityOptions): Promise<ExploitDataOptions> {
  const { database, advisories, offline, maximumAgeDays, now } = options;
  const online = needsNetwork(options);
  const folder = online ? undefined : (database ?? advisories);
  const inFolder = async (feed: keyof FeedAddresses) =>
    folder === undefined ? undefined : findFeedFile(folder, feed);
  return {
    kev: kev ?? (await inFolder('kev')),
    epss: epss ?? (await inFolder('epss')),
    feeds: online && !offline ? (options.feeds ?? OFFICIAL_FEEDS) : undefined,
    folder: join(cache ?? temporaryFolder(), 'feeds'),
    maximumAgeDays,
    now,
  };
}

/** The CVE records of vulnerabilities that no advisory of their own rates, where the source has them. */
async function lookUpUnratedCves(
  vulnerabilities: readonly Vulnerability[],
  source: AdvisorySource,
): Promise<ReadonlyMap<string, Advisory>> {
  const records = new Map<string, Advisory>();
  if (!source.lookup) return records;
  const score = await scorerFor(vectorsOf(vulnerabilities));
  const unrated: string[] = [];
  for (const vulnerability of vulnerabilities) {
    const { severity, advisory } = rate(vulnerability, score);
    if (isCve(vulnerability.id) && (severity === undefined || advisory !== undefined))
      unrated.push(vulnerability.id);
  }
  for (const advisory of await source.lookup([...new Set(unrated)]))
    records.set(advisory.id, advisory);
  return records;
}

function* vectorsOf(vulnerabilities: readonly Vulnerability[]): Generator<readonly Vector[]> {
  for (const { matches } of vulnerabilities)
    for (const { advisory, row } of matches) {
      yield row.severity;
      yield advisory.severity;
    }
}

function notesAbout(
  findings: readonly Finding[],
  distribution: Distribution | undefined,
  { now, maximumAgeDays }: Pick<VulnerabilityOptions, 'now' | 'maximumAgeDays'>,
): readonly string[] {
  const age = distribution ? notesOnAge(['lifetimes'], now, maximumAgeDays) : [];
  return [...age, ...unratedNote(findings), ...notLinkedNote(findings)];
}

function vulnerabilitiesIn(total: number): string {
  return pluralize(total, 'vulnerability', 'vulnerabilities');
}

function unratedNote(findings: readonly Finding[]): readonly string[] {
  const unrated = findings.filter(
    (finding) => vulnerabilityDetails(finding)?.rating === 'unknown',
  ).length;
  if (unrated === 0) return [];
  const verbs = unrated === 1 ? ['has', 'counts'] : ['have', 'count'];
  return [
    `${unrated} of ${vulnerabilitiesIn(findings.length)} ${verbs[0]} no severity rating and ${verbs[1]} as ${UNRATED}`,
  ];
}

function notLinkedNote(findings: readonly Finding[]): readonly string[] {
  const count = findings.filter(({ exception }) => exception?.source === 'evidence').length;
  if (count === 0) return [];
  const verb = count === 1 ? 'does' : 'do';
  return [
    `${count} of ${vulnerabilitiesIn(findings.length)} ${verb} not affect the image: the vulnerable Go code is not in its programs`,
  ];
}

function vexNotes(counts: readonly VexCount[], total: number): readonly string[] {
  return counts.map(({ document, suppressed }) =>
    suppressed > 1 && suppressed === total
      ? `VEX document ${document} suppresses all ${total} vulnerabilities; check that you trust its author`
      : `VEX document ${document} suppresses ${suppressed} of ${vulnerabilitiesIn(total)}`,
  );
}
