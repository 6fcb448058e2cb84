import type { RecordFile, StoredText } from '../../lib/record-file.js';
import { normalizeName } from '../ecosystem.js';
import { type Advisory, isNewer } from '../record.js';
import { needsCveRating, type Scorer } from '../severity.js';
import { isCve, subjectsOf } from '../vulnerability.js';

/** The records of an ecosystem, each with the rows of this ecosystem. */
export interface EcosystemRecords {
  /** By id. */
  readonly records: Map<string, StoredRecord>;
  /** Whether the ecosystem's own dump was read: a few npm records in Maven's dump do not cover npm. */
  readonly dumped: boolean;
}

/** What is known of a record without reading it from the file. */
export interface StoredRecord {
  readonly id: string;
  readonly modified: string | undefined;
  /** Withdrawn records are not stored. */
  readonly withdrawn: false;
  /** The first of its names: see affectedNames(). */
  readonly name: string;
  /** CVEs that it is about and does not rate. */
  readonly unrated: readonly string[];
  readonly place: StoredText;
}

/** The records for a database by ecosystem. They are in a temporary file: those of a vendor alone may have gigabytes. */
export class RecordStore {
  readonly ecosystems = new Map<string, EcosystemRecords>();

  constructor(
    private readonly file: RecordFile,
    private readonly score: Scorer,
  ) {}

  /** Names and times that many records share, each kept once. */
  private readonly texts = new Map<string, string>();

  load({ place }: StoredRecord): Advisory {
    return JSON.parse(this.file.read(place));
  }

  /** Adds a record, of which the newest version stays. `dump` is the ecosystem that its dump is for, when that is known. */
  add(advisory: Advisory, dump: string | undefined): void {
    for (const [base, part] of partsOf(advisory)) {
      const { records } = this.ecosystem(base, dump);
      const known = records.get(advisory.id);
      if (!known || isNewer(advisory, known)) records.set(advisory.id, this.stored(part));
    }
  }

  /** Adds a record of a feed. Those with one id, of several files, become one with the rows of all. */
  join(advisory: Advisory, feed: string): void {
    for (const [base, part] of partsOf(advisory)) {
      const { records } = this.ecosystem(base, feed);
      const known = records.get(advisory.id);
      records.set(advisory.id, this.stored(known ? joined(this.load(known), part) : part));
    }
  }

  /** Adds the records of another store that has the same file. The newest version of a record stays. */
  addAll({ ecosystems }: RecordStore): void {
    for (const [base, { records, dumped }] of ecosystems) {
      const own = this.ecosystem(base, dumped ? base : '');
      for (const [id, record] of records) {
        const known = own.records.get(id);
        if (!known || isNewer(record, known)) own.records.set(id, record);
      }
    }
  }

  /** All records of an ecosystem. */
  all(base: string): readonly Advisory[] {
    return [...(this.ecosystems.get(base)?.records.values() ?? [])].map((one) => this.load(one));
  }

  /** Replaces the records of an ecosystem. */
  replace(base: string, advisories: readonly Advisory[]): void {
    const { records } = this.ecosystem(base, base);
    records.clear();
    for (const advisory of advisories) records.set(advisory.id, this.stored(advisory));
  }

  private ecosystem(base: string, dump: string | undefined): EcosystemRecords {
    const known = this.ecosystems.get(base);
    const dumped = known?.dumped === true || dump === undefined || dump === base;
    const ecosystem = { records: known?.records ?? new Map<string, StoredRecord>(), dumped };
    this.ecosystems.set(base, ecosystem);
    return ecosystem;
  }

  /** A copy, since a part of a larger text keeps all of that in memory. */
  private shared(text: string): string {
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    const copy = Buffer.from(text).toString('utf8');
    if (this.texts.size < MAX_TEXTS) this.texts.set(copy, copy);
    return copy;
  }

  private stored(advisory: Advisory): StoredRecord {
    const { id, modified } = advisory;
    const named = subjectsOf(advisory, advisory.aliases).filter(isCve);
    const isUnrated = named.length > 1 || needsCveRating(advisory, this.score);
    return {
      id,
      modified: modified === undefined ? undefined : this.shared(modified),
      withdrawn: false,
      name: this.shared(affectedNames(advisory)[0] ?? ''),
      unrated: isUnrated && named.length > 0 ? named : NONE,
      place: this.file.add(JSON.stringify(advisory)),
    };
  }
}

/** More are not kept: then each record has its own. */
const MAX_TEXTS = 200_000;

const NONE: readonly string[] = [];

/** The normalized names of the packages that an advisory affects. No package has a name with a line break. */
export function affectedNames(advisory: Advisory): readonly string[] {
  const names = advisory.affected.map((row) => normalizeName(row.ecosystem, row.name));
  return [...new Set(names)].filter((name) => !name.includes('\n')).sort();
}

/** A record with rows of several ecosystems is in each of them, with the rows of that ecosystem. */
function partsOf(advisory: Advisory): readonly (readonly [base: string, part: Advisory])[] {
  const bases = [...new Set(advisory.affected.map(({ ecosystem }) => ecosystem))];
  return bases.map((base) => [
    base,
    { ...advisory, affected: advisory.affected.filter((row) => row.ecosystem === base) },
  ]);
}

function joined(a: Advisory, b: Advisory): Advisory {
  const newest = (a.modified ?? '') >= (b.modified ?? '') ? a : b;
  const rows = new Map([...a.affected, ...b.affected].map((row) => [JSON.stringify(row), row]));
  return { ...newest, affected: [...rows.values()] };
}
