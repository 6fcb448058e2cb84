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
import { rowsOf } from './oval/rows.js';
import { timeOf } from './valid.js';

/** The files with what is fixed, unfixed and not affected, by CVE. One of a number has all service packs. */
const PRODUCTS = [
  'suse.linux.enterprise.15',
  'suse.linux.enterprise.16',
  'suse.linux.enterprise.micro.5',
  'suse.linux.micro.6',
] as const;

/**
 * SUSE's vulnerabilities with their unfixed ones, and with the releases that OSV lacks: Micro, 16 and long-term support. Its
 * rows name binary packages, those of OSV source packages.
 * Source: www.suse.com/support/security/oval.
 */
export const suseOval: VendorFeed = {
  id: 'suse-oval',
  name: 'SUSE OVAL',
  ecosystem: 'SUSE',
  size: 'large',
  documentation: 'https://www.suse.com/support/security/oval/',
  files: () =>
    PRODUCTS.map(
      (product): FeedFile => ({
        name: `${product}-affected.xml`,
        addresses: [`https://ftp.suse.com/pub/projects/security/oval/${product}-affected.xml.gz`],
        release: undefined,
      }),
    ),
  read,
};

function read(content: FeedContent): AsyncGenerator<OsvRecord> {
  return ovalRecords(content, recordOf);
}

/** Throws InvalidFeed for a definition of another kind. */
function recordOf({ definition, criterion }: ResolvedDefinition): OsvRecord {
  const cve = /^CVE-[0-9]{4}-[0-9]+$/.exec(definition.title)?.[0];
  if (cve === undefined || definition.criteria === undefined)
    throw new InvalidFeed('it is not about a CVE; pass the file that is indexed by CVEs');
  const packages = packagesOfCriteria(definition.criteria, (index) =>
    meaningOf(
      criterion(index),
      (comment) => /^((?:SUSE|openSUSE) .+) is installed$/.exec(comment)?.[1],
    ),
  );
  const affected = rowsOf(packages, ecosystemOf, 'binary');
  const known = definition.cves.find(({ id }) => id.startsWith(cve));
  const vector = known?.cvss.slice(known.cvss.indexOf('/') + 1);
  return {
    id: `SUSE-${cve}`,
    modified: timeOf(definition.updated || definition.issued),
    published: timeOf(definition.issued),
    summary: `${cve} in packages of SUSE`,
    upstream: [cve],
    severity: vector?.startsWith('CVSS:3') ? [{ type: 'CVSS_V3', score: vector }] : [],
    affected: affected.map((row) => withRating(row, known?.impact || definition.severity)),
    references: [{ type: 'ADVISORY', url: `https://www.suse.com/security/cve/${cve}` }],
  };
}

function withRating(row: ReturnType<typeof rowsOf>[number], rating: string) {
  const urgency = rating.toLowerCase();
  return { ...row, ecosystem_specific: { ...row.ecosystem_specific, urgency } };
}

/** `SUSE:Linux Enterprise Server 15 SP5`, `openSUSE:Leap 15.6`, as OSV writes them. */
function ecosystemOf(product: string | undefined): string | undefined {
  const [, brand, name] =
    /^(SUSE|openSUSE) ((?:Linux|Leap|Tumbleweed).*)$/.exec(product ?? '') ?? [];
  return brand && name ? `${brand}:${name}` : undefined;
}
