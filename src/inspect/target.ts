import { readFile, stat } from 'node:fs/promises';
import { inspectVulnerabilities } from '../advisories/inspect.js';
import { PortsideError, reason } from '../findings/errors.js';
import type { Check } from '../findings/finding.js';
import { type Inspection, join, NOTHING, type Note } from '../findings/report.js';
import type { Host } from '../host.js';
import { isSbom, readSbom } from '../inventory/sbom.js';
import type { Settings } from '../settings/settings.js';
import { advisoryOptions, inspectImage, unreadable } from './image.js';

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
  if (bytes === undefined) return inspectAnyImage(target, checks, settings, host);
  const { distribution, unidentified, ...sbom } = readSbom(bytes, target);
  const packages = sbom.packages.map((found) => ({ ...found, image: target }));
  const wanted = checks.includes('vulnerability');
  const vulnerabilities = wanted
    ? await inspectVulnerabilities(
        packages,
        distribution,
        advisoryOptions(target, settings, host),
        host,
      )
    : NOTHING;
  return join([
    {
      ...NOTHING,
      targets: [{ kind: 'sbom', name: target }],
      packages,
      notes: unidentifiedNote(target, unidentified),
    },
    { ...NOTHING, ...vulnerabilities },
  ]);
}

/** Components without a package URL cannot be matched: said, so that they do not look checked. */
function unidentifiedNote(target: string, names: readonly string[]): Note[] {
  if (names.length === 0) return [];
  const some = names.slice(0, 5).join(', ');
  const message = `${names.length} components have no package URL and were not checked: ${some}${names.length > 5 ? ' …' : ''}`;
  return [{ check: 'vulnerability', target, message }];
}

/** An image that is not there is the user's mistake, one that cannot be read makes the result incomplete. */
async function inspectAnyImage(
  target: string,
  checks: readonly Check[],
  settings: Settings,
  host: Host,
): Promise<Inspection> {
  const image = { name: target, reference: target };
  return inspectImage(image, [], checks, settings, host).catch((error: unknown) => {
    if (error instanceof PortsideError && error.kind === 'usage') throw error;
    return unreadable(target, checks, reason(error));
  });
}

/** The file when it is JSON that says it is an SBOM; undefined for anything else. */
async function sbomBytes(target: string): Promise<Uint8Array | undefined> {
  const found = await stat(target).catch(() => undefined);
  if (!found?.isFile() || found.size > MAX_SBOM_BYTES) return undefined;
  const bytes = await readFile(target);
  return isSbom(bytes) ? bytes : undefined;
}
