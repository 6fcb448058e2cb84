import type { VulnerabilityDetails } from '../core/details.js';
import { isDay } from '../lib/dates.js';
import type { Match } from './match.js';
import type { Advisory } from './record.js';

export type FixDate = Pick<VulnerabilityDetails, 'fixPublished' | 'fixDatedBy'>;

/**
 * The day on which the fixed version was published: the earliest on which the distribution announced this version, else
 * that of the first advisory, which most databases publish with the fix. Empty without a fix, and if no day is known.
 */
export function fixDate(matches: readonly Match[], fixed: string | undefined): FixDate {
  if (fixed === undefined) return {};
  const announced = matches
    .filter((match) => match.fixed === fixed)
    .flatMap(({ advisory, row }) => announcedDay(advisory) ?? row.vendor?.fixPublished ?? []);
  const distribution = first(announced);
  if (distribution !== undefined) return { fixPublished: distribution, fixDatedBy: 'distribution' };
  const advisory = first(matches.flatMap((match) => publishedDay(match.advisory) ?? []));
  return advisory === undefined ? {} : { fixPublished: advisory, fixDatedBy: 'advisory' };
}

/** The day on which a distribution announced fixed packages; undefined for advisories of other kinds. */
export function announcedDay(advisory: Advisory): string | undefined {
  return ANNOUNCEMENT.test(advisory.id) ? publishedDay(advisory) : undefined;
}

/**
 * Advisories that announce fixed packages. Others are about a vulnerability (DEBIAN-CVE-…, UBUNTU-CVE-…, ALPINE-CVE-…): they
 * have the day of the vulnerability, however late the fix was. Source: ossf.github.io/osv-schema, "id, modified fields".
 */
const ANNOUNCEMENT =
  /^(?:D[SL]A|USN|LSN|(?:RH|RX|RL|AL|EL)[SBE]A|ALAS[A-Z0-9_.]*|BRSA|(?:open)?SUSE-[SRFO]U|FEDORA|MGASA|OESA|PHSA)-/;

function publishedDay({ published }: Advisory): string | undefined {
  const day = published?.slice(0, 10);
  return day !== undefined && isDay(day) ? day : undefined;
}

function first(days: readonly string[]): string | undefined {
  return days.toSorted()[0];
}
