import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PortsideError, reason } from '../../lib/errors.js';
import { readRegularFile } from '../../lib/regular-file.js';
import { CveRatings } from '../cve-ratings.js';
import { normalizeName, splitEcosystem } from '../ecosystem.js';
import {
  type Advisory,
  InvalidRecord,
  isNewer,
  MAX_RECORD_BYTES,
  parseRecord,
  parseWholeRecord,
} from '../record.js';
import {
  type AdvisorySource,
  type EcosystemQuery,
  queriesByEcosystem,
  type RecordProblem,
  type SourceResult,
} from './source.js';
import { type ZipMember, zipMembers } from './zip.js';

/** The folder with the files of feeds, in a folder of advisories. */
export const FEED_FOLDER = 'vendor-feeds';

/**
 * A dump of OSV records as a source: a folder with `<Ecosystem>/all.zip` or `<Ecosystem>/*.json`, a folder of JSON
 * files, or one zip. Reads only the ecosystems of the queries, and parses only the records that name a wanted package.
 * Throws PortsideError (usage) when the path does not exist, or is a folder without records.
 */
export async function openDump(path: string, now: Date): Promise<AdvisorySource> {
  const parts = await findParts(path);
  if (parts.length === 0 && !(await hasVendorFeeds(path)))
    throw new PortsideError(
      'PSE6001',
      `Cannot use the advisories ${path}: the folder has no OSV records`,
      'Pass a folder with <Ecosystem>/all.zip or <Ecosystem>/*.json, a zip, or a built database',
    );
  const read = new Set(CVE_PARTS);
  return {
    name: path,
    async find(queries) {
      const wanted = queriesByEcosystem(queries);
      for (const ecosystem of wanted.keys()) read.add(ecosystem);
      const collector = new RecordCollector(wanted, now);
      for (const part of parts) {
        if (part.ecosystem !== undefined && !wanted.has(part.ecosystem)) continue;
        await collector.addPart(part);
      }
      return collector.result();
    },
    async lookup(ids) {
      const wanted = new Set(ids);
      const ratings = new CveRatings((cve) => wanted.has(cve));
      for (const part of wanted.size === 0 ? [] : parts)
        if (part.ecosystem === undefined || read.has(part.ecosystem))
          await addRatings(part, wanted, ratings, now);
      return ratings.records(wanted);
    },
  };
}

/** A folder may have nothing but vendor feeds: see vendor-feeds/. */
async function hasVendorFeeds(path: string): Promise<boolean> {
  const found = await stat(join(path, FEED_FOLDER)).catch(() => undefined);
  return found?.isDirectory() ?? false;
}

/** Parts with ratings of CVEs, besides those of the queries: OSV's for records without a package, and Bitnami's. */
const CVE_PARTS = ['[EMPTY]', 'GIT', 'Bitnami'];

/** Adds the ratings of a part. What cannot be read was reported by the search, and leaves CVEs unrated. */
async function addRatings(
  part: DumpPart,
  wanted: ReadonlySet<string>,
  ratings: CveRatings,
  now: Date,
): Promise<void> {
  try {
    for await (const member of membersOf(part)) {
      if ('problem' in member || !member.name.endsWith('.json')) continue;
      const text = member.bytes.toString('utf8');
      // Parsing JSON takes much longer than looking for a wanted id.
      if (!text.includes('severity') || !mentionsAny(text, wanted)) continue;
      try {
        ratings.add(parseRecord(text, now));
      } catch (error) {
        if (!(error instanceof InvalidRecord)) throw error;
      }
    }
  } catch (error) {
    if (!(error instanceof PortsideError)) throw error;
  }
}

function mentionsAny(text: string, cves: ReadonlySet<string>): boolean {
  for (const [id] of text.matchAll(/CVE-[0-9]{4}-[0-9]{1,12}/g)) if (cves.has(id)) return true;
  return false;
}

/** A zip, a folder of JSON files, or what may have records and is not read. */
export interface DumpPart {
  readonly path: string;
  readonly kind: 'zip' | 'folder' | 'unread';
  /** From the name of its folder; undefined when it is not in a folder of its own. */
  readonly ecosystem: string | undefined;
}

