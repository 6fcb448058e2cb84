import { type FeedContent, InvalidFeed, type OsvRecord, type VendorFeed } from './feed.js';
import { packagesOfCriteria } from './oval/criteria.js';
import type { ResolvedDefinition } from './oval/document.js';
import { meaningOf } from './oval/meaning.js';
import { ovalRecords } from './oval/records.js';
import { rowsOf } from './oval/rows.js';
import { cvesIn, timeOf } from './valid.js';

/**
 * Oracle Linux's security advisories. OSV has none of them. One file has those of all releases and repositories, where
 * updateinfo is in each of the repositories of each release.
 * Source: linux.oracle.com/security, "OVAL".
 */
export const oracleOval: VendorFeed = {
  id: 'oracle-oval',
  name: 'Oracle OVAL',
  ecosystem: 'Oracle Linux',
  size: 'large',
  documentation: 'https://linux.oracle.com/security/oval/',
  files: () => [
    {
      name: 'com.oracle.elsa-all.xml',
      addresses: ['https://linux.oracle.com/security/oval/com.oracle.elsa-all.xml.bz2'],
      release: undefined,
    },
  ],
  read,
};

function read(content: FeedContent): AsyncGenerator<OsvRecord> {
  return ovalRecords(content, recordOf);
}

/** Throws InvalidFeed for a definition of another kind. */
function recordOf({ definition, criterion }: ResolvedDefinition): OsvRecord {
  const [, id, title = ''] =
    /^(EL[SBE]A-[0-9]{4}-[0-9]+(?:-[0-9]+)?):?\s*(.*)$/s.exec(definition.title) ?? [];
  if (id === undefined || definition.criteria === undefined)
    throw new InvalidFeed('it is not an advisory');
  const packages = packagesOfCriteria(definition.criteria, (index) =>
    meaningOf(
      criterion(index),
      (comment) => /^Oracle Linux ([0-9]+) is installed$/.exec(comment)?.[1],
    ),
  );
  const affected = rowsOf(packages, (release) => release && `Oracle Linux:${release}`);
  const ids = definition.references.map((reference) => reference.id);
  return {
    id,
    modified: timeOf(definition.updated || definition.issued),
    published: timeOf(definition.issued),
    summary: title.replace(/\s*\([A-Z/]+\)\s*$/, ''),
    upstream: cvesIn([...ids, ...definition.cves.map((cve) => cve.id)].join(' ')),
    affected,
    database_specific: { severity: definition.severity },
    references: [{ type: 'ADVISORY', url: `https://linux.oracle.com/errata/${id}.html` }],
  };
}
