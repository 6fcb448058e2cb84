import { stat } from 'node:fs/promises';
import type { Logger } from '../../core/host.js';
import { PortsideError, reason } from '../../lib/errors.js';
import type { CveRatings } from '../cve-ratings.js';
import { type Advisory, InvalidRecord, isNewer, parseWholeRecord } from '../record.js';
import { type DumpPart, findParts, isAdvisoryName, membersOf } from '../records/dump.js';
import type { RecordStore } from './record-store.js';

/** Where the records and ratings of dumps and feeds go. */
export interface RecordTarget {
  readonly store: RecordStore;
  readonly ratings: CveRatings;
  /** What could not be read. */
  readonly problems: string[];
  /** Dumps and feeds that could not be read at all, or not to their end. */
  readonly missing: string[];
  readonly now: Date;
}

/** Adds the records of dumps. Throws PortsideError (usage) for a folder without any. */
export async function readDumps(
  dumps: readonly string[],
  { store, ratings, problems, missing, now }: RecordTarget,
  progress: Logger['progress'],
): Promise<void> {
  const withdrawn = new Map<string, Advisory>();
  const parts = (await Promise.all(dumps.map(partsOf))).flat();
  const report = await partProgress(parts, progress);
  for (const part of parts)
    try {
      for await (const member of membersOf(part)) {
        report(part, member.stored ?? ('bytes' in member ? member.bytes.length : 0));
        if (!isAdvisoryName(member.name)) continue;
        const where = `${member.name} in ${part.path}`;
        if ('problem' in member) {
          problems.push(`${where}: ${member.problem}`);
          continue;
        }
        const advisory = readMember(member.bytes, where, { problems, now });
        if (advisory?.withdrawn) keepNewest(withdrawn, advisory);
        else if (advisory) store.add(advisory, part.ecosystem);
        if (advisory) ratings.add(advisory);
      }
    } catch (error) {
      problems.push(reason(error));
      missing.push(part.path);
    }
  // An older dump may have a withdrawn record from before it was withdrawn.
  for (const { records } of store.ecosystems.values())
    for (const advisory of withdrawn.values()) {
      const known = records.get(advisory.id);
      if (known && isNewer(advisory, known)) records.delete(advisory.id);
    }
}

async function partsOf(dump: string): Promise<readonly DumpPart[]> {
  const parts = await findParts(dump);
  if (parts.length > 0) return parts;
  throw new PortsideError(
    'PSE6001',
    `Cannot use the advisories ${dump}: the folder has no OSV records`,
    'Pass a folder with <Ecosystem>/all.zip or <Ecosystem>/*.json',
  );
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

function readMember(
  bytes: Buffer,
  where: string,
  { problems, now }: Pick<RecordTarget, 'problems' | 'now'>,
): Advisory | undefined {
  try {
    return parseWholeRecord(bytes.toString('utf8'), now, (why) =>
      problems.push(`${where}: ${why}`),
    );
  } catch (error) {
    if (!(error instanceof InvalidRecord)) throw error;
    problems.push(`${where}: ${error.message}`);
    return undefined;
  }
}

function keepNewest(advisories: Map<string, Advisory>, advisory: Advisory): void {
  const known = advisories.get(advisory.id);
  if (!known || isNewer(advisory, known)) advisories.set(advisory.id, advisory);
}
