import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints, imageName } from '../core/fingerprint.js';
import { type Holder, isForProduction } from '../core/holder.js';
import type { RenamedImage } from '../core/renamed-image.js';
import type { Inspection } from '../core/report.js';
import { groupBy } from '../lib/group-by.js';
import { isFile, type Tree } from '../repository/tree.js';
import { movedHolders } from './moved-holders.js';
import { fileTextOf } from './versions.js';

/** The findings of a baseline, those that comments suppress, and what they are about. */
export interface BaselineFindings {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
  readonly holders?: readonly Holder[] | undefined;
}

/** The part of its lines that a file must keep to be the same file under another name, as in `git diff`. */
const SIMILARITY = 0.5;
/** The number of removed files, and of added files, that are compared. */
const MAX_FILES = 50;

/** The new name by old name of each file that a pull request renames. */
export type NewNames = ReadonlyMap<string, string>;

/**
 * Which of the `before` files are gone and have most of their lines in one of the `now` files, which the base does not
 * have. Throws PortsideError (incomplete) if the base is not known.
 */
export async function findRenames(
  before: readonly string[],
  now: readonly string[],
  { root, baseCommit }: { readonly root: string; readonly baseCommit: Tree },
): Promise<NewNames> {
  const removed = before.filter((path) => !existsSync(resolve(root, path)));
  const gone = await textsOf(removed.slice(0, MAX_FILES), baseCommit);
  const added = new Map<string, string>();
  for (const path of gone.size === 0 ? [] : now.slice(0, MAX_FILES))
    if ((await baseCommit.list(path)).size === 0) added.set(path, fileTextOf(root, path) ?? '');
  return renamedFiles(gone, added);
}

/**
 * The baseline with the fingerprints that its findings have now, where their file or image is renamed: a fingerprint is made
 * from the path and the name of the image, among others. What another service of the file has now is another finding.
 */
export function followRenames(
  baseline: BaselineFindings,
  {
    findings,
    suppressed = [],
    holders = [],
  }: Pick<Inspection, 'findings' | 'suppressed' | 'holders'>,
  newNames: NewNames,
  image?: RenamedImage,
): BaselineFindings {
  const now = [...disambiguateFingerprints(findings), ...disambiguateFingerprints(suppressed)];
  const candidates = groupBy(now, (finding) => identity(finding, finding.location?.path ?? ''));
  const isSameHolder = holderTest(baseline.holders ?? [], holders);
  const follow = (given: Finding): Finding => {
    const path = newNames.get(given.location?.path ?? '');
    const finding = image ? withImage(given, image) : given;
    if (path === undefined && finding === given) return given;
    const alike = candidates.get(identity(finding, path ?? given.location?.path ?? '')) ?? [];
    const index = alike.slice(0, MOST_ALIKE).findIndex((one) => isSameHolder(given, one));
    const [match] = index < 0 ? [] : alike.splice(index, 1);
    return match ? { ...finding, ...fingerprintsOf(match) } : finding;
  };
  return {
    findings: baseline.findings.map(follow),
    suppressed: baseline.suppressed.map(follow).map((finding) => inNewFile(finding, newNames)),
  };
}

/** Findings of one rule and text in one file that are tried. */
const MOST_ALIKE = 1_000;

/** Tests whether two findings are about the same service or object, or it is not known what one of them is about. */
function holderTest(before: readonly Holder[], now: readonly Holder[]) {
  const moved = movedHolders(before, now);
  const [known, knownNow] = [before, now].map((list) => new Set(list.map(({ id }) => id)));
  return ({ identity: old }: Finding, { identity }: Finding): boolean => {
    if (!old || !identity || !known?.has(old.holder) || !knownNow?.has(identity.holder))
      return true;
    return (moved.get(identity.holder) ?? identity.holder) === old.holder;
  };
}

