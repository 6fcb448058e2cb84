import type { Finding } from '../../core/finding.js';
import { fingerprint } from '../../core/fingerprint.js';
import type { Location } from '../../core/location.js';
import type { Severity } from '../../core/severity.js';
import { isObject, type JsonObject, number, objects, text } from '../../lib/json.js';
import { plainText } from '../../lib/text.js';
import { severityOfScore } from '../severity.js';

/** The lines of a file that a report names; undefined if the repository does not have the file. */
export type FindPlace = (uri: string, region?: JsonObject) => Place | undefined;

/** A place in a file of the repository, with the text of its first line. */
export interface Place extends Location {
  readonly line: string;
}

/** What another scanner reports about a file of the repository. */
export interface ReportedResult {
  /** `semgrep` */
  readonly source: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly place: Place;
}

/**
 * A result of a SARIF file that is about a file of the repository. `none` is a result that reports no problem: one that the
 * scanner suppresses, or a rule that passed. Source: SARIF 2.1.0, "3.27 result object".
 */
export function readFileResult(
  result: JsonObject,
  rule: JsonObject,
  source: string,
  findPlace: FindPlace,
): ReportedResult | 'none' | undefined {
  if (isNoProblem(result)) return 'none';
  const [location] = objects(result.locations);
  const physical = objectAt(location, 'physicalLocation');
  const region = objectAt(physical, 'region');
  const uri = text(objectAt(physical, 'artifactLocation').uri) ?? '';
  const place = findPlace(uri, region);
  const id = plainText(text(result.ruleId) ?? text(rule.id) ?? '', 200).replace(/\s+/g, '-');
  if (!place || id === '') return undefined;
  const message = isObject(result.message) ? (text(result.message.text) ?? '') : '';
  return {
    source,
    rule: `${source.replace(/\s+/g, '-')}:${id}`,
    severity: severityOf(result, rule),
    message: plainText(message || id, 300).replace(/[.\s]+$/, ''),
    place,
  };
}

function objectAt(parent: JsonObject | undefined, key: string): JsonObject {
  const value = parent?.[key];
  return isObject(value) ? value : {};
}

function isNoProblem({ kind, suppressions, baselineState }: JsonObject): boolean {
  const isSuppressed = objects(suppressions).some(
    ({ status }) => status !== 'rejected' && status !== 'underReview',
  );
  const isOther = kind !== undefined && kind !== 'fail' && kind !== 'open' && kind !== 'review';
  return isSuppressed || isOther || baselineState === 'absent';
}

function severityOf(result: JsonObject, rule: JsonObject): Severity {
  const scores = [result.properties, rule.properties]
    .filter(isObject)
    .map((one) => Number(one['security-severity'] ?? Number.NaN));
  const score = scores.find((one) => one >= 0 && one <= 10);
  if (score !== undefined) return severityOfScore(score);
  const configured = isObject(rule.defaultConfiguration) ? rule.defaultConfiguration : {};
  return LEVELS.get(text(result.level) ?? text(configured.level) ?? '') ?? 'medium';
}

/** SARIF's levels. A result without one is a warning. */
const LEVELS: ReadonlyMap<string, Severity> = new Map([
  ['error', 'high'],
  ['warning', 'medium'],
  ['note', 'low'],
  ['none', 'info'],
]);

/** The finding for what another scanner reports about a file. Its rule has the name of the scanner in front. */
export function resultFinding({ source, rule, severity, message, place }: ReportedResult): Finding {
  const { line, ...location } = place;
  return {
    rule,
    aliases: [],
    check: 'lint',
    severity,
    confidence: 'medium',
    tags: [],
    message: `${message} (reported by ${source})`,
    location,
    fingerprint: fingerprint(rule, location.path, line),
    status: 'new',
    details: { reportedBy: source },
  };
}

/** Whether another scanner reports the finding about a file of the repository. */
export function isReported({ check, details, location }: Finding): boolean {
  return (
    check === 'lint' && location !== undefined && details !== undefined && 'reportedBy' in details
  );
}

/** A line number or column of a region, at least 1 and at most `most`. */
export function position(value: unknown, most: number, otherwise = 1): number {
  const given = number(value) ?? otherwise;
  return Number.isFinite(given) ? Math.max(1, Math.min(Math.trunc(given), most)) : otherwise;
}
