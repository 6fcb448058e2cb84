import type { Cvss } from '../core/details.js';
import type { Severity } from '../core/severity.js';
import type { Match } from './match.js';
import type { Advisory, Vector } from './record.js';
import type { Vulnerability } from './vulnerability.js';

/** The severity of a vulnerability that nobody has rated. */
export const UNRATED: Severity = 'medium';

/** The severity of a vulnerability, and who rated it. */
export interface Rating {
  /** Undefined when nobody rated it. */
  readonly severity: Severity | undefined;
  /** The vector of the highest CVSS version, with its base score. */
  readonly cvss: Cvss | undefined;
  readonly source: 'distribution' | 'cvss' | 'database' | 'advisory' | 'unknown';
  /** With `advisory`: the id of the advisory, which is about several vulnerabilities and rates the worst of them. */
  readonly advisory?: string;
}

/**
 * The distribution's own rating for its package, else the base score of the highest CVSS version, from the first
 * advisory that has one, else the severity word of its database. Vectors of the affected row take precedence over those
 * of the advisory; `cve`, the CVE's own record, comes last. Only if none of them rates the vulnerability, the rating of an
 * advisory about several vulnerabilities counts, which is that of the worst of them.
 */
export function rate(
  { matches, own }: Pick<Vulnerability, 'matches' | 'own'>,
  score: Scorer,
  cve?: Advisory,
): Rating {
  const rating = ratingOf(own, score, cve);
  if (rating.severity !== undefined) return rating;
  for (const match of matches) {
    const { severity } = ratingOf([match], score);
    if (severity) return { ...rating, severity, source: 'advisory', advisory: match.advisory.id };
  }
  return rating;
}

function ratingOf(matches: readonly Match[], score: Scorer, cve?: Advisory): Rating {
  const cvss = firstCvss(matches, score) ?? (cve && highestCvss(cve.severity, score));
  for (const match of matches) {
    const severity = distributionRating(match);
    if (severity) return { severity, cvss, source: 'distribution' };
  }
  if (cvss) return { severity: severityOfScore(cvss.score), cvss, source: 'cvss' };
  for (const word of [...matches.map(({ advisory }) => advisory.rating), cve?.rating]) {
    const severity = severityOfWord(word);
    if (severity) return { severity, cvss, source: 'database' };
  }
  return { severity: undefined, cvss, source: 'unknown' };
}

/** Whether a vulnerability of the advisory may get its rating only from elsewhere: it has none, or is about several. */
export function needsCveRating(advisory: Advisory, score: Scorer): boolean {
  return advisory.affected.some(
    (row) =>
      ratingOf([{ advisory, row, rows: [row], fixed: undefined, pro: false }], score).severity ===
      undefined,
  );
}

function firstCvss(matches: readonly Match[], score: Scorer): Cvss | undefined {
  for (const { advisory, row } of matches) {
    const cvss = highestCvss(row.severity, score) ?? highestCvss(advisory.severity, score);
    if (cvss) return cvss;
  }
  return undefined;
}

/** A distribution's rating considers how it builds and uses the package. */
function distributionRating({ advisory, row }: Match): Severity | undefined {
  switch (row.ecosystem) {
    case 'Debian':
      return severityOfWord(row.urgency?.replace(/\*+$/, ''));
    case 'Ubuntu':
      return severityOfWord(
        ubuntuPriority(row.severity) ?? row.urgency ?? ubuntuPriority(advisory.severity),
      );
    case 'AlmaLinux':
    case 'Rocky Linux':
      return severityOfWord(advisory.summary?.match(/^([A-Za-z]+):/)?.[1]);
    // Vendor feeds: see vendor-feeds/.
    case 'Amazon Linux':
    case 'Arch Linux':
    case 'Bottlerocket':
    case 'Fedora':
    case 'openEuler':
    case 'Oracle Linux':
      return severityOfWord(advisory.rating);
    case 'Red Hat':
    case 'SUSE':
    case 'openSUSE':
      return severityOfWord(row.urgency);
    default:
      return undefined;
  }
}

/**
 * Whether the distribution says that it does not fix the vulnerability in its release. Source: Debian's security tracker,
 * "urgency": `unimportant` is not an issue for its package, `end-of-life` is a package that gets no more fixes.
 */
