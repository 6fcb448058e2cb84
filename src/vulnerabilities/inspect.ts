import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Finding, vulnerabilityDetails } from '../core/finding.js';
import type { Host } from '../core/host.js';
import type { Distribution, Package } from '../core/package.js';
import type { Incomplete, Note } from '../core/report.js';
import { compareUrgency } from '../core/urgency.js';
import { PortsideError } from '../lib/errors.js';
import { compareText } from '../lib/text.js';
import { findGaps } from './coverage.js';
import { endOfLifeFinding } from './end-of-life.js';
import { mergeExternalFindings } from './external-reports/merge.js';
import { type ExternalReport, readExternalReport } from './external-reports/read.js';
import {
  type ExploitDataOptions,
  type FeedAddresses,
  findFeedFile,
  loadExploitData,
  OFFICIAL_FEEDS,
} from './feeds.js';
import { lookupIds, vulnerabilityFindings } from './finding.js';
import { type AdvisoryIndex, indexAdvisories, match } from './match.js';
import { isQuery, type Query, queryFor, type UnsupportedPackage } from './query.js';
import type { Advisory, Vector } from './record.js';
import { rate, scorerFor } from './severity.js';
import { needsNetwork, openSource, type SourceOptions } from './sources/open.js';
import { type AdvisorySource, EMPTY_RESULT, type SourceResult } from './sources/source.js';
import { upgradeOf, withFixedVersion } from './upgrade.js';
import { applyVex } from './vex/apply.js';
import { readVex, type VexSource } from './vex/read.js';
import type { VexDocument } from './vex/statement.js';
import { groupMatches, isCve, type Vulnerability } from './vulnerability.js';

export interface VulnerabilityOptions extends SourceOptions {
  /** The image's reference, for subjects and fingerprints. */
  readonly image?: string | undefined;
  /** The image's digest, for VEX statements about it. */
  readonly digest?: string | undefined;
  /** What notes and incompleteness are about; the image by default. */
  readonly target?: string | undefined;
  /** CISA's catalog of known exploited vulnerabilities, JSON. */
  readonly kev?: string | undefined;
  /** FIRST's EPSS scores, CSV, plain or gzipped. */
  readonly epss?: string | undefined;
  /** Where those are fetched from when no file is given; the official addresses by default. */
  readonly feeds?: FeedAddresses | undefined;
  /** OpenVEX, CSAF or CycloneDX VEX files. */
  readonly vex?: readonly VexSource[] | undefined;
  /** VEX documents that are already read, such as attestations of the image. */
  readonly vexDocuments?: readonly VexDocument[] | undefined;
  /** JSON reports of trivy and grype and SARIF files, merged with what is found here. */
  readonly externalReports?: readonly string[] | undefined;
  /** Advisories older than this make the result incomplete. */
  readonly maximumAgeDays?: number | undefined;
  readonly now: Date;
}

/** An Inspection without targets and packages: those are the caller's. */
export interface VulnerabilityInspection {
  /** The most urgent first. */
  readonly findings: readonly Finding[];
  readonly incomplete: readonly Incomplete[];
  readonly notes: readonly Note[];
}

/**
 * The known vulnerabilities of packages, malicious packages and the end of the distribution's life, and what could not be
 * checked. Throws PortsideError: usage for a file that the user named and that cannot be read.
 */
export async function inspectVulnerabilities(
  packages: readonly Package[],
  distribution: Distribution | undefined,
  options: VulnerabilityOptions,
  host: Host,
): Promise<VulnerabilityInspection> {
  const target = options.target ?? options.image ?? 'packages';
  const documents = [
    ...(await Promise.all((options.vex ?? []).map(readVex))),
    ...(options.vexDocuments ?? []),
  ];
  const imports: ExternalReport[] = [];
  for (const path of options.externalReports ?? [])
    imports.push(await readExternalReport(path, options.image));
  const { queries, notCovered } = sortOut(packages, distribution);
  const { source, found } = await ask(queries, options, host);
  const index = indexAdvisories(found.advisories);
  const { now, maximumAgeDays: maximumDays } = options;
  const gaps = findGaps(queries, notCovered, found, source.name, { now, maximumDays });
  const own = await assess(queries, index, source, options, host);
  const vulnerabilities = mergeExternalFindings(
    own.findings,
    imports.flatMap((read) => read.findings),
  ).toSorted(byUrgency);
  const ended = endOfLifeFinding(distribution, now, options.image);
  const suppression = applyVex(ended ? [ended, ...vulnerabilities] : vulnerabilities, documents, {
    name: options.image,
    digest: options.digest,
  });
  const notes = [
    ...gaps.notes,
    ...own.notes,
    ...imports.flatMap((read) => read.notes),
    ...unratedNote(vulnerabilities),
    ...vexNotes(suppression.counts, vulnerabilities.length),
  ];
  return {
    findings: suppression.findings,
    incomplete: gaps.incomplete.map((reason) => ({ check: 'vulnerability', target, reason })),
    notes: notes.map((message) => ({ check: 'vulnerability', target, message })),
  };
}

/** The most urgent first; of equally urgent ones by package, the newest id first. */
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

