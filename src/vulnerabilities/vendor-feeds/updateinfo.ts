import {
  affectedRow,
  ecosystemOf,
  type FeedContent,
  InvalidFeed,
  type OsvAffected,
  type OsvRecord,
} from './feed.js';
import { cvesIn, isAdvisoryId, isPlainWord, timeOf } from './valid.js';
import { readXml, type XmlHandler } from './xml.js';

/** An `update` of an updateinfo, as it is written. */
export interface Update {
  id: string;
  type: string;
  title: string;
  severity: string;
  issued: string | undefined;
  updated: string | undefined;
  readonly references: Reference[];
  readonly packages: UpdatedPackage[];
  /** Packages that have no valid name or version. */
  invalid: number;
}

interface Reference {
  readonly id: string;
  readonly title: string;
  readonly href: string;
}

interface UpdatedPackage {
  readonly name: string;
  /** `[epoch:]version-release`. */
  readonly version: string;
}

/** No update of a real feed has more: those of a kernel with all architectures have a few hundred. */
const MAX_PACKAGES = 20_000;
const MAX_REFERENCES = 5_000;
/** Real feeds have less than 10,000. */
const MAX_UPDATES = 200_000;

/**
 * Reads the updateinfo.xml of an rpm repository: its security updates, each with the vulnerabilities that it fixes and the
 * fixed versions of binary packages. Throws InvalidFeed when the file is no updateinfo.
 * Source: dnf's updateinfo, as createrepo_c writes it.
 */
export async function* readUpdateinfo(
  { chunks, file, problem }: FeedContent,
  ecosystem: string,
): AsyncGenerator<OsvRecord> {
  let updates = 0;
  for await (const update of readXml<Update>(chunks, updateinfoHandler)) {
    if (++updates > MAX_UPDATES) throw new InvalidFeed(`it has more than ${MAX_UPDATES} updates`);
    if (update.type !== 'security') continue;
    if (!isAdvisoryId(update.id)) {
      problem('an update has no valid id');
      continue;
    }
    if (update.invalid > 0)
      problem(`${update.invalid} packages of ${update.id} have no valid name or version`);
    if (update.packages.length > 0) yield recordOf(update, ecosystemOf(ecosystem, file.release));
  }
}

function recordOf(update: Update, ecosystem: string): OsvRecord {
  const published = timeOf(update.issued);
  return {
    id: update.id,
    published,
    modified: timeOf(update.updated) ?? published,
    summary: update.title,
    upstream: vulnerabilitiesOf(update),
    affected: rowsOf(update.packages, ecosystem),
    references: update.references.map(({ href }) => ({ type: 'ADVISORY', url: href })),
    database_specific: { severity: severityOf(update.severity) },
  };
}

/**
 * The CVEs that are ids of references, or in the titles of bugs, else in the title; without any, GitHub's advisories. An
 * update that names none of them is a vulnerability of its own.
 */
function vulnerabilitiesOf({ references, title }: Update): readonly string[] {
  const cves = new Set(references.flatMap(({ id, title: bug }) => cvesIn(`${id}\n${bug}`)));
  if (cves.size > 0) return [...cves];
  const named = cvesIn(title);
  return named.length > 0 ? named : references.map(({ id }) => id).filter(isGithubAdvisory);
}

function isGithubAdvisory(id: string): boolean {
  return id.startsWith('GHSA-') && isAdvisoryId(id);
}

/** A row for each name; architectures with different versions need the newest, which all rows of the name together give. */
function rowsOf(packages: readonly UpdatedPackage[], ecosystem: string): readonly OsvAffected[] {
  const versions = new Map<string, Set<string>>();
  for (const { name, version } of packages)
    versions.set(name, (versions.get(name) ?? new Set()).add(version));
  return [...versions].map(([name, fixed]) => affectedRow(ecosystem, name, [...fixed]));
}

/** Bodhi writes `None` for an update that is not rated, which is no severity. */
function severityOf(word: string): string | undefined {
  const lower = word.toLowerCase();
  if (lower === 'urgent') return 'critical';
  return lower === '' || lower === 'none' || lower === 'unspecified' ? undefined : lower;
}

function updateinfoHandler(emit: (update: Update) => void): XmlHandler {
  const path: string[] = [];
  let update: Update | undefined;
  return {
    open(name, attributes) {
      if (path.length === 0 && name !== 'updates')
        throw new InvalidFeed(`it is no updateinfo: its root is ${name.slice(0, 40)}`);
      path.push(name);
      if (name === 'update' && path.length === 2) update = emptyUpdate(attributes.type ?? '');
      else if (update) addElement(update, name, attributes);
    },
    close(name, text) {
      path.pop();
      if (!update) return;
      if (name === 'update' && path.length === 1) {
        emit(update);
        update = undefined;
      } else if (path.length === 2) addText(update, name, text.trim());
    },
  };
}

function emptyUpdate(type: string): Update {
  return {
    ...{ id: '', type, title: '', severity: '', issued: undefined, updated: undefined },
    references: [],
    packages: [],
    invalid: 0,
  };
}

function addText(update: Update, name: string, text: string): void {
  if (name === 'id' || name === 'title' || name === 'severity') update[name] = text;
}

function addElement(
  update: Update,
  name: string,
  attributes: Readonly<Record<string, string>>,
): void {
  if (name === 'issued' || name === 'updated') update[name] = attributes.date;
  else if (name === 'reference') addReference(update, attributes);
  else if (name === 'package') addPackage(update, attributes);
}

function addReference(update: Update, attributes: Readonly<Record<string, string>>): void {
  const { id = '', title = '', href = '' } = attributes;
  if (update.references.length >= MAX_REFERENCES)
    throw new InvalidFeed(`an update has more than ${MAX_REFERENCES} references`);
  update.references.push({ id, title, href });
}

/** A missing epoch is 0. */
function addPackage(update: Update, attributes: Readonly<Record<string, string>>): void {
  const { name, version = '', release = '', epoch = '0' } = attributes;
  if (update.packages.length >= MAX_PACKAGES)
    throw new InvalidFeed(`an update has more than ${MAX_PACKAGES} packages`);
  const isEpoch = /^(?:[0-9]{1,9}|\(none\)|)$/.test(epoch);
  if (!isPlainWord(name) || !isPlainWord(version) || !isPlainWord(release) || !isEpoch) {
    update.invalid++;
    return;
  }
  const prefix = Number(epoch) > 0 ? `${epoch}:` : '';
  update.packages.push({ name, version: `${prefix}${version}-${release}` });
}