/** The fingerprints of the finding, of its parts, and of those that it stands for. */
function fingerprintsOf({ fingerprint, includes, joined, parts }: Finding): Fingerprints {
  return {
    fingerprint,
    ...(includes && { includes }),
    ...(joined && { joined }),
    ...(parts && { parts }),
  };
}

type Fingerprints = Pick<Finding, 'fingerprint' | 'includes' | 'joined' | 'parts'>;

/** The suppressed finding with the new name of its file, in which a comment may cover other findings too. */
function inNewFile(finding: Finding, newNames: NewNames): Finding {
  const { location } = finding;
  const path = location && newNames.get(location.path);
  return location && path !== undefined ? { ...finding, location: { ...location, path } } : finding;
}

/** The finding on the image under its new name; the same if it is not on the image. */
function withImage(finding: Finding, { from, to }: RenamedImage): Finding {
  const { subject, message } = finding;
  if (subject?.image === undefined || imageName(subject.image) !== imageName(from)) return finding;
  return {
    ...finding,
    subject: { ...subject, image: to },
    message: message.replaceAll(from, to),
  };
}

async function textsOf(paths: readonly string[], tree: Tree): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const path of paths) {
    const entry = (await tree.list(path)).get(path);
    if (entry && isFile(entry)) texts.set(path, (await tree.read(entry.id)).toString('utf8'));
  }
  return texts;
}

/** The files that findings are in. */
export function pathsOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.flatMap(({ location }) => location?.path ?? []))];
}

/**
 * Identifies a finding by what it is about, without the name of its file, which messages contain too. `path` is the name to
 * compare by.
 */
function identity(finding: Finding, path: string): string {
  const { rule, message, subject, location, subjectId } = finding;
  const about = subjectId ?? message.replaceAll(location?.path ?? '', '');
  return JSON.stringify([rule, path, about, subject?.image, subject?.purl]);
}

/** The new name of each file that is gone, if an added file has most of its lines: the most similar one. */
function renamedFiles(
  gone: ReadonlyMap<string, string>,
  added: ReadonlyMap<string, string>,
): Map<string, string> {
  const [before, after] = [gone, added].map((files) =>
    [...files].map(([path, text]) => ({ path, parts: partsOf(text) })),
  );
  const pairs = (before ?? []).flatMap((old) =>
    (after ?? []).map((now) => ({
      from: old.path,
      to: now.path,
      part: Math.max(
        similarity(old.parts.lines, now.parts.lines),
        similarity(old.parts.commands, now.parts.commands),
      ),
    })),
  );
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const { from, to, part } of pairs.sort((a, b) => b.part - a.part)) {
    if (part < SIMILARITY || names.has(from) || taken.has(to)) continue;
    // What moves into production is new there.
    if (isForProduction(to) && !isForProduction(from)) continue;
    names.set(from, to);
    taken.add(to);
  }
  return names;
}

/** How often a text has each of its lines, and each of its commands in whatever format. */
interface Parts {
  readonly lines: ReadonlyMap<string, number>;
  readonly commands: ReadonlyMap<string, number>;
}

function partsOf(text: string): Parts {
  const commands = text
    .toLowerCase()
    .replace(/^\s*#.*\n?/gm, '')
    .replace(/\\\r?\n/g, ' ')
    .split(/&&|[|;\n]/)
    .map((command) => command.replace(/["'[\],\s]+/g, ' ').trim())
    .filter((command) => command !== '');
  return {
    lines: counted(text.split('\n').map((line) => line.trim())),
    commands: counted(commands),
  };
}

function counted(list: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of list) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

/** The part of the longer of two lists that both have. */
function similarity(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): number {
  let common = 0;
  for (const [one, count] of after) common += Math.min(count, before.get(one) ?? 0);
  const [a, b] = [before, after].map((counts) => [...counts.values()].reduce((x, y) => x + y, 0));
  return common / Math.max(a ?? 0, b ?? 0, 1);
}
