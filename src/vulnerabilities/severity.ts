import type { Severity } from '../core/severity.js';
import type { Match } from './match.js';
import type { Advisory, Vector } from './record.js';

/** How bad a vulnerability is, and who says so. */
export interface Rating {
  /** Undefined when nobody rated it. */
  readonly severity: Severity | undefined;
  /** The vector of the highest CVSS version, with its base score. */
  readonly cvss: Cvss | undefined;
  readonly source: 'distribution' | 'cvss' | 'database' | 'unknown';
}

export interface Cvss {
  readonly version: string;
  readonly score: number;
  readonly vector: string;
}

/**
 * The distribution's own rating for its packages, else the base score of the highest CVSS version, of the first record
 * that has one, else the word of its database. The affected row's vectors go before the record's; `upstream`, the CVE's
 * own record, comes last.
 */
export function rate(matches: readonly Match[], score: Scorer, upstream?: Advisory): Rating {
  const cvss = firstCvss(matches, score) ?? (upstream && highestCvss(upstream.severity, score));
  for (const match of matches) {
    const severity = distributionRating(match);
    if (severity) return { severity, cvss, source: 'distribution' };
  }
  if (cvss) return { severity: severityOfScore(cvss.score), cvss, source: 'cvss' };
  for (const { advisory } of matches) {
    const severity = severityOfWord(advisory.rating);
    if (severity) return { severity, cvss, source: 'database' };
  }
  return { severity: undefined, cvss, source: 'unknown' };
}

function firstCvss(matches: readonly Match[], score: Scorer): Cvss | undefined {
  for (const { advisory, row } of matches) {
    const cvss = highestCvss(row.severity, score) ?? highestCvss(advisory.severity, score);
    if (cvss) return cvss;
  }
  return undefined;
}

/** Distributions rate what a vulnerability means for their build of a package. */
function distributionRating({ advisory, row }: Match): Severity | undefined {
  switch (row.ecosystem) {
    case 'Debian':
      return severityOfWord(row.urgency?.replace(/\*+$/, ''));
    case 'Ubuntu':
      return severityOfWord(
        ubuntuWord(row.severity) ?? row.urgency ?? ubuntuWord(advisory.severity),
      );
    case 'AlmaLinux':
    case 'Rocky Linux':
      return severityOfWord(advisory.summary?.match(/^([A-Za-z]+):/)?.[1]);
    case 'openEuler':
      return severityOfWord(advisory.rating);
    default:
      return undefined;
  }
}

function ubuntuWord(vectors: readonly Vector[]): string | undefined {
  return vectors.find(({ type }) => type === 'Ubuntu')?.score;
}

/** Debian's "not yet assigned" and "end-of-life" say nothing of severity. */
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

const NEWEST_FIRST = ['CVSS_V4', 'CVSS_V3', 'CVSS_V2'];

function highestCvss(vectors: readonly Vector[], score: Scorer): Cvss | undefined {
  for (const wanted of NEWEST_FIRST)
    for (const vector of vectors) {
      const cvss = vector.type === wanted ? score(vector) : undefined;
      if (cvss) return cvss;
    }
  return undefined;
}

/** A vector with its base score; undefined when it is none. */
export type Scorer = (vector: Vector) => Cvss | undefined;

/** Scores the vectors of these lists. The calculators take twenty milliseconds to load: only if any is not scored yet. */
export async function scorerFor(lists: Iterable<readonly Vector[]>): Promise<Scorer> {
  for (const vectors of lists) if (vectors.some(isUnscored)) return loadScorer();
  return storedScore;
}

function isUnscored({ type, score, base }: Vector): boolean {
  return base === undefined && NEWEST_FIRST.includes(type) && vectorVersion(score) !== undefined;
}

function storedScore({ score: vector, base }: Vector): Cvss | undefined {
  const version = vectorVersion(vector);
  if (version === undefined || base === undefined || !(base >= 0 && base <= 10)) return undefined;
  return { version, score: base, vector };
}

/** Scores what has no score yet. */
export async function loadScorer(): Promise<Scorer> {
  const module = await import('ae-cvss-calculator');
  const { fromVector } = 'default' in module ? (module.default as typeof module) : module;
  const known = new Map<string, Cvss | undefined>();
  return (vector) => {
    const { score: text, base } = vector;
    if (base !== undefined) return storedScore(vector);
    if (known.has(text)) return known.get(text);
    const cvss = calculate(text, fromVector);
    if (known.size < REMEMBERED) known.set(text, cvss);
    return cvss;
  };
}

const REMEMBERED = 4096;

/** The base score of a vector; undefined when it is none. */
export async function readCvss(vector: string): Promise<Cvss | undefined> {
  return (await loadScorer())({ type: '', score: vector });
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
