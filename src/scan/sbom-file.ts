import { closeSync, fstatSync, readFileSync, readSync } from 'node:fs';
import { isSbom, mayBeSbom, SBOM_HEAD_BYTES } from '../inventory/sbom/sbom.js';
import { PortsideError, reason } from '../lib/errors.js';
import { didYouMean } from '../lib/nearest-file.js';
import { fileType, openWithoutWaiting, readRegularFile } from '../lib/regular-file.js';

/** An SBOM larger than this is not read. */
const MAX_SBOM_BYTES = 256 * 1024 * 1024;

/** The file of `sbom:FILE`; undefined for any other target, also for an image of the registry `sbom:5000`. */
export function sbomPath(target: string): string | undefined {
  return /^sbom:(?!\d+\/)(.*)$/s.exec(target)?.[1];
}

/** An SBOM that a target names. */
export interface SbomFile {
  /** Without the prefix: the name in the report, whichever way the file is named. */
  readonly path: string;
  readonly bytes: Buffer;
}

/**
 * The SBOM that a target names: `sbom:FILE`, or a file that is one in JSON; undefined for anything else. Throws PortsideError
 * (usage) when the file of `sbom:FILE` cannot be read.
 */
export async function findSbomFile(target: string): Promise<SbomFile | undefined> {
  const path = sbomPath(target);
  if (path !== undefined) return { path, bytes: namedBytes(path) };
  const bytes = foundBytes(target);
  return bytes && { path: target, bytes };
}

function namedBytes(path: string): Buffer {
  try {
    return readRegularFile(path, MAX_SBOM_BYTES);
  } catch (error) {
    throw new PortsideError(
      'PSE5001',
      `Cannot read SBOM ${path || '""'}: ${reason(error)}`,
      didYouMean(path) ?? 'Name a file: sbom:FILE',
      error,
    );
  }
}

/** The bytes of a file that is an SBOM in JSON. */
function foundBytes(path: string): Buffer | undefined {
  if (fileType(path) !== 'a file') return undefined;
  const file = openWithoutWaiting(path);
  try {
    if (fstatSync(file).size > MAX_SBOM_BYTES) return undefined;
    const head = Buffer.alloc(SBOM_HEAD_BYTES);
    const length = readSync(file, head, 0, head.length, 0);
    if (!mayBeSbom(head.subarray(0, length))) return undefined;
    const bytes = readFileSync(file);
    return isSbom(bytes) ? bytes : undefined;
  } finally {
    closeSync(file);
  }
}
