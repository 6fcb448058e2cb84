import { reason } from '../../lib/errors.js';
import { CveRatings } from '../cve-ratings.js';
import { type Advisory, InvalidRecord, isNewer, parseRecord } from '../record.js';
import { findParts, membersOf } from '../sources/dump.js';

export interface EcosystemRecords {
  /** By id. */
  readonly advisories: Map<string, Advisory>;
  /** Whether the ecosystem's own dump was read: a few npm records in Maven's dump do not cover npm. */
  readonly dumped: boolean;
}

/** The records of dumps, and the ratings of CVEs in them. */
export interface DumpRecords {
  readonly ecosystems: Map<string, EcosystemRecords>;
  readonly ratings: CveRatings;
}

/**
 * Reads the records of dumps by ecosystem. A record with rows of several ecosystems is in each of them, with the rows of
 * that ecosystem. Adds to `problems` what could not be read.
 */
export async function readDumps(
  dumps: readonly string[],
  problems: string[],
): Promise<DumpRecords> {
  const ecosystems = new Map<string, EcosystemRecords>();
  const ratings = new CveRatings();
  const withdrawn = new Map<string, Advisory>();
  for (const dump of dumps)
    for (const part of await findParts(dump))
      try {
        for await (const member of membersOf(part)) {
          if (!member.name.endsWith('.json')) continue;
          const where = `${member.name} in ${part.path}`;
          if ('problem' in member) {
            problems.push(`${where}: ${member.problem}`);
            continue;
          }
          const advisory = readMember(member.bytes, where, problems);
          if (advisory?.withdrawn) keepNewest(withdrawn, advisory);
          else if (advisory) addRecord(advisory, part.ecosystem, ecosystems);
          if (advisory) ratings.add(advisory);
        }
      } catch (error) {
        problems.push(reason(error));
      }
  // An older dump may have a withdrawn record from before it was withdrawn.
  for (const { advisories } of ecosystems.values())
    for (const advisory of withdrawn.values()) {
      const known = advisories.get(advisory.id);
      if (known && isNewer(advisory, known)) advisories.delete(advisory.id);
    }
  return { ecosystems, ratings };
}

function readMember(bytes: Buffer, where: string, problems: string[]): Advisory | undefined {
  try {
    return parseRecord(bytes.toString('utf8'));
  } catch (error) {
    if (!(error instanceof InvalidRecord)) throw error;
    problems.push(`${where}: ${error.message}`);
    return undefined;
  }
}

/** `dump` is the ecosystem that the dump is for, when its layout says so. */
function addRecord(
  advisory: Advisory,
  dump: string | undefined,
  ecosystems: Map<string, EcosystemRecords>,
): void {
  for (const base of new Set(advisory.affected.map((row) => row.ecosystem))) {
    const { advisories, dumped } = ecosystems.get(base) ?? {
      advisories: new Map<string, Advisory>(),
      dumped: false,
    };
    ecosystems.set(base, {
      advisories,
      dumped: dumped || dump === undefined || dump === base,
    });
    const rows = advisory.affected.filter((row) => row.ecosystem === base);
    keepNewest(advisories, { ...advisory, affected: rows });
  }
}

function keepNewest(advisories: Map<string, Advisory>, advisory: Advisory): void {
  const known = advisories.get(advisory.id);
  if (!known || isNewer(advisory, known)) advisories.set(advisory.id, advisory);
}
