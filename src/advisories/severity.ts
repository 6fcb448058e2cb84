import type { Severity } from '../findings/severity.js';
import type { Match } from './match.js';
import type { Advisory, Vector } from './record.js';

/** How bad a weakness is, and who says so. */
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
export async function rate(matches: readonly Match[], upstream?: Advisory): Promise<Rating> {
  const cvss = (await firstCvss(matches)) ?? (upstream && (await highestCvss(upstream.severity)));
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

async function firstCvss(matches: readonly Match[]): Promise<Cvss | undefined> {
  for (const { advisory, row } of matches) {
    const cvss = (await highestCvss(row.severity)) ?? (await highestCvss(advisory.severity));
    if (cvss) return cvss;
  }
  return undefined;
}

/** Distributions rate what a weakness means for their build of a package. */
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

async function highestCvss(vectors: readonly Vector[]): Promise<Cvss | undefined> {
  for (const wanted of NEWEST_FIRST)
    for (const { type, score } of vectors) {
      const cvss = type === wanted ? await readCvss(score) : undefined;
      if (cvss) return cvss;
    }
  return undefined;
}

const known = new Map<string, Cvss | undefined>();
const REMEMBERED = 4096;

/** The base score of a vector; undefined when it is none. */
export async function readCvss(vector: string): Promise<Cvss | undefined> {
  if (known.has(vector)) return known.get(vector);
  const cvss = await calculate(vector);
  if (known.size >= REMEMBERED) known.clear();
  known.set(vector, cvss);
  return cvss;
}

async function calculate(vector: string): Promise<Cvss | undefined> {
  const version = vectorVersion(vector);
  if (version === undefined) return undefined;
  // Twenty milliseconds to load, of use only once something was found.
  const module = await import('ae-cvss-calculator');
  const calculators = 'default' in module ? (module.default as typeof module) : module;
  try {
    const score = calculators.fromVector(vector)?.calculateScores().base;
    if (typeof score !== 'number' || Number.isNaN(score)) return undefined;
    return { version, score, vector };
  } catch {
    return undefined;
  }
}

function vectorVersion(vector: string): string | undefined {
  if (vector.length > 500 || !/^[A-Za-z0-9.:/]+$/.test(vector)) return undefined;
  const [, version] = /^CVSS:([0-9]\.[0-9])\//.exec(vector) ?? [];
  return version ?? (/^AV:[LAN]\/AC:/.test(vector) ? '2.0' : undefined);
}
