import type { Finding } from '../core/finding.js';
import { fingerprint, imageName } from '../core/fingerprint.js';
import type { Package } from '../core/package.js';
import type { Severity } from '../core/severity.js';
import { plainText } from '../lib/text.js';
import type { ExploitData } from './exploit-data.js';
import type { Match } from './match.js';
import type { Query } from './query.js';
import type { Advisory } from './record.js';
import { rate, type Scorer } from './severity.js';
import type { FixedVulnerability, Upgrade } from './upgrade.js';
import { isCve, type Vulnerability } from './vulnerability.js';

const ADVICE_TAG = 'practice:image-security';

/** What nobody rated is neither hidden nor cried about. */
const UNRATED: Severity = 'medium';

/** What all findings of one inspection share. */
export interface FindingContext {
  readonly exploitData: ExploitData;
  /** CVE records, for ratings that the advisories do not give. */
  readonly upstream: ReadonlyMap<string, Advisory>;
  readonly score: Scorer;
  /** The image's reference. */
  readonly image: string | undefined;
}

/** The findings for the vulnerabilities of one package (DESIGN §10). */
export function vulnerabilityFindings(
  query: Query,
  fixes: readonly FixedVulnerability[],
  upgrade: Upgrade | undefined,
  context: FindingContext,
): readonly Finding[] {
  const place = placeOf(query.package, context.image);
  return fixes.map((fix) => vulnerabilityFinding(query, fix, place, upgrade, context));
}

type Place = Pick<Finding, 'location' | 'related' | 'subject'>;

function placeOf(pkg: Package, image: string | undefined): Place {
  const [path] = pkg.paths;
  return {
    ...(pkg.location && { location: pkg.location }),
    ...(pkg.related && {
      related: [{ location: pkg.related, message: `${pkg.name} was brought in here` }],
    }),
    subject: {
      ...(image !== undefined && { image }),
      ...(pkg.layer && { layer: pkg.layer.index }),
      purl: pkg.purl,
      ...(path !== undefined && { path }),
    },
  };
}

function vulnerabilityFinding(
  query: Query,
  { vulnerability, fixed }: FixedVulnerability,
  place: Place,
  upgrade: Upgrade | undefined,
  { exploitData, upstream, score, image }: FindingContext,
): Finding {
  const { package: pkg } = query;
  const malware = vulnerability.ids.some((id) => id.startsWith('MAL-'));
  const rating = rate(vulnerability.matches, score, upstream.get(vulnerability.rule));
  const related = relatedCves(vulnerability);
  const lookups = [...vulnerability.ids, ...related];
  const exploited = lookups.some((id) => exploitData.exploited.has(id));
  const epss = lookups.reduce((most, id) => Math.max(most, exploitData.epss.get(id) ?? -1), -1);
  const pro = vulnerability.matches.some((match) => match.pro && match.fixed === fixed);
  const name = image === undefined ? undefined : imageName(image);
  const summary = vulnerability.matches.find(({ advisory }) => advisory.summary)?.advisory.summary;
  return {
    rule: vulnerability.rule,
    aliases: vulnerability.ids.filter((id) => id !== vulnerability.rule),
    check: malware ? 'malware' : 'vulnerability',
    severity: malware ? 'critical' : (rating.severity ?? UNRATED),
    confidence: pkg.evidence === undefined ? 'high' : 'medium',
    tags: [ADVICE_TAG],
    message: sentence({ query, rule: vulnerability.rule, malware, fixed, pro, exploited, summary }),
    ...place,
    fingerprint: fingerprint(vulnerability.rule, pkg.type, pkg.name, name, place.subject?.path),
    status: 'new',
    details: {
      id: vulnerability.matches[0]?.advisory.id ?? vulnerability.rule,
      aliases: vulnerability.ids,
      package: pkg.name,
      installed: pkg.version,
      ...(query.names[0] !== undefined &&
        query.names[0] !== pkg.name && { source: query.names[0] }),
      fixed: fixed ?? null,
      ...(pro && { fixRequires: 'Ubuntu Pro' }),
      cvss: rating.cvss ?? null,
      rating: rating.severity ?? 'unknown',
      ratedBy: rating.source,
      exploited,
      epss: epss < 0 ? null : epss,
      published: firstPublished(vulnerability.matches) ?? null,
      summary: summary ?? null,
      related,
      references: [
        ...new Set(vulnerability.matches.flatMap(({ advisory }) => advisory.references)),
      ].slice(0, 20),
      sources: ['osv'],
      upgrade: upgrade ?? null,
    },
  };
}

/** The day that the first of several records made it public. */
function firstPublished(matches: readonly Match[]): string | undefined {
  const days = matches.flatMap(({ advisory }) => advisory.published?.slice(0, 10) ?? []);
  return days.sort()[0];
}

/** Ids under which the vulnerability may be known elsewhere. AlmaLinux and Rocky name CVEs as related only. */
export function lookupIds(vulnerability: Vulnerability): readonly string[] {
  return [...vulnerability.ids, ...relatedCves(vulnerability)];
}

function relatedCves({ ids, matches }: Vulnerability): readonly string[] {
  if (ids.some(isCve)) return [];
  const cves = matches.flatMap(({ advisory }) =>
    /^(?:AL|RL|RH)[SBE]A-/.test(advisory.id) ? advisory.related.filter(isCve) : [],
  );
  return [...new Set(cves)].slice(0, 200);
}

interface Told {
  readonly query: Query;
  readonly rule: string;
  readonly malware: boolean;
  readonly fixed: string | undefined;
  readonly pro: boolean;
  readonly exploited: boolean;
  readonly summary: string | undefined;
}

function sentence({ query, rule, malware, fixed, pro, exploited, summary }: Told): string {
  const { name, version } = query.package;
  const installed = `${plain(name)} ${plain(version)}`.trim();
  const about = summary ? `: ${summary.replace(/[.\s]+$/, '')}` : '';
  if (malware) return `${installed} is malicious (${rule})${about}; remove it.`;
  const known = exploited ? ', which is exploited in the wild' : '';
  return `${installed} is affected by ${rule}${known}${about}; ${advice(fixed, pro)}.`;
}

function advice(fixed: string | undefined, pro: boolean): string {
  if (fixed === undefined) return 'no fixed version is known';
  return `fixed in ${plain(fixed)}${pro ? ' with Ubuntu Pro' : ''}`;
}

/** Names and versions come from images: one line, of bounded length. */
function plain(text: string): string {
  return plainText(text, 120);
}
