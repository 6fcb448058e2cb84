import type { Finding } from '../findings/finding.js';
import type { Distribution, Package } from '../findings/package.js';
import type { Incomplete, Note } from '../findings/report.js';
import type { Host } from '../host.js';
import { groupMatches } from './group.js';
import { indexAdvisories, match } from './match.js';
import { isQuery, queryFor } from './query.js';
import { openDump } from './sources/dump.js';
import type { AdvisorySource } from './sources/source.js';
import { NO_URGENCY } from './urgency.js';
import { type Vulnerability, vulnerability } from './vulnerability.js';

export interface VulnerabilityOptions {
  /** A dump folder, a zip or a built database. */
  readonly advisories?: string | undefined;
  readonly offline?: boolean | undefined;
  /** Of the image or file the packages are from, for fingerprints and reports. */
  readonly image?: string | undefined;
  /** What incompleteness is reported about; the image's name by default. */
  readonly target?: string | undefined;
  readonly now?: Date | undefined;
}

export interface VulnerabilityInspection {
  readonly findings: readonly Finding[];
  readonly incomplete: readonly Incomplete[];
  readonly notes: readonly Note[];
}

/** The known weaknesses of packages, and what could not be checked. Throws PortsideError (usage) for a wrong option. */
export async function inspectVulnerabilities(
  packages: readonly Package[],
  distribution: Distribution | undefined,
  options: VulnerabilityOptions,
  _host: Host,
): Promise<VulnerabilityInspection> {
  const target = options.target ?? options.image ?? 'packages';
  const answers = packages
    .filter((pkg) => pkg.ownedBy === undefined)
    .map((pkg) => queryFor(pkg, distribution));
  const queries = answers.filter(isQuery);
  const source = await openSource(options);
  const found = await source.find(queries);
  const index = indexAdvisories(found.advisories);
  const vulnerabilities: Vulnerability[] = [];
  for (const query of queries)
    for (const weakness of groupMatches(match(query, index)))
      vulnerabilities.push(await vulnerability(query, weakness, NO_URGENCY, options.image));
  return {
    findings: vulnerabilities.map(({ finding }) => finding),
    incomplete: [
      ...found.problems.map(({ message }) => ({
        check: 'vulnerability' as const,
        target,
        reason: message,
      })),
    ],
    notes: [],
  };
}

async function openSource(options: VulnerabilityOptions): Promise<AdvisorySource> {
  return openDump(options.advisories ?? '.');
}
