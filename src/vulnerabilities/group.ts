import { compareText } from '../lib/text.js';
import type { Match } from './match.js';
import type { Advisory } from './record.js';

/** One vulnerability of one package: every record that is about it. */
export interface VulnerabilityGroup {
  /** The CVE id where there is one, else the most telling of the records' ids. */
  readonly rule: string;
  /** All ids, the rule first. */
  readonly ids: readonly string[];
  /** The records most about this vulnerability alone first. */
  readonly matches: readonly Match[];
}

/**
 * Joins the records of one package that are about the same vulnerability: those that share an id among their own, their
 * aliases and their upstream ids (union-find, so that the relation is transitive; `related` does not count). An advisory
 * of a distribution that fixes several CVEs at once says nothing of them being one: it belongs to each.
 */
export function groupMatches(matches: readonly Match[]): readonly VulnerabilityGroup[] {
  const sets = new DisjointSets();
  const memberships = matches.map((match): Member => ({ match, about: subjects(match.advisory) }));
  for (const { match, about } of memberships)
    if (about.length === 1) sets.join([match.advisory.id, ...about, ...match.advisory.aliases]);
    else for (const subject of about) sets.join([subject]);
  const groups = new Map<string, Member[]>();
  for (const member of memberships)
    for (const root of new Set(member.about.map((subject) => sets.find(subject)))) {
      const group = groups.get(root);
      if (group) group.push(member);
      else groups.set(root, [member]);
    }
  const ids = sets.all();
  return [...groups].map(([root, members]) => vulnerability(root, members, ids.get(root) ?? []));
}

/** The vulnerabilities that a record is about, itself where it names no other. */
function subjects(advisory: Advisory): readonly string[] {
  // Ubuntu's notices name their CVEs as related.
  const notice = advisory.id.startsWith('USN-');
  const named = notice ? [...advisory.upstream, ...advisory.related] : advisory.upstream;
  const cves = unique(named.filter(isCve));
  if (cves.length > 0) return cves;
  const [first] = advisory.upstream;
  return [first ?? advisory.id];
}

interface Member {
  readonly match: Match;
  /** See subjects. */
  readonly about: readonly string[];
}

function vulnerability(
  root: string,
  members: readonly Member[],
  joined: readonly string[],
): VulnerabilityGroup {
  const sorted = members.toSorted((a, b) => a.about.length - b.about.length);
  const ids = unique([
    ...joined,
    ...sorted.flatMap(({ match: { advisory }, about }) =>
      // Of an advisory about several CVEs, the others' ids belong to the others.
      about.length > 1 ? [advisory.id] : [advisory.id, ...advisory.aliases, ...advisory.upstream],
    ),
  ]).sort(byIdPrecedence);
  return { rule: ids[0] ?? root, ids, matches: sorted.map(({ match }) => match) };
}

/** What ids begin with, the most telling first. */
const ID_PRECEDENCE: ReadonlyMap<string, number> = new Map(
  ['CVE', 'MAL', 'GHSA', 'DSA', 'USN', 'RHSA', 'ALSA', 'RLSA', 'ELSA'].map((name, i) => [
    name,
    Math.min(i, 3),
  ]),
);

/** CVE ids first, oldest first; the order decides the rule, so it must not depend on the order of records. */
function byIdPrecedence(a: string, b: string): number {
  return rank(a) - rank(b) || compareIds(a, b);
}

function rank(id: string): number {
  return ID_PRECEDENCE.get(id.slice(0, id.indexOf('-'))) ?? ID_PRECEDENCE.size;
}

function compareIds(a: string, b: string): number {
  if (isCve(a) && isCve(b) && a.length !== b.length) {
    const [yearA, yearB] = [a.slice(4, 8), b.slice(4, 8)];
    if (yearA === yearB) return a.length - b.length;
  }
  return compareText(a, b);
}

export function isCve(id: string): boolean {
  return id.startsWith('CVE-');
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}

class DisjointSets {
  private readonly parents = new Map<string, string>();

  join(ids: readonly string[]): void {
    const [first, ...rest] = ids;
    if (first === undefined) return;
    const root = this.find(first);
    for (const id of rest) this.parents.set(this.find(id), root);
  }

  find(id: string): string {
    let root = id;
    for (
      let up = this.parents.get(root);
      up !== undefined && up !== root;
      up = this.parents.get(root)
    )
      root = up;
    // The path is shortened, so that long chains of aliases stay linear.
    for (let at = id; at !== root; ) {
      const up = this.parents.get(at) ?? root;
      this.parents.set(at, root);
      at = up;
    }
    this.parents.set(root, root);
    return root;
  }

  /** The ids of every set, by its root. */
  all(): ReadonlyMap<string, readonly string[]> {
    const sets = new Map<string, string[]>();
    for (const id of this.parents.keys()) {
      const root = this.find(id);
      const set = sets.get(root);
      if (set) set.push(id);
      else sets.set(root, [id]);
    }
    return sets;
  }
}
