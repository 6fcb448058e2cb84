import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PortsideError, reason } from '../../lib/errors.js';
import { normalizeName, splitEcosystem } from '../ecosystem.js';
import { type Advisory, BadRecord, isNewer, LARGEST_RECORD, readRecord } from '../record.js';
import {
  type AdvisorySource,
  type EcosystemQuery,
  type Problem,
  queriesByEcosystem,
  type SourceResult,
} from './source.js';
import { type ZipMember, zipMembers } from './zip.js';

/**
 * OSV's own dumps: a folder laid out `<Ecosystem>/all.zip` or `<Ecosystem>/*.json`, a folder of JSON files, or one zip.
 * Only the ecosystems that are asked for are read; records that name none of the packages are passed over unparsed.
 * Throws PortsideError (usage) when the path does not exist.
 */
export async function openDump(path: string): Promise<AdvisorySource> {
  const parts = await findParts(path);
  return {
    name: path,
    async find(queries) {
      const wanted = queriesByEcosystem(queries);
      const collector = new Collector(wanted);
      for (const part of parts) {
        if (part.ecosystem !== undefined && !wanted.has(part.ecosystem)) continue;
        await collector.read(part);
      }
      return collector.found();
    },
  };
}

/** A zip or a folder of JSON files; `ecosystem` where the layout tells it. */
export interface DumpPart {
  readonly path: string;
  readonly kind: 'zip' | 'folder';
  readonly ecosystem: string | undefined;
}

/** The parts of a dump, in the order of their names. */
export async function findParts(path: string): Promise<readonly DumpPart[]> {
  const found = await stat(path).catch((error) => {
    throw new PortsideError(
      'PSE6000',
      `Cannot open the advisories ${path}: ${reason(error)}`,
      'Give a folder laid out <Ecosystem>/all.zip or <Ecosystem>/*.json, one zip, or a built database',
      error,
    );
  });
  if (!found.isDirectory()) return [{ path, kind: 'zip', ecosystem: undefined }];
  const parts = await partsIn(path, undefined);
  for (const entry of await sorted(path))
    if (entry.isDirectory())
      parts.push(...(await partsIn(join(path, entry.name), splitEcosystem(entry.name).base)));
  return parts;
}

async function partsIn(folder: string, ecosystem: string | undefined): Promise<DumpPart[]> {
  const names = (await sorted(folder)).filter((e) => !e.isDirectory()).map((e) => e.name);
  const parts: DumpPart[] = [];
  for (const name of names)
    if (name.endsWith('.zip')) parts.push({ path: join(folder, name), kind: 'zip', ecosystem });
  if (names.some(isRecord)) parts.push({ path: folder, kind: 'folder', ecosystem });
  return parts;
}

/** CISA's catalog may lie beside the records: see feeds.ts. */
function isRecord(name: string): boolean {
  return name.endsWith('.json') && name !== 'known_exploited_vulnerabilities.json';
}

async function sorted(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The files of a part; one that cannot be read comes with its problem. Throws PortsideError for a damaged zip. */
export async function* membersOf(part: DumpPart): AsyncGenerator<ZipMember> {
  if (part.kind === 'zip') {
    yield* zipMembers(part.path, LARGEST_RECORD);
    return;
  }
  for (const entry of await sorted(part.path))
    if (!entry.isDirectory() && isRecord(entry.name)) yield readMember(join(part.path, entry.name));
}

function readMember(path: string): ZipMember {
  const name = basename(path);
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const found = fstatSync(file);
    // A link to a device has no end.
    if (!found.isFile()) return { name, problem: 'it is no regular file' };
    if (found.size > LARGEST_RECORD)
      return { name, problem: `it is larger than ${LARGEST_RECORD >> 20} MB` };
    return { name, bytes: readFileSync(file) };
  } catch (error) {
    return { name, problem: reason(error) };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** The names and ecosystems in a record's text; far cheaper than parsing it. No package has a name of that length. */
const MENTION = /"(name|ecosystem|modified)"\s*:\s*"((?:[^"\\]|\\.){0,4096})"/g;