/** The parts of a dump, sorted by name. */
export async function findParts(path: string): Promise<readonly DumpPart[]> {
  const found = await stat(path).catch((error) => {
    throw new PortsideError(
      'PSE6001',
      `Cannot open the advisories ${path}: ${reason(error)}`,
      'Pass a folder with <Ecosystem>/all.zip or <Ecosystem>/*.json, a zip, or a built database',
      error,
    );
  });
  if (!found.isDirectory()) return [{ path, kind: 'zip', ecosystem: undefined }];
  const parts = await partsIn(path, undefined);
  // The vendors' own formats are read by vendor-feeds/.
  for (const entry of await sortedEntries(path))
    if (entry.isDirectory() && entry.name !== FEED_FOLDER)
      parts.push(...(await partsIn(join(path, entry.name), splitEcosystem(entry.name).base)));
  return parts;
}

async function partsIn(folder: string, ecosystem: string | undefined): Promise<DumpPart[]> {
  const entries = await sortedEntries(folder);
  const names = entries.filter((e) => !e.isDirectory()).map((e) => e.name);
  const parts: DumpPart[] = [];
  for (const name of names)
    if (name.endsWith('.zip')) parts.push({ path: join(folder, name), kind: 'zip', ecosystem });
    else if (PACKED.test(name) && !name.endsWith('.json'))
      parts.push({ path: join(folder, name), kind: 'unread', ecosystem });
  for (const { name } of ecosystem === undefined ? [] : entries.filter((e) => e.isDirectory()))
    if (!name.startsWith('.')) parts.push({ path: join(folder, name), kind: 'unread', ecosystem });
  if (names.some(isRecord)) parts.push({ path: folder, kind: 'folder', ecosystem });
  return parts;
}

/** Records and dumps under names that Portside does not read: `A.JSON`, `ALL.ZIP`, `A.json.gz`. */
const PACKED = /\.(?:json|zip)(?:\.(?:gz|bz2|xz|zst))?$|\.(?:tar|tgz|7z)$|\.tar\.\w+$/i;

/** Whether a file of a dump may be a record: `A.json`, and `A.JSON` and `A.json.gz`, which membersOf() gives a problem. */
export function isAdvisoryName(name: string): boolean {
  return /\.json(?:\.(?:gz|bz2|xz|zst))?$/i.test(name);
}

/** CISA's catalog may be in the same folder: see feeds.ts. */
function isRecord(name: string): boolean {
  return name.endsWith('.json') && name !== 'known_exploited_vulnerabilities.json';
}

async function sortedEntries(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The files of a part; an unreadable one has a problem instead of bytes. Throws PortsideError for a damaged zip. */
export async function* membersOf(part: DumpPart): AsyncGenerator<ZipMember> {
  if (part.kind === 'unread')
    throw new PortsideError(
      'PSE6001',
      `${part.path} was not read: a dump has <Ecosystem>/all.zip and <Ecosystem>/*.json only`,
    );
  if (part.kind === 'zip') {
    for await (const member of zipMembers(part.path, MAX_RECORD_BYTES)) {
      const { name } = member;
      const isUnread = isAdvisoryName(name) && !name.endsWith('.json');
      yield isUnread ? { name, problem: 'its name does not end in .json' } : member;
    }
    return;
  }
  for (const entry of await sortedEntries(part.path))
    if (!entry.isDirectory() && isRecord(entry.name)) yield readMember(join(part.path, entry.name));
}

function readMember(path: string): ZipMember {
  const name = basename(path);
  try {
    return { name, bytes: readRegularFile(path, MAX_RECORD_BYTES) };
  } catch (error) {
    return { name, problem: reason(error) };
  }
}

/**
 * The names, ecosystems and times in the text of a record: matching them is much faster than parsing JSON. No package
 * has a longer name.
 */
const MENTION = /"(name|ecosystem|modified)"\s*:\s*"((?:[^"\\]|\\.){0,4096})"/g;

const MAX_PROBLEMS = 20;

/** Collects the records that name a wanted package, the coverage of the dump, and its problems. */
class RecordCollector {
  /** By id; several when a record is in several dumps, each with the rows of one ecosystem. */
  private readonly advisories = new Map<string, readonly Advisory[]>();
  private readonly problems: RecordProblem[] = [];
  private readonly coverage = new Map<
    string,
    { releases: Set<string>; records: number; modified: string | undefined }
  >();

