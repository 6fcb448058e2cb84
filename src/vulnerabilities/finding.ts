import type { AffectedPackage, Evidence, Upgrade, VulnerabilityDetails } from '../core/details.js';
import type { Finding } from '../core/finding.js';
import { fingerprint, imageName } from '../core/fingerprint.js';
import type { Location } from '../core/location.js';
import type { Package } from '../core/package.js';
import { isDistributionPackage } from '../core/package-url.js';
import { groupBy } from '../lib/group-by.js';
import { plainText, pluralize } from '../lib/text.js';
import { mergeEvidence } from './evidence.js';
import type { ExploitData } from './exploit-data.js';
import { fixDate } from './fix-date.js';
import type { Match } from './match.js';
import type { Query } from './query.js';
import type { Advisory } from './record.js';
import {
  isNotToBeFixed,
  type Rating,
  rate,
  type Scorer,
  UNRATED,
  vendorState,
} from './severity.js';
import type { FixedVulnerability } from './upgrade.js';
import { isValidVersion } from './versions/valid.js';
import { isMaliciousPackage } from './vulnerability.js';

const PRACTICE_TAG = 'practice:image-security';

/** Data for the findings of all packages. */
export interface FindingContext {
  readonly exploitData: ExploitData;
  /** CVE records, for ratings that the advisories lack. */
  readonly cves: ReadonlyMap<string, Advisory>;
  readonly score: Scorer;
  /** The image's reference. */
  readonly image: string | undefined;
  /** Each package has its own findings. */
  readonly isComponentList?: boolean | undefined;
}

/** A package with its vulnerabilities. */
export interface VulnerablePackage {
  readonly query: Query;
  readonly vulnerabilities: readonly FixedVulnerability[];
  readonly upgrade: Upgrade | undefined;
}

/**
 * One finding for each vulnerability and source package, with all packages that were built from it; for a package without
 * a source, with all places of the same version.
 */
export function vulnerabilityFindings(
  vulnerable: readonly VulnerablePackage[],
  context: FindingContext,
): readonly Finding[] {
  const occurrences = vulnerable.flatMap((one) =>
    one.vulnerabilities.map((vulnerability): Occurrence => ({ ...one, ...vulnerability })),
  );
  const keyOf = context.isComponentList
    ? ({ query: { package: pkg }, vulnerability }: Occurrence) =>
        `${vulnerability.id}\n${pkg.purl}\n${pkg.location?.path}`
    : occurrenceKey;
  return [...groupBy(occurrences, keyOf).values()].map((group) => {
    const sorted = group.length > 1 ? group.toSorted(byPlace) : group;
    const [main, ...others] = affectedParts(sorted);
    const evidence = mergeEvidence(sorted.flatMap((one) => one.evidence ?? []));
    // The identity is that of all places: it must not depend on what the programs show.
    const identity = identityOf((sorted[0] as Occurrence).query, context);
    return findingOf({ ...(main as Occurrence), evidence }, others, { ...context, identity });
  });
}

/** A vulnerability of a package. */
type Occurrence = VulnerablePackage & FixedVulnerability;

/** Packages whose versions differ, or of which only some have a fix, need different advice: they stay apart. */
function occurrenceKey(occurrence: Occurrence): string {
  const { query, vulnerability, fixed } = occurrence;
  const { name, version } = query.source;
  const remedy = `${fixed !== undefined}\n${needsPro(occurrence)}`;
  return `${vulnerability.id}\n${query.package.type}\n${name}\n${version}\n${remedy}`;
}

/**
 * What the image shows before what an SBOM claims, then the highest layer first: the layers of the base image are the lowest, so a finding is at a line of your own if one of
 * its packages is.
 */
function byPlace(a: Occurrence, b: Occurrence): number {
  const [one, other] = [a.query.package, b.query.package];
  return (
    Number(one.claimed ?? false) - Number(other.claimed ?? false) ||
    (other.layer?.index ?? -1) - (one.layer?.index ?? -1)
  );
}

