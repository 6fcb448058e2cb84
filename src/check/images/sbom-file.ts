import { open, stat } from 'node:fs/promises';
import { isSbom, mayBeSbom, SBOM_HEAD_BYTES } from '../../inventory/sbom/sbom.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { didYouMean } from '../../lib/nearest-file.js';
import { readRegularFile } from '../../lib/regular-file.js';

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
  const bytes = await foundBytes(target);
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
async function foundBytes(path: string): Promise<Buffer | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile() || found.size > MAX_SBOM_BYTES) return undefined;
  const file = await open(path);
  try {
    const head = Buffer.alloc(SBOM_HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    if (!mayBeSbom(head.subarray(0, bytesRead))) return undefined;
    const bytes = await file.readFile();
    return isSbom(bytes) ? bytes : undefined;
  } finally {
    await file.close();
  }
}
