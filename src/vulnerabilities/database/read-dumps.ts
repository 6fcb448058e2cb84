import { reason } from '../../lib/errors.js';
import { type Advisory, BadRecord, isNewer, readRecord } from '../record.js';
import { findParts, membersOf } from '../sources/dump.js';

/** The records of an ecosystem. */
export interface EcosystemRecords {
  readonly advisories: Map<string, Advisory>;
  /** Whether a dump of this ecosystem was read: a few npm records in Maven's dump do not cover npm. */
  readonly dumped: boolean;
}

/** Records by ecosystem and id; one with rows of several ecosystems is kept in each, with the rows of that one. */
export async function readDumps(
  dumps: readonly string[],
  problems: string[],
): Promise<Map<string, EcosystemRecords>> {
  const ecosystems = new Map<string, EcosystemRecords>();
  const withdrawn = new Map<string, Advisory>();
  for (const dump of dumps)
    for (const part of await findParts(dump))
      try {
        for await (const member of membersOf(part)) {
          if (!member.name.endsWith('.json')) continue;
          const where = `${member.name} of ${part.path}`;
          if ('problem' in member) {
            problems.push(`${where}: ${member.problem}`);
            continue;
          }
          const advisory = readMember(member.bytes, where, problems);
          if (advisory?.withdrawn) keepNewest(withdrawn, advisory);
          else if (advisory) addRecord(advisory, part.ecosystem, ecosystems);
        }
      } catch (error) {
        problems.push(reason(error));
      }
  // What was withdrawn may be in an older dump as it was before.
  for (const { advisories } of ecosystems.values())
    for (const advisory of withdrawn.values()) {
      const known = advisories.get(advisory.id);
      if (known && isNewer(advisory, known)) advisories.delete(advisory.id);
    }
  return ecosystems;
}

function readMember(bytes: Buffer, where: string, problems: string[]): Advisory | undefined {
  try {
    return readRecord(bytes.toString('utf8'));
  } catch (error) {
    if (!(error instanceof BadRecord)) throw error;
    problems.push(`${where}: ${error.message}`);
    return undefined;
  }
}

function addRecord(
  advisory: Advisory,
  only: string | undefined,
  ecosystems: Map<string, EcosystemRecords>,
): void {
  for (const base of new Set(advisory.affected.map((row) => row.ecosystem))) {
    const { advisories, dumped } = ecosystems.get(base) ?? {
      advisories: new Map<string, Advisory>(),
      dumped: false,
    };
    ecosystems.set(base, {
      advisories,
      dumped: dumped || only === undefined || only === base,
    });
    const rows = advisory.affected.filter((row) => row.ecosystem === base);
    keepNewest(advisories, { ...advisory, affected: rows });
  }
}

function keepNewest(known: Map<string, Advisory>, advisory: Advisory): void {
  const before = known.get(advisory.id);
  if (!before || isNewer(advisory, before)) known.set(advisory.id, advisory);
}