/** The packages in the programs and on the platforms that are affected, or may be; all if none is. */
function affectedParts(occurrences: readonly Occurrence[]): readonly Occurrence[] {
  const open = occurrences.filter(({ evidence }) => evidence?.result !== 'not-linked');
  if (open.length === 0) return occurrences;
  return open.map((one) => {
    const { query, evidence } = one;
    if (!evidence || evidence.programs.length === 0) return one;
    const programs = evidence.programs.filter(({ result }) => result !== 'not-linked');
    const names = new Set(programs.map(({ path }) => path));
    const platforms = new Set(programs.map(({ platform = '' }) => platform));
    const pkg: Package = {
      ...query.package,
      paths: query.package.paths.filter((path) => names.has(path)),
      platforms: query.package.platforms?.filter((platform) => platforms.has(platform)),
    };
    return { ...one, query: { ...query, package: pkg } };
  });
}

function findingOf(
  main: Occurrence,
  others: readonly Occurrence[],
  context: FindingContext & { readonly identity: readonly (string | undefined)[] },
): Finding {
  const { query, vulnerability, evidence } = main;
  const { id } = vulnerability;
  const ids =
    others.length === 0
      ? vulnerability.ids
      : [...new Set([main, ...others].flatMap((one) => one.vulnerability.ids))];
  const isMalware = isMaliciousPackage({ ids });
  const rating = rate(vulnerability, context.score, context.cves.get(id));
  const packages = [main, ...others].map((one) => one.query.package);
  const details: VulnerabilityDetails = {
    ...detailsOf(main, rating, context),
    aliases: ids,
    ...(packages.every(({ claimed }) => claimed) && { claimed: true }),
    ...(others.length > 0 && { packages: [main, ...others].map((one) => affected(one, main)) }),
  };
  const place = placeOf(packages, context.image);
  const sentence = isMalware ? malwareMessage(id, details) : vulnerabilityMessage(id, details);
  return {
    rule: id,
    aliases: ids.filter((one) => one !== id),
    check: isMalware ? 'malware' : 'vulnerability',
    severity: isMalware ? 'critical' : (rating.severity ?? UNRATED),
    confidence: confidenceOf(query),
    tags: [PRACTICE_TAG],
    message: isNotLinked(evidence)
      ? sentence
      : `${sentence}${claimOf(details, place)}${placesOf(details, place.subject?.paths ?? [])}`,
    ...place,
    fingerprint: fingerprint(id, ...context.identity),
    ...statusOf(evidence),
    details,
  };
}

/** Low when the order of versions had to be guessed, medium when the version was found in the bytes of a program. */
function confidenceOf({
  ecosystem,
  release,
  version,
  package: { evidence },
}: Query): Finding['confidence'] {
  if (!isValidVersion(ecosystem, version, release)) return 'low';
  return evidence === undefined ? 'high' : 'medium';
}

function isNotLinked(evidence: Evidence | undefined): evidence is Evidence {
  return evidence?.result === 'not-linked';
}

/** A vulnerability whose functions are in no program stays visible, and does not count. */
function statusOf(evidence: Evidence | undefined): Pick<Finding, 'status' | 'exception'> {
  return isNotLinked(evidence)
    ? { status: 'excepted', exception: { source: 'evidence', reason: evidence.reason } }
    : { status: 'new' };
}

/**
 * What identifies a package over rebuilds: the source package of a distribution, whose binary packages come and go; for
 * other packages the path as well, since an image may have several versions.
 */
function identityOf({ package: pkg, source }: Query, { image, isComponentList }: FindingContext) {
  const name = image === undefined ? undefined : imageName(image);
  return isDistributionPackage(pkg.purl) && !isComponentList
    ? [pkg.type, source.name, name]
    : [pkg.type, pkg.name, name, pkg.paths[0]];
}

function affected({ query, fixed }: Occurrence, main: Occurrence): AffectedPackage {
  const { name, version, purl, paths, layer, location } = query.package;
  const isElsewhere = location && !isSameLine(location, main.query.package.location);
  return {
    name,
    installed: version,
    ...(fixed !== undefined && fixed !== main.fixed && { fixed }),
    purl,
    paths,
    ...(layer && { layer: layer.index }),
    ...(isElsewhere && { location }),
  };
}