/** Files of a distribution's package are its advisories' matter: the ecosystem's know nothing of backported fixes. */
function sortOut(
  packages: readonly Package[],
  distribution: Distribution | undefined,
): { readonly queries: readonly Query[]; readonly notCovered: readonly UnsupportedPackage[] } {
  const answers = packages
    .filter(({ ownedBy }) => ownedBy === undefined)
    .map((pkg) => queryFor(pkg, distribution));
  return {
    queries: answers.filter(isQuery),
    notCovered: answers.filter((answer): answer is UnsupportedPackage => !isQuery(answer)),
  };
}

/** What the source says. One that cannot be used makes the result incomplete and leaves the rest of it. */
async function ask(
  queries: readonly Query[],
  options: VulnerabilityOptions,
  host: Host,
): Promise<{ readonly source: AdvisorySource; readonly found: SourceResult }> {
  const nothing: AdvisorySource = { name: 'no advisories', find: async () => EMPTY_RESULT };
  if (queries.length === 0) return { source: nothing, found: EMPTY_RESULT };
  try {
    const source = await openSource(options, host);
    return { source, found: await source.find(queries) };
  } catch (error) {
    if (!(error instanceof PortsideError) || error.kind === 'usage') throw error;
    const problems = [{ message: error.message }];
    return { source: nothing, found: { ...EMPTY_RESULT, problems } };
  }
}

/** Every vulnerability of every package, each with the version to upgrade its package to. */
async function assess(
  queries: readonly Query[],
  index: AdvisoryIndex,
  source: AdvisorySource,
  options: VulnerabilityOptions,
  host: Host,
): Promise<{ readonly findings: readonly Finding[]; readonly notes: readonly string[] }> {
  const found = queries.map((query) => ({
    query,
    vulnerabilities: groupMatches(match(query, index)),
  }));
  const cves = new Set(
    found.flatMap(({ vulnerabilities }) => vulnerabilities.flatMap(lookupIds)).filter(isCve),
  );
  const { urgency, notes } = await loadExploitData(cves, await urgencyOptions(options), host);
  const vulnerabilities = found.flatMap((one) => one.vulnerabilities);
  const upstream = await rateUpstream(vulnerabilities, source);
  const score = await scorerFor([
    ...vectorsOf(vulnerabilities),
    ...[...upstream.values()].map(({ severity }) => severity),
  ]);
  const context = { exploitData: urgency, upstream, score, image: options.image };
  const all: Finding[] = [];
  for (const { query, vulnerabilities } of found) {
    const fixes = vulnerabilities.map((vulnerability) => withFixedVersion(query, vulnerability));
    const upgrade = upgradeOf(query, fixes, index);
    for (const finding of vulnerabilityFindings(query, fixes, upgrade, context)) all.push(finding);
  }
  return { findings: all, notes };
}

/** Feeds are asked where advisories are fetched too: whoever gives a folder works without a network. */
async function urgencyOptions({
  kev,
  epss,
  cache,
  ...options
}: VulnerabilityOptions): Promise<ExploitDataOptions> {
  const { database, advisories, offline } = options;
  const fetched = needsNetwork(options);
  const local = fetched ? undefined : (database ?? advisories);
  const beside = async (feed: keyof FeedAddresses) =>
    local === undefined ? undefined : findFeedFile(local, feed);
  return {
    kev: kev ?? (await beside('kev')),
    epss: epss ?? (await beside('epss')),
    feeds: fetched && !offline ? (options.feeds ?? OFFICIAL_FEEDS) : undefined,
    folder: join(cache ?? join(tmpdir(), 'portside'), 'feeds'),
  };
}

const MOST_LOOKUPS = 500;

/** The CVE records of vulnerabilities that no advisory rates, where the source has them. */
async function rateUpstream(
  vulnerabilities: readonly Vulnerability[],
  source: AdvisorySource,
): Promise<ReadonlyMap<string, Advisory>> {
  const records = new Map<string, Advisory>();
  if (!source.lookup) return records;
  const score = await scorerFor(vectorsOf(vulnerabilities));
  const unrated: string[] = [];
  for (const { rule, matches } of vulnerabilities)
    if (isCve(rule) && rate(matches, score).severity === undefined) unrated.push(rule);
  for (const advisory of await source.lookup([...new Set(unrated)].slice(0, MOST_LOOKUPS)))
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

function unratedNote(vulnerabilities: readonly Finding[]): readonly string[] {
  // Malicious packages are critical whoever rates them.
  const unrated = vulnerabilities.filter(
    (finding) =>
      finding.check === 'vulnerability' && vulnerabilityDetails(finding)?.rating === 'unknown',
  ).length;
  return unrated === 0
    ? []
    : [
        `${unrated} of ${vulnerabilities.length} vulnerabilities are rated by nobody and count as medium`,
      ];
}

function vexNotes(
  counts: readonly { readonly document: string; readonly suppressed: number }[],
  total: number,
): readonly string[] {
  return counts.map(({ document, suppressed }) =>
    suppressed > 1 && suppressed === total
      ? `Warning: ${document} suppresses all ${total} vulnerabilities that were found: check who wrote it`
      : `${document} suppresses ${suppressed} of ${total} vulnerabilities`,
  );
}
