import {
  type FeedContent,
  type FeedFile,
  InvalidFeed,
  type OsvRecord,
  type VendorFeed,
} from './feed.js';
import { packagesOfCriteria } from './oval/criteria.js';
import type { ResolvedDefinition } from './oval/document.js';
import { meaningOf } from './oval/meaning.js';
import { ovalRecords } from './oval/records.js';
import { rowOf } from './oval/rows.js';
import { cvesIn, timeOf } from './valid.js';

const DATA = 'https://raw.githubusercontent.com/microsoft/AzureLinuxVulnerabilityData/main';

/**
 * Microsoft's vulnerabilities of Azure Linux and CBL-Mariner, whose packages it names by their sources. OSV has the same
 * definitions under the same ids; the feed also has those that have no fix.
 * Source: github.com/microsoft/AzureLinuxVulnerabilityData, README.
 */
export const azureOval: VendorFeed = {
  id: 'azure-oval',
  name: 'Azure Linux OVAL',
  ecosystem: 'Azure Linux',
  size: 'large',
  documentation: 'https://github.com/microsoft/AzureLinuxVulnerabilityData',
  files: () => [
    fileOf('azurelinux-3.0-oval.xml', '3'),
    fileOf('cbl-mariner-2.0-oval.xml', '2'),
    fileOf('cbl-mariner-1.0-oval.xml', '1'),
  ],
  read,
};

function fileOf(name: string, release: string): FeedFile {
  return { name, addresses: [`${DATA}/${name}`], release };
}

function read(content: FeedContent): AsyncGenerator<OsvRecord> {
  const { release } = content.file;
  return ovalRecords(content, (resolved) => recordOf(resolved, release));
}

/** Throws InvalidFeed for a definition that is not about a CVE. */
function recordOf(
  { definition, criterion }: ResolvedDefinition,
  release: string | undefined,
): OsvRecord {
  const number = /:([0-9]+)$/.exec(definition.id)?.[1];
  const cves = cvesIn([definition.title, ...definition.references.map(({ id }) => id)].join(' '));
  if (number === undefined || definition.criteria === undefined || cves.length === 0)
    throw new InvalidFeed('it is not about a CVE');
  // Microsoft lists what its scanners report in error too.
  const isPatchable = definition.patchable !== 'Not Applicable';
  const packages = isPatchable
    ? packagesOfCriteria(definition.criteria, (index) =>
        meaningOf(criterion(index), () => undefined),
      )
    : [];
  return {
    id: `AZL-${number}`,
    modified: timeOf(definition.issued.replace(/\.[0-9]+Z$/, 'Z')),
    published: timeOf(definition.issued.replace(/\.[0-9]+Z$/, 'Z')),
    summary: definition.title,
    upstream: cves,
    affected: packages.map((one) => rowOf(`Azure Linux:${release}`, one.name, one)),
    database_specific: { severity: definition.severity },
    references: cves.map((cve) => ({
      type: 'ADVISORY',
      url: `https://nvd.nist.gov/vuln/detail/${cve}`,
    })),
  };
}
