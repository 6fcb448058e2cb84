import type { Outcome } from '../../core/report.js';
import { SEVERITIES } from '../../core/severity.js';
import { isDay } from '../../lib/dates.js';
import { isCount, isNestedDeeper, list, object, text } from '../../lib/json.js';
import { toAsciiJson } from '../escape.js';
import type { Fleet, FleetMember, FleetPoint } from './fleet.js';

/** The file next to the page that has the results of earlier days. */
export const HISTORY_FILE = 'fleet.json';
/** A history of 10,000 images over 90 days has 50 MB. */
export const MAX_HISTORY_BYTES = 256_000_000;

const SCHEMA = 'portside-fleet/1';
const MAX_DEPTH = 8;
/** Entries of each list that are read. */
const MAX_ITEMS = 1_000_000;
const MAX_POINTS = 90;
const COUNTED = [...SEVERITIES, 'exploited'] as const;
const OUTCOMES = ['pass', 'fail', 'incomplete'] as const satisfies readonly Outcome[];
const KINDS = ['image', 'sbom', 'repository'] as const satisfies readonly FleetMember['kind'][];

/** A member without its newest report. */
type EarlierMember = Omit<FleetMember, 'newest' | 'label'>;

/** The results of earlier days. */
export interface FleetHistory {
  readonly members: readonly EarlierMember[];
  /** Vulnerabilities, and the day on which they were first reported. */
  readonly firstSeen: readonly (readonly [id: string, day: string])[];
}

/** The history as JSON, one member a line. */
export function* historyDocument({ members, firstSeen }: Fleet): Generator<string> {
  yield `{"schema":"${SCHEMA}",\n"members":[`;
  for (const [i, { kind, name, source, points }] of members.entries()) {
    const rows = points.map(({ time, outcome, counts }) => [
      time,
      outcome,
      ...COUNTED.map((key) => counts[key]),
    ]);
    yield `${i === 0 ? '\n' : ',\n'}${toAsciiJson([kind, name, rows, ...(source === undefined ? [] : [source])])}`;
  }
  yield `],\n"firstSeen":${toAsciiJson([...firstSeen])}}\n`;
}

/** Whether the bytes begin as a history does. */
export function isHistory(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 64)).toString('latin1').startsWith(`{"schema":"${SCHEMA}"`);
}

/**
 * Reads a history, which may be untrusted: an item of another shape is left out. Throws Error with the reason if it is not
 * JSON or too deep.
 */
export function readHistory(bytes: Buffer): FleetHistory {
  if (isNestedDeeper(bytes, MAX_DEPTH))
    throw new Error(`it is nested more than ${MAX_DEPTH} levels deep`);
  const { members, firstSeen } = object(JSON.parse(bytes.toString('utf8')));
  return {
    members: list(members).slice(0, MAX_ITEMS).flatMap(readMember),
    firstSeen: list(firstSeen)
      .slice(0, MAX_ITEMS)
      .flatMap((row) => {
        const [id, day] = list(row).map(text);
        return id !== undefined && day !== undefined && isDay(day) ? [[id, day] as const] : [];
      }),
  };
}

/** Whether the text is a time in UTC as reports have it. */
export function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z$/.test(text) && !Number.isNaN(Date.parse(text));
}

function readMember(row: unknown): EarlierMember[] {
  const [first, second, rows, last] = list(row);
  const kind = KINDS.find((one) => one === first);
  const name = text(second);
  const source = text(last);
  const points = list(rows).slice(-MAX_POINTS).flatMap(readPoint);
  if (!kind || name === undefined || points.length === 0) return [];
  return [{ kind, name, ...(source !== undefined && { source }), points }];
}

function readPoint(row: unknown): FleetPoint[] {
  const [first, second, ...numbers] = list(row);
  const time = text(first);
  const outcome = OUTCOMES.find((one) => one === second);
  if (time === undefined || !outcome || numbers.length !== COUNTED.length) return [];
  if (!numbers.every(isCount) || (time !== '' && !isTime(time))) return [];
  const [critical = 0, high = 0, medium = 0, low = 0, info = 0, exploited = 0] = numbers;
  return [{ time, outcome, counts: { critical, high, medium, low, info, exploited } }];
}
