import { join } from 'node:path';
import type { Host } from '../core/host.js';
import type { Options } from '../options/options.js';
import { optionsForReference } from '../registry/registry-options.js';
import type { VulnerabilityOptions } from './inspect.js';

/** The options for matching the packages of an image or SBOM with advisories. */
export function advisoryOptions(image: string, options: Options, host: Host): VulnerabilityOptions {
  const { now, offline, advisories, maximumAgeDays, vex, externalReports, kev, epss, environment } =
    options;
  const cache = environment.cacheFolder && join(environment.cacheFolder, 'advisories');
  const registry = (reference: string) => optionsForReference(options, host, reference);
  const files = { advisories, vex, externalReports, kev, epss };
  return { image, now, offline, maximumAgeDays, ...files, cache, registry };
}
