import { dayOf } from '../../lib/dates.js';
import { isObject, list, object } from '../../lib/json.js';
import { releasesSince } from '../../releases/releases.js';
import { apk } from '../versions/apk.js';
import {
  affectedRow,
  ecosystemOf,
  type FeedContent,
  InvalidFeed,
  type OsvAffected,
  type OsvRecord,
  type VendorFeed,
} from './feed.js';
import { readJson } from './read-text.js';
import { isAdvisoryId, isPlainWord } from './valid.js';

const REPOSITORIES = ['main', 'community'] as const;

/**
 * Alpine's security database: for each source package the versions that fix vulnerabilities. The version 0 says that the
 * package is not affected. OSV has the repository main only, without edge.
 * Source: wiki.alpinelinux.org, "Security tracker"; gitlab.alpinelinux.org/alpine/infra/docker/secdb, README.
 */
export const alpineSecdb: VendorFeed = {
  id: 'alpine-secdb',
  name: 'Alpine secdb',
  ecosystem: 'Alpine',
  size: 'small',
  limit: 'Alpine’s secdb lists fixed vulnerabilities only: unfixed vulnerabilities are not covered',
  documentation: 'https://secdb.alpinelinux.org/',
  files: (release) =>
    release !== undefined && /^(?:v3\.[0-9]{1,3}|edge)$/.test(release)
      ? REPOSITORIES.map((repository) => ({
          name: fileName(release, repository),
          addresses: [`https://secdb.alpinelinux.org/${release}/${repository}.json`],
          release,
        }))
      : [],
  releases: (now) => [...releasesSince('alpine', dayOf(now)).map((one) => `v${one}`), 'edge'],
  read,
};

function fileName(release: string, repository: string): string {
  return `alpine-${release}-${repository}.json`;
}

async function* read(content: FeedContent): AsyncGenerator<OsvRecord> {
  const json = await readJson(content.chunks);
  // A repository without fixes has null.
  if (!isObject(json) || !(Array.isArray(json.packages) || json.packages === null))
    throw new InvalidFeed('it has no list of packages');
  const { release } = content.file;
  // A file under the name of another release would give wrong fixes.
  const actual = json.distroversion;
  if (typeof actual === 'string' && actual !== release)
    throw new InvalidFeed(`it is about Alpine ${JSON.stringify(actual.slice(0, 40))}`);
  const { reponame } = json;
  if (typeof reponame === 'string' && content.file.name !== fileName(release ?? '', reponame))
    throw new InvalidFeed(`it is about the repository ${JSON.stringify(reponame.slice(0, 40))}`);
  const rows = new Map<string, Map<string, Set<string>>>();
  for (const entry of list(json.packages)) addPackage(entry, rows, content);
  for (const [id, packages] of rows)
    yield {
      id: `ALPINE-${id}`,
      upstream: [id],
      affected: [...packages].map(([name, versions]) => rowOf(release, name, versions)),
      references: [{ type: 'ADVISORY', url: `https://security.alpinelinux.org/vuln/${id}` }],
    };
}

/** Adds the fixed versions of a package by vulnerability and name. */
function addPackage(
  entry: unknown,
  rows: Map<string, Map<string, Set<string>>>,
  content: FeedContent,
): void {
  const { name, secfixes } = object(object(entry).pkg);
  if (!isPlainWord(name)) {
    content.problem('a package has no valid name');
    return;
  }
  // The database writes empty objects as empty lists, and the other way round.
  if (!isObject(secfixes)) {
    if (list(secfixes).length > 0 || !Array.isArray(secfixes))
      content.problem(`package ${name} has no valid fixes`, name);
    return;
  }
  for (const [version, ids] of Object.entries(secfixes)) {
    // An invalid version would be in no order, so that all versions were affected.
    if (!isPlainWord(version) || !apk.isValid(version)) {
      content.problem(`package ${name} has a fix without a valid version`, name);
      continue;
    }
    for (const id of list(ids).flatMap(idsOf)) {
      const packages = rows.get(id) ?? new Map<string, Set<string>>();
      rows.set(id, packages);
      packages.set(name, (packages.get(name) ?? new Set()).add(version));
    }
  }
}

/**
 * The vulnerabilities that an entry names: its CVEs, else its first id. Entries are written by hand:
 * `CVE-2018-12892 XSA-266`, `CVE-2017-2616 (+ regression fix)`, `CVE_2019-2426`.
 */
function idsOf(entry: unknown): readonly string[] {
  if (typeof entry !== 'string') return [];
  const words = entry
    .slice(0, 1000)
    .replaceAll('CVE_', 'CVE-')
    .split(/[\s,;()]+/);
  const ids = words.filter(isAdvisoryId);
  const cves = ids.filter((id) => id.startsWith('CVE-'));
  return cves.length > 0 ? cves : ids.slice(0, 1);
}

/** A vulnerability with several fixed versions was not fixed completely by the first. */
function rowOf(
  release: string | undefined,
  name: string,
  versions: ReadonlySet<string>,
): OsvAffected {
  const ecosystem = ecosystemOf('Alpine', release);
  return affectedRow(ecosystem, name, versions.has('0') ? 'not affected' : [...versions]);
}
