import { isObject, type JsonObject, nonEmptyText, object, text } from '../../lib/json.js';
import { releaseOfCodename } from '../../releases/releases.js';
import {
  affectedRow,
  type FeedContent,
  InvalidFeed,
  type OsvAffected,
  type OsvRecord,
  type VendorFeed,
} from './feed.js';
import { readMembers } from './json-members.js';
import { isPlainWord } from './valid.js';

const MAX_ROWS = 5_000_000;

/**
 * Debian's security tracker: the decisions that OSV's copy of it leaves out. Its releases have code names; one that
 * Portside does not know is left out, and its packages stay uncovered.
 */
export const debianTracker: VendorFeed = {
  id: 'debian-tracker',
  name: 'Debian security tracker',
  ecosystem: 'Debian',
  size: 'large',
  documentation: 'https://security-tracker.debian.org/tracker/',
  files: () => [
    {
      name: 'debian-tracker.json',
      addresses: ['https://security-tracker.debian.org/tracker/data/json'],
      release: undefined,
    },
  ],
  read,
};

async function* read({ chunks, problem }: FeedContent): AsyncGenerator<OsvRecord> {
  const tracker = new DebianTracker();
  for await (const [name, cves] of readMembers(chunks)) tracker.add(name, cves, problem);
  yield* tracker.records();
}

/**
 * Collects the packages of Debian's security tracker, and makes one record in OSV's form of each CVE: `DEBIAN-CVE-2024-1`,
 * the id that OSV gives the same facts. The states that OSV drops become the vendor's words on rows without a fix.
 * Source: security-tracker.debian.org/tracker/data/json, security-team.debian.org/security_tracker.html.
 */
class DebianTracker {
  private readonly entries = new Map<string, { summary: string | undefined; rows: Row[] }>();
  private rows = 0;

  /** Adds the CVEs of a source package. */
  add(name: string, cves: unknown, problem: FeedContent['problem']): void {
    if (!isPlainWord(name) || !isObject(cves)) {
      problem('a package has no valid name or CVEs');
      return;
    }
    for (const [id, cve] of Object.entries(cves)) {
      // TEMP-… ids change, and name what has no CVE yet.
      if (!/^CVE-[0-9]{4}-[0-9]+$/.test(id)) continue;
      if (!isObject(cve) || !isObject(cve.releases)) {
        problem(`${id} of package ${name} has no releases`);
        continue;
      }
      const rows = Object.entries(cve.releases).flatMap(([codename, release]) =>
        rowOf(name, codename, object(release)),
      );
      this.rows += rows.length;
      if (this.rows > MAX_ROWS) throw new InvalidFeed(`it has more than ${MAX_ROWS} rows`);
      if (rows.length === 0) continue;
      const entry = this.entries.get(id);
      if (entry) entry.rows.push(...rows);
      else this.entries.set(id, { summary: text(cve.description)?.slice(0, 1000), rows });
    }
  }

  /** The records, without times: the tracker has none. */
  *records(): Generator<OsvRecord> {
    for (const [cve, { summary, rows }] of this.entries)
      yield {
        id: `DEBIAN-${cve}`,
        upstream: [cve],
        summary,
        affected: rows.map(osvRow),
        references: [
          { type: 'ADVISORY', url: `https://security-tracker.debian.org/tracker/${cve}` },
        ],
      };
  }
}

interface Row {
  readonly name: string;
  readonly release: string;
  readonly fixed: string | undefined;
  readonly urgency: string | undefined;
  readonly state: string | undefined;
}

/** `fixed_version` 0 says that the release is not affected. The tracker does not know about undetermined ones. */
function rowOf(name: string, codename: string, release: JsonObject): Row[] {
  const number = releaseOfCodename('debian', codename);
  if (number === undefined) return [];
  const urgency = nonEmptyText(release.urgency);
  const fixed = nonEmptyText(release.fixed_version);
  if (release.status === 'open')
    return [{ name, release: number, fixed: undefined, urgency, state: stateOf(release) }];
  if (release.status !== 'resolved' || fixed === undefined || fixed === '0') return [];
  return [{ name, release: number, fixed, urgency, state: undefined }];
}

/** `ignored` and `postponed` are Debian's reasons for no advisory; without one, the vulnerability is minor. */
function stateOf({ nodsa, nodsa_reason: why, urgency }: JsonObject): string | undefined {
  if (typeof urgency === 'string' && /^end-of-life\**$/.test(urgency)) return 'end of life';
  if (nonEmptyText(why) !== undefined) return text(why);
  return typeof nodsa === 'string' ? 'no advisory planned' : undefined;
}

function osvRow({ name, release, fixed, urgency, state }: Row): OsvAffected {
  return {
    ...affectedRow(`Debian:${release}`, name, fixed === undefined ? [] : [fixed]),
    ecosystem_specific: { urgency, ...(state !== undefined && { vendor: { state } }) },
  };
}
