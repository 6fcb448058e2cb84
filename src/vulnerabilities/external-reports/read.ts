import type { Finding } from '../../core/finding.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { isObject, type JsonObject } from '../../lib/json.js';
import { readRegularFile } from '../../lib/regular-file.js';
import { pluralize } from '../../lib/text.js';
import { type FindPlace, resultFinding } from './file-results.js';
import { externalFinding, type LeftOut, type ReadReport } from './finding.js';
import { isGrypeReport, readGrypeReport } from './grype.js';
import { failureIn, isSarif, readSarif } from './sarif.js';
import { isTrivyReport, readTrivyReport } from './trivy.js';

const MAX_BYTES = 256 << 20;

/** The report of another scanner. */
export interface ExternalReport {
  readonly path: string;
  readonly findings: readonly Finding[];
  /** What is not merged: `2 secrets, 1 license`; undefined if everything is. */
  readonly leftOut?: string;
}

/**
 * Reads the vulnerabilities of a trivy or grype JSON report or of a SARIF file as findings. Throws PortsideError (usage)
 * for an unreadable file, and for any other file. With `findPlace`, results about files of the repository are read as well.
 */
export async function readExternalReport(
  path: string,
  image: string | undefined,
  findPlace?: FindPlace,
): Promise<ExternalReport> {
  const { vulnerabilities, results = [], leftOut } = readReport(path, readJson(path), findPlace);
  const findings = [
    ...vulnerabilities.map((reported) => {
      const { path: file, scanned } = reported;
      const location = findPlace?.(file ?? '') ?? findPlace?.(scanned ?? '');
      const finding = externalFinding(reported, image);
      return location ? { ...finding, location } : finding;
    }),
    ...results.map(resultFinding),
  ];
  const kinds = findPlace ? [...LEFT_OUT.slice(0, -1), OUTSIDE] : LEFT_OUT;
  const counts = kinds
    .filter(([kind]) => leftOut[kind])
    .map(([kind, one, many]) => pluralize(leftOut[kind] ?? 0, one, many));
  return { path, findings, ...(counts.length > 0 && { leftOut: counts.join(', ') }) };
}

/** What is not read of a report, as one and as several. */
const LEFT_OUT: readonly (readonly [kind: LeftOut, one: string, many: string])[] = [
  ['secret', 'secret', 'secrets'],
  ['misconfiguration', 'misconfiguration', 'misconfigurations'],
  ['license', 'license', 'licenses'],
  ['damaged', 'entry without an id or a package', 'entries without an id or a package'],
  ['other', 'result that is not about a package', 'results that are not about a package'],
];

/** Of a report about the repository. */
const OUTSIDE: (typeof LEFT_OUT)[number] = [
  'other',
  'result that is about no file of the repository',
  'results that are about no file of the repository',
];

function readReport(path: string, json: JsonObject, findPlace?: FindPlace): ReadReport {
  if (isTrivyReport(json)) return readTrivyReport(json);
  if (isGrypeReport(json)) return readGrypeReport(json);
  if (isSarif(json)) {
    const failure = failureIn(json);
    if (failure !== undefined) throw unreadable(path, failure);
    return readSarif(json, findPlace);
  }
  throw unreadable(path, 'it is neither a trivy or grype report nor SARIF');
}

function readJson(path: string): JsonObject {
  try {
    const json: unknown = JSON.parse(readRegularFile(path, MAX_BYTES).toString('utf8'));
    return isObject(json) ? json : {};
  } catch (error) {
    throw unreadable(path, reason(error), error);
  }
}

function unreadable(path: string, why: string, cause?: unknown): PortsideError {
  return new PortsideError(
    'PSE6006',
    `Cannot read the external report ${path}: ${why}`,
    'Pass the output of trivy --format json or grype -o json, or a SARIF 2.1.0 file',
    cause,
  );
}