/** The location, related locations and subject of a finding about these packages, the main one first. */
function placeOf(
  packages: readonly Package[],
  image: string | undefined,
): Pick<Finding, 'location' | 'related' | 'subject'> {
  const [main, ...others] = packages;
  // Most findings are about one package.
  const all = <T>(items: (one: Package) => readonly T[]): readonly T[] =>
    main && others.length === 0 ? items(main) : [...new Set(packages.flatMap(items))];
  const paths = all((one) => one.paths);
  const platforms = all((one) => one.platforms ?? []);
  const related = relatedPlaces(packages);
  return {
    location: main?.location,
    related: related.length > 0 ? related : undefined,
    subject: {
      image,
      layer: main?.layer?.index,
      purl: main?.purl,
      path: paths[0],
      ...(paths.length > 1 && { paths }),
      ...(platforms.length > 0 && { platforms }),
    },
  };
}

/** The lines that copy the main package from elsewhere, and those of the other packages, each once. */
function relatedPlaces([main, ...others]: readonly Package[]): NonNullable<Finding['related']> {
  if (others.length === 0 && !main?.related) return [];
  const lines = [main?.location].filter((line) => line !== undefined);
  const candidates = [
    { name: main?.name, location: main?.related, how: 'is introduced here' },
    ...others.flatMap(({ name, location, related }) => [
      { name, location, how: 'is affected too' },
      { name, location: related, how: 'is introduced here' },
    ]),
  ];
  return candidates.flatMap(({ name, location, how }) => {
    if (!location || lines.some((line) => isSameLine(line, location))) return [];
    lines.push(location);
    return [{ location, message: `${name} ${how}` }];
  });
}

function isSameLine(a: Location, b: Location | undefined): boolean {
  return b !== undefined && a.path === b.path && a.startLine === b.startLine;
}

/** ` (only app/bom.json lists it)`: nothing else in the image shows that it has the package. */
function claimOf({ claimed }: VulnerabilityDetails, { subject }: Pick<Finding, 'subject'>): string {
  return claimed ? ` (only ${clean(subject?.path ?? 'an SBOM')} lists it)` : '';
}

/** The files that have the package, if there are several: each of them must be replaced. */
function placesOf(
  { packages = [], package: name }: VulnerabilityDetails,
  paths: readonly string[],
) {
  const [first, ...others] = paths;
  const isOnePackage = packages.every((one) => one.name === name);
  if (first === undefined || others.length === 0 || !isOnePackage) return '';
  return ` (in ${clean(first)} and ${pluralize(others.length, 'more place')})`;
}

function detailsOf(
  { vulnerability, fixed, query, upgrade, evidence }: Occurrence,
  rating: Rating,
  { exploitData }: FindingContext,
): VulnerabilityDetails {
  const { matches } = vulnerability;
  const { name: source } = query.source;
  const { ids } = vulnerability;
  const scores = ids.flatMap((id) => exploitData.epss.get(id) ?? []);
  const references = matches.flatMap(({ advisory }) => advisory.references);
  return {
    id: matches[0]?.advisory.id ?? vulnerability.id,
    aliases: vulnerability.ids,
    package: query.package.name,
    installed: query.package.version,
    source: source === query.package.name ? undefined : source,
    fixed: fixed ?? null,
    state: fixed === undefined && matches.some(isNotToBeFixed) ? 'will-not-fix' : undefined,
    stateReason: fixed === undefined ? stateReason(query, matches) : undefined,
    ...fixDate(matches, fixed),
    fixRequires: needsPro({ vulnerability, fixed }) ? 'Ubuntu Pro' : undefined,
    cvss: rating.cvss ?? null,
    rating: rating.severity ?? 'unknown',
    ratedBy: rating.source,
    ratedIn: rating.advisory,
    exploited: ids.some((id) => exploitData.exploited.has(id)),
    epss: scores.length > 0 ? Math.max(...scores) : null,
    published: firstPublished(matches) ?? null,
    summary: summaryIn(matches) ?? null,
    references: [...new Set(references)].slice(0, 20),
    sources: ['osv'],
    upgrade: upgrade ?? null,
    evidence,
  };
}