export function isNotToBeFixed({ row: { ecosystem, urgency, vendor } }: Match): boolean {
  return (
    (ecosystem === 'Debian' && /^(?:end-of-life|unimportant)\**$/.test(urgency ?? '')) ||
    NEVER_FIXED.has(vendor?.state?.toLowerCase() ?? '')
  );
}

/** Source: redhatproductsecurity.github.io/security-data-guidelines/csaf-vex, `no_fix_planned`; Debian's `nodsa_reason`. */
const NEVER_FIXED: ReadonlySet<string> = new Set([
  'will not fix',
  'out of support scope',
  'ignored',
  'end of life',
]);

/** Why there is no fix, in the vendor's words: `Red Hat: Will not fix`. */
export function vendorState(matches: readonly Match[]): string | undefined {
  for (const { row, fixed } of matches)
    if (fixed === undefined && row.vendor?.state) return `${row.ecosystem}: ${row.vendor.state}`;
  return undefined;
}

function ubuntuPriority(vectors: readonly Vector[]): string | undefined {
  return vectors.find(({ type }) => type === 'Ubuntu')?.score;
}

/** Undefined for every other word: Debian's "not yet assigned" and "end-of-life" are not severities. */
function severityOfWord(word: string | undefined): Severity | undefined {
  switch (word?.toLowerCase()) {
    case 'critical':
      return 'critical';
    case 'high':
    case 'important':
      return 'high';
    case 'medium':
    case 'moderate':
      return 'medium';
    case 'low':
      return 'low';
    case 'negligible':
    case 'unimportant':
    case 'none':
      return 'info';
    default:
      return undefined;
  }
}

/** Source: CVSS v4.0 specification, section 6, "Qualitative Severity Rating Scale"; the same in v3.1. */
export function severityOfScore(score: number): Severity {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'info';
}

const CVSS_TYPES = ['CVSS_V4', 'CVSS_V3', 'CVSS_V2'];

function highestCvss(vectors: readonly Vector[], score: Scorer): Cvss | undefined {
  for (const type of CVSS_TYPES)
    for (const vector of vectors) {
      const cvss = vector.type === type ? score(vector) : undefined;
      if (cvss) return cvss;
    }
  return undefined;
}

/** A vector with its base score; undefined for anything that is not a CVSS vector. */
export type Scorer = (vector: Vector) => Cvss | undefined;

/** A scorer for these vectors. Loads the calculators only if a base score is missing: that takes 20 ms. */
export async function scorerFor(lists: Iterable<readonly Vector[]>): Promise<Scorer> {
  for (const vectors of lists) if (vectors.some(isUnscored)) return loadScorer();
  return storedScore;
}

function isUnscored({ type, score, base }: Vector): boolean {
  return base === undefined && CVSS_TYPES.includes(type) && vectorVersion(score) !== undefined;
}

function storedScore({ score: vector, base }: Vector): Cvss | undefined {
  const version = vectorVersion(vector);
  if (version === undefined || base === undefined || !(base >= 0 && base <= 10)) return undefined;
  return { version, score: base, vector };
}

const MAX_CACHED = 4096;

/** A scorer that calculates missing base scores. */
export async function loadScorer(): Promise<Scorer> {
  const module = await import('ae-cvss-calculator');
  const { fromVector } = 'default' in module ? (module.default as typeof module) : module;
  const calculated = new Map<string, Cvss | undefined>();
  return (vector) => {
    const { score: text, base } = vector;
    if (base !== undefined) return storedScore(vector);
    if (calculated.has(text)) return calculated.get(text);
    const cvss = calculate(text, fromVector);
    if (calculated.size < MAX_CACHED) calculated.set(text, cvss);
    return cvss;
  };
}

function calculate(
  vector: string,
  fromVector: typeof import('ae-cvss-calculator').fromVector,
): Cvss | undefined {
  const version = vectorVersion(vector);
  if (version === undefined) return undefined;
  try {
    const score = fromVector(vector)?.calculateScores().base;
    return typeof score === 'number' && !Number.isNaN(score)
      ? { version, score, vector }
      : undefined;
  } catch {
    return undefined;
  }
}

function vectorVersion(vector: string): string | undefined {
  if (vector.length > 500 || !/^[A-Za-z0-9.:/]+$/.test(vector)) return undefined;
  const [, version] = /^CVSS:([0-9]\.[0-9])\//.exec(vector) ?? [];
  return version ?? (/^AV:[LAN]\/AC:/.test(vector) ? '2.0' : undefined);
}
