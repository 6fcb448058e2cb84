import { addTo } from '../../lib/group-by.js';
import { announcedDay } from '../fix-date.js';
import type { Advisory, Affected } from '../record.js';
import { subjectsOf } from '../vulnerability.js';

/**
 * The advisories of a source with those of a vendor's feeds. Where both have a row for the same vulnerability, package and
 * release, the vendor decides:
 *
 * - Both have the same fix: the row of the source stays, which may also know the first affected version.
 * - Otherwise the row of the feed replaces it: OSV's copy may be older.
 * - A row of the feed without ranges says that the package is not affected: the row of the source is dropped.
 *
 * What only one of them has stays. An advisory of the source about several vulnerabilities is replaced only where the feed
 * has a row for each of them. The day on which such an advisory announced the fix goes to the row of the feed.
 */
export function mergeFeedAdvisories(
  source: readonly Advisory[],
  feed: readonly Advisory[],
): readonly Advisory[] {
  const fixes = fixesByStatement(feed);
  const ecosystems = new Set(feed.flatMap(({ affected }) => affected.map((row) => row.ecosystem)));
  const kept = new Set<string>();
  const originals = new Map(source.map((advisory) => [advisory.id, advisory]));
  const merged = new Map<string, Advisory[]>();
  const add = (advisory: Advisory, affected: readonly Affected[]) => {
    if (affected.length === 0) return;
    const [known, ...others] = merged.get(advisory.id) ?? [];
    const rows = known ? [...known.affected, ...affected] : affected;
    // The record of the source may have a severity, even if all its rows are replaced.
    const about = known ?? originals.get(advisory.id) ?? advisory;
    merged.set(advisory.id, [{ ...about, affected: rows }, ...others]);
  };
  for (const advisory of source) {
    if (!advisory.affected.some((row) => ecosystems.has(row.ecosystem))) {
      // An advisory in several dumps stays as often as it is there.
      addTo(merged, advisory.id, advisory);
      continue;
    }
    const rows = advisory.affected.filter((row) => {
      const keys = keysOf(advisory, row);
      if (!keys.every((key) => fixes.has(key))) return true;
      const [key = ''] = keys;
      if (keys.length > 1 || fixes.get(key) !== fixOf(row)) return false;
      kept.add(key);
      return true;
    });
    add(advisory, rows);
  }
  const dated = datedRows(source);
  for (const advisory of feed)
    add(
      advisory,
      advisory.affected
        .filter(
          (row) => !isNotAffected(row) && !keysOf(advisory, row).every((key) => kept.has(key)),
        )
        .map((row) => dated(advisory, row)),
    );
  return [...merged.values()].flat();
}

/** Adds to rows the first day on which an advisory of the source announced the same fix. */
function datedRows(source: readonly Advisory[]): (advisory: Advisory, row: Affected) => Affected {
  const days = new Map<string, string>();
  for (const advisory of source) {
    const day = announcedDay(advisory);
    if (day === undefined) continue;
    for (const row of advisory.affected)
      for (const key of keysOf(advisory, row).map((one) => `${one}\n${fixOf(row)}`)) {
        const known = days.get(key);
        if (known === undefined || day < known) days.set(key, day);
      }
  }
  return (advisory, row) => {
    const [key = ''] = keysOf(advisory, row);
    const fixPublished = days.get(`${key}\n${fixOf(row)}`);
    return fixPublished === undefined || row.vendor?.fixPublished !== undefined
      ? row
      : { ...row, vendor: { ...row.vendor, fixPublished } };
  };
}

/** What the feed says about each vulnerability of each package in each release. */
function fixesByStatement(feed: readonly Advisory[]): ReadonlyMap<string, string> {
  const fixes = new Map<string, string>();
  for (const advisory of feed)
    for (const row of advisory.affected)
      for (const key of keysOf(advisory, row)) {
        const known = fixes.get(key);
        const fix = fixOf(row);
        fixes.set(key, known === undefined || known === fix ? fix : `${known}\n${fix}`);
      }
  return fixes;
}

/** One for each vulnerability that the advisory is about. */
function keysOf(advisory: Advisory, { ecosystem, release, name }: Affected): readonly string[] {
  return subjectsOf(advisory).map((subject) =>
    [ecosystem, release ?? '', name, subject].join('\n'),
  );
}

/** The fixed versions of a row, as one text. */
function fixOf(row: Affected): string {
  if (isNotAffected(row)) return 'not affected';
  const fixed = row.ranges.flatMap(({ events }) =>
    events.filter(({ kind }) => kind === 'fixed').map(({ version }) => version),
  );
  return [...new Set(fixed)].sort().join('\n');
}

function isNotAffected({ ranges, versions }: Affected): boolean {
  return ranges.length === 0 && versions.length === 0;
}