  constructor(
    private readonly wanted: ReadonlyMap<string, EcosystemQuery>,
    private readonly now: Date,
  ) {}

  async addPart(part: DumpPart): Promise<void> {
    const partName = nameOf(part);
    if (part.ecosystem !== undefined) this.coverageOf(part.ecosystem);
    try {
      for await (const member of membersOf(part)) {
        if (!isAdvisoryName(member.name)) continue;
        if ('problem' in member)
          this.addProblem(`Record ${member.name} of ${partName}: ${member.problem}`);
        else this.addRecord(member.bytes.toString('utf8'), member.name, part);
      }
    } catch (error) {
      this.addProblem(`${partName}: ${reason(error)}`);
    }
  }

  result(): SourceResult {
    const more = this.problems.length - MAX_PROBLEMS;
    const problems = this.problems.slice(0, MAX_PROBLEMS);
    if (more > 0) problems.push({ message: `${more} more records could not be read` });
    const advisories = [...this.advisories.values()].flat().filter(({ withdrawn }) => !withdrawn);
    return { advisories, coverage: { ecosystems: this.coverage }, problems };
  }

  private addRecord(text: string, name: string, part: DumpPart): void {
    const partName = nameOf(part);
    if (!this.mentionsWanted(text, part.ecosystem)) {
      // A file that is not a record must not be skipped silently.
      if (!/^\s*\{[\s\S]*\}\s*$/.test(text))
        this.addProblem(`Record ${name} of ${partName}: it is not JSON`);
      return;
    }
    const damaged = (why: string) => this.addProblem(`Record ${name} of ${partName}: ${why}`);
    try {
      this.addAdvisory(parseWholeRecord(text, this.now, damaged));
    } catch (error) {
      if (!(error instanceof InvalidRecord)) throw error;
      damaged(error.message);
    }
  }

  /** Keeps the newest version of a record, which may be withdrawn. */
  private addAdvisory(advisory: Advisory): void {
    const { id } = advisory;
    const known = this.advisories.get(id) ?? [];
    const [other = advisory] = known;
    if (isNewer(other, advisory)) return;
    this.advisories.set(id, isNewer(advisory, other) ? [advisory] : [...known, advisory]);
  }

  /**
   * Whether the text names a wanted package. Also counts the record as coverage, but only for the ecosystem of its part:
   * a few npm records in Maven's dump do not cover npm.
   */
  private mentionsWanted(text: string, ecosystem: string | undefined): boolean {
    const bases = new Set<string>();
    const names: string[] = [];
    let modified: string | undefined;
    for (const [, key, raw = ''] of text.matchAll(MENTION)) {
      const value = raw.includes('\\') ? unescapeJson(raw) : raw;
      if (key === 'name') names.push(value);
      else if (key === 'ecosystem') {
        const { base, release } = splitEcosystem(value);
        bases.add(base);
        if (release !== undefined && (ecosystem === undefined || ecosystem === base))
          this.coverageOf(base).releases.add(release);
      } else modified ??= value;
    }
    let mentioned = false;
    for (const base of bases) {
      if (ecosystem === undefined || ecosystem === base) this.countRecord(base, modified);
      const wanted = this.wanted.get(base)?.names;
      mentioned ||= wanted !== undefined && names.some((n) => wanted.has(normalizeName(base, n)));
    }
    return mentioned;
  }

  private countRecord(base: string, modified: string | undefined): void {
    const coverage = this.coverageOf(base);
    coverage.records++;
    if (modified && (coverage.modified === undefined || modified > coverage.modified))
      coverage.modified = modified;
  }

  private coverageOf(base: string) {
    const coverage = this.coverage.get(base) ?? {
      releases: new Set<string>(),
      records: 0,
      modified: undefined,
    };
    this.coverage.set(base, coverage);
    return coverage;
  }

  private addProblem(message: string): void {
    this.problems.push({ message });
  }
}

function nameOf(part: DumpPart): string {
  return part.ecosystem ?? basename(part.path);
}

function unescapeJson(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}
