import { join } from 'node:path';
import type { Host } from '../core/host.js';
import type { Options } from '../options/options.js';
import { type AskedByRegistry, optionsForReference } from '../registry/registry-options.js';
import type { VulnerabilityOptions } from './inspect.js';

/** What matching with advisories asks of the options. */
export type AskedByAdvisories =
  | AskedByRegistry
  | 'now'
  | 'offline'
  | 'advisories'
  | 'maximumAgeDays'
  | 'vex'
  | 'externalReports'
  | 'kev'
  | 'epss';

/** The options for matching the packages of an image or SBOM with advisories. */
export function advisoryOptions(
  image: string,
  options: Pick<Options, AskedByAdvisories>,
  host: Host,
): VulnerabilityOptions {
  const { now, offline, advisories, maximumAgeDays, vex, externalReports, kev, epss, environment } =
    options;
  const cache = environment.cacheFolder && join(environment.cacheFolder, 'advisories');
  const registry = (reference: string) => optionsForReference(options, host, reference);
  const files = { advisories, vex, externalReports, kev, epss };
  return { image, now, offline, maximumAgeDays, ...files, cache, registry };
}