const MOST_PROBLEMS = 20;

/** Gathers the records that speak of wanted packages, and what there was to read. */
class Collector {
  /** By id; a record that is in several dumps may come with the rows of one ecosystem in each. */
  private readonly advisories = new Map<string, readonly Advisory[]>();
  private readonly problems: Problem[] = [];
  private readonly coverage = new Map<
    string,
    { releases: Set<string>; records: number; modified: string | undefined }
  >();

  constructor(private readonly wanted: ReadonlyMap<string, EcosystemQuery>) {}

  async read(part: DumpPart): Promise<void> {
    const where = whereOf(part);
    if (part.ecosystem !== undefined) this.cover(part.ecosystem);
    try {
      for await (const member of membersOf(part)) {
        if (!member.name.endsWith('.json')) continue;
        if ('problem' in member)
          this.problem(`Record ${member.name} of ${where}: ${member.problem}`);
        else this.readText(member.bytes.toString('utf8'), member.name, part);
      }
    } catch (error) {
      this.problems.push({ message: `${where}: ${reason(error)}` });
    }
  }

  found(): SourceResult {
    const over = this.problems.length - MOST_PROBLEMS;
    const problems = this.problems.slice(0, MOST_PROBLEMS);
    if (over > 0) problems.push({ message: `and ${over} more records that could not be read` });
    const advisories = [...this.advisories.values()].flat().filter(({ withdrawn }) => !withdrawn);
    return { advisories, coverage: { ecosystems: this.coverage }, problems };
  }

  private readText(text: string, name: string, part: DumpPart): void {
    const where = whereOf(part);
    if (!this.mentionsWanted(text, part.ecosystem)) {
      // What is no record at all is not passed over in suppress.
      if (!/^\s*\{[\s\S]*\}\s*$/.test(text))
        this.problem(`Record ${name} of ${where}: it is not JSON`);
      return;
    }
    try {
      this.keep(readRecord(text));
    } catch (error) {
      if (!(error instanceof BadRecord)) throw error;
      this.problem(`Record ${name} of ${where}: ${error.message}`);
    }
  }

  /** Of several states of a record the newest: it may have been withdrawn since. */
  private keep(advisory: Advisory): void {
    const { id } = advisory;
    const known = this.advisories.get(id) ?? [];
    const [other = advisory] = known;
    if (isNewer(other, advisory)) return;
    this.advisories.set(id, isNewer(advisory, other) ? [advisory] : [...known, advisory]);
  }

  /** Coverage counts for the part's own ecosystem: a few npm records in Maven's dump do not cover npm. */
  private mentionsWanted(text: string, only: string | undefined): boolean {
    const bases = new Set<string>();
    const names: string[] = [];
    let modified: string | undefined;
    for (const [, key, raw = ''] of text.matchAll(MENTION)) {
      const value = raw.includes('\\') ? unescaped(raw) : raw;
      if (key === 'name') names.push(value);
      else if (key === 'ecosystem') {
        const { base, release } = splitEcosystem(value);
        bases.add(base);
        if (release !== undefined && (only === undefined || only === base))
          this.cover(base).releases.add(release);
      } else modified ??= value;
    }
    let mentioned = false;
    for (const base of bases) {
      if (only === undefined || only === base) this.count(base, modified);
      const wanted = this.wanted.get(base)?.names;
      mentioned ||= wanted !== undefined && names.some((n) => wanted.has(normalizeName(base, n)));
    }
    return mentioned;
  }

  private count(base: string, modified: string | undefined): void {
    const known = this.cover(base);
    known.records++;
    if (modified && (known.modified === undefined || modified > known.modified))
      known.modified = modified;
  }

  private cover(base: string) {
    const known = this.coverage.get(base) ?? {
      releases: new Set<string>(),
      records: 0,
      modified: undefined,
    };
    this.coverage.set(base, known);
    return known;
  }

  private problem(message: string): void {
    this.problems.push({ message });
  }
}

function whereOf(part: DumpPart): string {
  return part.ecosystem ?? basename(part.path);
}

function unescaped(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}
