import { stat } from 'node:fs/promises';
import type { Logger } from '../../core/host.js';
import { reason } from '../../lib/errors.js';
import { CveRatings } from '../cve-ratings.js';
import { type Advisory, InvalidRecord, isNewer, parseRecord } from '../record.js';
import { type DumpPart, findParts, membersOf } from '../sources/dump.js';

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
  progress: Logger['progress'],
): Promise<DumpRecords> {
  const ecosystems = new Map<string, EcosystemRecords>();
  const ratings = new CveRatings();
  const withdrawn = new Map<string, Advisory>();
  const parts = (await Promise.all(dumps.map(findParts))).flat();
  const report = await partProgress(parts, progress);
  for (const part of parts)
    try {
      for await (const member of membersOf(part)) {
        report(part, member.stored ?? ('bytes' in member ? member.bytes.length : 0));
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

/** Reports the bytes of the dumps that were read. */
async function partProgress(
  parts: readonly DumpPart[],
  progress: Logger['progress'],
): Promise<(part: DumpPart, bytes: number) => void> {
  const sizes = parts.map(async ({ path, kind }) => (kind === 'zip' ? (await stat(path)).size : 0));
  // The files of a folder are not counted in advance.
  const isKnown = parts.every(({ kind }) => kind === 'zip');
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  let done = 0;
  return ({ path, ecosystem }, bytes) => {
    done += bytes;
    progress(
      `reading the advisories of ${ecosystem ?? path}`,
      isKnown ? { done, total } : { done },
    );
  };
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

/** `dump` is the ecosystem that the dump or feed is for, when that is known. */
export function addRecord(
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
