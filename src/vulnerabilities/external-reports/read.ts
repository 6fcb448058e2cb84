import { readFile, stat } from 'node:fs/promises';
import type { Finding } from '../../core/finding.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { isObject, type JsonObject } from '../../lib/json.js';
import { externalFinding } from './finding.js';
import { isGrypeReport, readGrypeReport } from './grype.js';
import { isSarif, readSarif } from './sarif.js';
import { isTrivyReport, readTrivyReport } from './trivy.js';

const LARGEST = 256 << 20;

/** What another scanner found. */
export interface ExternalReport {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

/**
 * The vulnerabilities of a trivy or grype JSON report or of a SARIF file as findings. Throws PortsideError (usage) for a
 * file that cannot be read or is none of them.
 */
export async function readExternalReport(
  path: string,
  image: string | undefined,
): Promise<ExternalReport> {
  const json = await parse(path);
  const sarif = isSarif(json) ? readSarif(json) : undefined;
  const read = isTrivyReport(json)
    ? readTrivyReport(json)
    : isGrypeReport(json)
      ? readGrypeReport(json)
      : sarif?.imported;
  if (!read) throw unreadable(path, 'it is no report of trivy or grype and no SARIF');
  const others = sarif?.others ?? 0;
  return {
    findings: read.map((imported) => externalFinding(imported, image)),
    notes:
      others === 0
        ? []
        : [`${others} results of ${path} name no vulnerability of a package and were left out`],
  };
}

async function parse(path: string): Promise<JsonObject> {
  try {
    const { size } = await stat(path);
    if (size > LARGEST) throw new Error(`it is larger than ${LARGEST >> 20} MB`);
    const json: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isObject(json) ? json : {};
  } catch (error) {
    throw unreadable(path, reason(error), error);
  }
}

function unreadable(path: string, why: string, cause?: unknown): PortsideError {
  return new PortsideError(
    'PSE6000',
    `Cannot import ${path}: ${why}`,
    'Give the JSON that trivy --format json or grype -o json writes, or SARIF 2.1.0',
    cause,
  );
}
