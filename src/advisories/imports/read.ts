import { readFile, stat } from 'node:fs/promises';
import { PortsideError, reason } from '../../findings/errors.js';
import type { Finding } from '../../findings/finding.js';
import { isObject } from '../json.js';
import { isGrypeReport, readGrypeReport } from './grype.js';
import { importedFinding } from './imported.js';
import { isTrivyReport, readTrivyReport } from './trivy.js';

const LARGEST = 256 << 20;

/**
 * The vulnerabilities of a trivy or grype JSON report as findings. Throws PortsideError (usage) for a file that cannot
 * be read or is neither.
 */
export async function readImport(
  path: string,
  image: string | undefined,
): Promise<readonly Finding[]> {
  let json: unknown;
  try {
    const { size } = await stat(path);
    if (size > LARGEST) throw new Error(`it is larger than ${LARGEST >> 20} MB`);
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw unreadable(path, reason(error), error);
  }
  const read = isObject(json)
    ? isTrivyReport(json)
      ? readTrivyReport(json)
      : isGrypeReport(json)
        ? readGrypeReport(json)
        : undefined
    : undefined;
  if (!read) throw unreadable(path, 'it is no report of trivy or grype');
  return read.map((imported) => importedFinding(imported, image));
}

function unreadable(path: string, why: string, cause?: unknown): PortsideError {
  return new PortsideError(
    'usage',
    `Cannot import ${path}: ${why}`,
    'Give the JSON that trivy --format json or grype -o json writes',
    cause,
  );
}
