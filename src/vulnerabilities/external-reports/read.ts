import { readFile, stat } from 'node:fs/promises';
import type { Finding } from '../../core/finding.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { isObject, type JsonObject } from '../../lib/json.js';
import { externalFinding, type ReportedVulnerability } from './finding.js';
import { isGrypeReport, readGrypeReport } from './grype.js';
import { isSarif, readSarif } from './sarif.js';
import { isTrivyReport, readTrivyReport } from './trivy.js';

const MAX_BYTES = 256 << 20;

/** The report of another scanner. */
export interface ExternalReport {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

/**
 * Reads the vulnerabilities of a trivy or grype JSON report or of a SARIF file as findings. Throws PortsideError (usage)
 * for an unreadable file, and for any other file.
 */
export async function readExternalReport(
  path: string,
  image: string | undefined,
): Promise<ExternalReport> {
  const { vulnerabilities, skipped } = readVulnerabilities(path, await readJson(path));
  return {
    findings: vulnerabilities.map((reported) => externalFinding(reported, image)),
    notes:
      skipped === 0
        ? []
        : [`${skipped} results of ${path} are not about a vulnerability of a package; not merged`],
  };
}

function readVulnerabilities(
  path: string,
  json: JsonObject,
): { readonly vulnerabilities: readonly ReportedVulnerability[]; readonly skipped: number } {
  if (isTrivyReport(json)) return { vulnerabilities: readTrivyReport(json), skipped: 0 };
  if (isGrypeReport(json)) return { vulnerabilities: readGrypeReport(json), skipped: 0 };
  if (isSarif(json)) return readSarif(json);
  throw unreadable(path, 'it is neither a trivy or grype report nor SARIF');
}

async function readJson(path: string): Promise<JsonObject> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES >> 20} MB`);
    const json: unknown = JSON.parse(await readFile(path, 'utf8'));
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
