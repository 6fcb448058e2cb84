import type { Upgrade, VulnerabilityDetails } from '../core/details.js';
import type { Finding } from '../core/finding.js';
import { fingerprint, imageName } from '../core/fingerprint.js';
import type { Package } from '../core/package.js';
import { plainText, pluralize } from '../lib/text.js';
import type { ExploitData } from './exploit-data.js';
import type { Match } from './match.js';
import type { Query } from './query.js';
import type { Advisory } from './record.js';
import { type Rating, rate, type Scorer, UNRATED } from './severity.js';
import type { FixedVulnerability } from './upgrade.js';
import { lookupIds, relatedCves } from './vulnerability.js';

const PRACTICE_TAG = 'practice:image-security';

/** Data for the findings of all packages. */
export interface FindingContext {
  readonly exploitData: ExploitData;
  /** CVE records, for ratings that the advisories lack. */
  readonly cves: ReadonlyMap<string, Advisory>;
  readonly score: Scorer;
  /** The image's reference. */
  readonly image: string | undefined;
}

/** A package with its vulnerabilities. */
export interface VulnerablePackage {
  readonly query: Query;
  readonly vulnerabilities: readonly FixedVulnerability[];
  readonly upgrade: Upgrade | undefined;
}

/** One finding for each vulnerability of a package. */
export function vulnerabilityFindings(
  vulnerable: VulnerablePackage,
  context: FindingContext,
): readonly Finding[] {
  const { query, vulnerabilities } = vulnerable;
  const place = placeOf(query.package, context.image);
  const image = context.image === undefined ? undefined : imageName(context.image);
  const { package: pkg } = query;
  return vulnerabilities.map((fixed): Finding => {
    const { id, ids, matches } = fixed.vulnerability;
    const isMalware = ids.some((one) => one.startsWith('MAL-'));
    const rating = rate(matches, context.score, context.cves.get(id));
    const details = detailsOf(fixed, rating, vulnerable, context);
    return {
      rule: id,
      aliases: ids.filter((one) => one !== id),
      check: isMalware ? 'malware' : 'vulnerability',
      severity: isMalware ? 'critical' : (rating.severity ?? UNRATED),
      confidence: pkg.evidence === undefined ? 'high' : 'medium',
      tags: [PRACTICE_TAG],
      message: `${isMalware ? malwareMessage(id, details) : vulnerabilityMessage(id, details)}${placesOf(pkg)}`,
      ...place,
      fingerprint: fingerprint(id, pkg.type, pkg.name, image, place.subject?.path),
      status: 'new',
      details,
    };
  });
}

/** The location, related location and subject of a package's findings. */
function placeOf(
  pkg: Package,
  image: string | undefined,
): Pick<Finding, 'location' | 'related' | 'subject'> {
  return {
    location: pkg.location,
    related: pkg.related && [{ location: pkg.related, message: `${pkg.name} is introduced here` }],
    subject: {
      image,
      layer: pkg.layer?.index,
      purl: pkg.purl,
      path: pkg.paths[0],
      ...(pkg.paths.length > 1 && { paths: pkg.paths }),
      ...(pkg.platforms && { platforms: pkg.platforms }),
    },
  };
}

/** The files that have the package, if there are several: each of them must be replaced. */
function placesOf({ paths: [first, ...others] }: Package): string {
  if (first === undefined || others.length === 0) return '';
  return ` (in ${clean(first)} and ${pluralize(others.length, 'more place')})`;
}

function detailsOf(
  { vulnerability, fixed }: FixedVulnerability,
  rating: Rating,
  { query, upgrade }: VulnerablePackage,
  { exploitData }: FindingContext,
): VulnerabilityDetails {
  const { matches } = vulnerability;
  const [source] = query.names;
  const ids = lookupIds(vulnerability);
  const scores = ids.flatMap((id) => exploitData.epss.get(id) ?? []);
  const requiresPro = matches.some((match) => match.pro && match.fixed === fixed);
  const references = matches.flatMap(({ advisory }) => advisory.references);
  return {
    id: matches[0]?.advisory.id ?? vulnerability.id,
    aliases: vulnerability.ids,
    package: query.package.name,
    installed: query.package.version,
    source: source === query.package.name ? undefined : source,
    fixed: fixed ?? null,
    fixRequires: requiresPro ? 'Ubuntu Pro' : undefined,
    cvss: rating.cvss ?? null,
    rating: rating.severity ?? 'unknown',
    ratedBy: rating.source,
    exploited: ids.some((id) => exploitData.exploited.has(id)),
    epss: scores.length > 0 ? Math.max(...scores) : null,
    published: firstPublished(matches) ?? null,
    summary: matches.find(({ advisory }) => advisory.summary)?.advisory.summary ?? null,
    related: relatedCves(vulnerability),
    references: [...new Set(references)].slice(0, 20),
    sources: ['osv'],
    upgrade: upgrade ?? null,
  };
}

/** The day on which the first of the advisories was published. */
function firstPublished(matches: readonly Match[]): string | undefined {
  const days = matches.flatMap(({ advisory }) => advisory.published?.slice(0, 10) ?? []);
  return days.sort()[0];
}

function vulnerabilityMessage(id: string, details: VulnerabilityDetails): string {
  const { fixed, fixRequires, exploited } = details;
  const inTheWild = exploited ? ', which is exploited in the wild' : '';
  const withPro = fixRequires === undefined ? '' : ` with ${fixRequires}`;
  const fix = fixed === null ? 'no fix available' : `fixed in ${clean(fixed)}${withPro}`;
  return `${installedName(details)} is affected by ${id}${inTheWild}${summaryOf(details)}; ${fix}`;
}

function malwareMessage(id: string, details: VulnerabilityDetails): string {
  return `${installedName(details)} is malicious (${id})${summaryOf(details)}; remove it`;
}

function installedName({ package: name, installed }: VulnerabilityDetails): string {
  return `${clean(name)} ${clean(installed)}`.trim();
}

function summaryOf({ summary }: VulnerabilityDetails): string {
  return summary ? `: ${summary.replace(/[.\s]+$/, '')}` : '';
}

/** Names and versions come from images: they become one line of limited length. */
function clean(text: string): string {
  return plainText(text, 120);
}
