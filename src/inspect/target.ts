import { readFile, stat } from 'node:fs/promises';
import { inspectVulnerabilities } from '../advisories/inspect.js';
import type { Check } from '../findings/finding.js';
import { type Inspection, join, NOTHING } from '../findings/report.js';
import type { Host } from '../host.js';
import { isSbom, readSbom } from '../inventory/sbom.js';
import type { Settings } from '../settings/settings.js';
import { advisoryOptions, inspectImage } from './images.js';

/** An SBOM larger than this is not read. */
const MAX_SBOM_BYTES = 256 * 1024 * 1024;

/** Inspects what `scan` and `sbom` are pointed at, an SBOM file or an image of any source; always its packages. */
export async function inspectTarget(
  target: string,
  checks: readonly Check[],
  settings: Settings,
  host: Host,
): Promise<Inspection> {
  const bytes = await sbomBytes(target);
  if (bytes === undefined) return inspectImage(target, target, [], checks, settings, host);
  const { packages, distribution } = readSbom(bytes, target);
  const wanted = checks.includes('vulnerability');
  const vulnerabilities = wanted
    ? await inspectVulnerabilities(packages, distribution, advisoryOptions(target, settings), host)
    : NOTHING;
  return join([
    { ...NOTHING, targets: [{ kind: 'sbom', name: target }], packages },
    { ...NOTHING, ...vulnerabilities },
  ]);
}

/** The file when it is JSON that says it is an SBOM; undefined for anything else. */
async function sbomBytes(target: string): Promise<Uint8Array | undefined> {
  const found = await stat(target).catch(() => undefined);
  if (!found?.isFile() || found.size > MAX_SBOM_BYTES) return undefined;
  const bytes = await readFile(target);
  return isSbom(bytes) ? bytes : undefined;
}