/** The vendor's words for why there is no fix, which say where a rebuild has them from. */
function stateReason({ ecosystem }: Query, matches: readonly Match[]): string | undefined {
  const state = vendorState(matches);
  const isInherited = matches.every(({ row }) => row.ecosystem !== ecosystem);
  return state && isInherited ? `inherited from ${state}` : state;
}

function needsPro({ vulnerability, fixed }: FixedVulnerability): boolean {
  return vulnerability.matches.some((match) => match.pro && match.fixed === fixed);
}

/** The day on which the first of the advisories was published. */
function firstPublished(matches: readonly Match[]): string | undefined {
  const days = matches.flatMap(({ advisory }) => advisory.published?.slice(0, 10) ?? []);
  return days.sort()[0];
}

/** The first summary, without the advisory's rating: it is not the rating of each of its vulnerabilities. */
function summaryIn(matches: readonly Match[]): string | undefined {
  const [summary] = matches.flatMap(({ advisory }) => advisory.summary ?? []);
  return summary?.replace(
    /^(?:Critical|Important|Moderate|Low|Red Hat [A-Z][A-Za-z ]+ Advisory): /,
    '',
  );
}

/** What messages say of a vulnerability without a fixed version. */
export const NO_FIX = 'no fix available';
/** The same, if the distribution does not plan a fix. */
export const WILL_NOT_FIX = 'will not be fixed';

function vulnerabilityMessage(id: string, details: VulnerabilityDetails): string {
  const { fixed, fixRequires, exploited, state, stateReason: why, evidence, upgrade } = details;
  if (isNotLinked(evidence))
    return `${installedName(details)} is not affected by ${id}: ${evidence.reason}`;
  const inTheWild = exploited ? ', which is exploited in the wild' : '';
  const withPro = fixRequires === undefined ? '' : ` with ${fixRequires}`;
  const reason = why === undefined ? '' : ` (${why})`;
  const noFix = `${state === 'will-not-fix' ? WILL_NOT_FIX : NO_FIX}${reason}`;
  // One version in all reports: the one that fixes the other vulnerabilities of the package too.
  const version = upgrade && upgrade.to !== fixed ? `update to ${clean(upgrade.to)}` : undefined;
  const fix = fixed === null ? noFix : `${version ?? `fixed in ${clean(fixed)}`}${withPro}`;
  return `${installedName(details)} is affected by ${id}${inTheWild}${summaryOf(details)}; ${fix}${advisoryRating(details)}`;
}

/** ` (high in advisory ALSA-2024:1)`: the advisory is about several vulnerabilities, and rates the worst of them. */
export function advisoryRating({ rating, ratedIn }: VulnerabilityDetails): string {
  return ratedIn === undefined ? '' : ` (${rating} in advisory ${ratedIn})`;
}

function malwareMessage(id: string, details: VulnerabilityDetails): string {
  return `${installedName(details)} is malicious (${id})${summaryOf(details)}; remove it`;
}

/** `libssl3 3.0.11-1 and 2 more packages of openssl` */
function installedName({
  package: name,
  installed,
  source,
  packages,
}: VulnerabilityDetails): string {
  const installedOne = `${clean(name)} ${clean(installed)}`.trim();
  const more = new Set(packages?.map((one) => one.name)).size - 1;
  return more > 0
    ? `${installedOne} and ${pluralize(more, 'more package')} of ${clean(source ?? name)}`
    : installedOne;
}

function summaryOf({ summary }: VulnerabilityDetails): string {
  return summary ? `: ${summary.replace(/[.\s]+$/, '')}` : '';
}

/** Names and versions come from images: they become one line of limited length. */
function clean(text: string): string {
  return plainText(text, 120);
}
