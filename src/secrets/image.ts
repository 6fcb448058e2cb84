import { createHash } from 'node:crypto';
import type { Coverage, Incomplete } from '../core/coverage.js';
import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints, fingerprint, imageName } from '../core/fingerprint.js';
import type { Location } from '../core/location.js';
import type { Note } from '../core/report.js';
import { suppressed } from '../core/suppression.js';
import type { FileReader, FileSystem, Image, LayerFile } from '../image/image.js';
import { DEFAULT_LIMITS } from '../image/limits.js';
import { decodeAscii, encodingOf, type TextEncoding, unitSize } from '../lib/decode-text.js';
import { groupBy } from '../lib/group-by.js';
import { compareText, pluralize } from '../lib/text.js';
import {
  type ArchiveBudget,
  archiveBudget,
  archivedTexts,
  isArchive,
  isArchivePath,
  isSqlite,
  isUnreadArchive,
} from './archives.js';
import type { Detector } from './detector.js';
import { secretFinding } from './finding.js';
import { structures } from './kinds/structures.js';
import { isDistributionFile, isPackageExample, isTextPath, isThirdPartyFile } from './paths.js';
import {
  MAX_REACH,
  MAX_WORK,
  type SearchBudget,
  type Secret,
  searchBytes,
  searchText,
} from './search.js';
import { type NamedSecret, underOneName } from './shared-files.js';

/** Larger files are read in chunks, and only if they are text: most of them are programs. */
const SMALL_SIZE = 64 * 1024;
/** Larger files are not searched: relevant configuration, logs and dumps are smaller. */
const MAX_SIZE = 256 * 1024 * 1024;
/** The bytes at the beginning that distinguish text from binary data. */
const HEAD_SIZE = 8000;
const CHUNK_SIZE = 1024 * 1024;
/** The most secrets of one image: more are a data set. */
const MAX_FOUND = 10_000;
/** The names of files that are text, however large: most other files above MAX_SIZE are models and databases. */
const LARGE_TEXT = /\.(?:log|txt|sql|json|jsonl|ndjson|csv|tsv|xml|ya?ml|conf|env|har|out)$/i;

/** The secrets in an image's layers, configuration and history. */
export interface ImageSecrets {
  readonly findings: readonly Finding[];
  /** Findings that a comment on their line allows. */
  readonly suppressed: readonly Finding[];
  readonly incomplete: readonly Incomplete[];
  /** What was not searched. */
  readonly coverage: readonly Coverage[];
  /** How many values were not reported. */
  readonly notes: readonly Note[];
}

/** The digests of a file's content, in hex. */
interface ContentDigests {
  readonly md5: string;
  readonly sha1: string;
}

/** Whether a package of the distribution ships the file with this content, which is then public. */
type IsShipped = (path: string, digests: ContentDigests) => boolean;

interface FoundSecret {
  readonly file: Omit<LayerFile, 'bytes' | 'part'>;
  readonly secret: Secret;
  readonly digests: ContentDigests;
  /** The path in the archive that the file is. */
  readonly inner?: string;
  /** Of a secret that a comment allows. */
  readonly line?: number;
}

/** The Dockerfile instruction that created a layer. */
type LayerLocation = (layer: number) => Location | undefined;

/** Finds secrets in the files of every layer while they are read, then in the image's configuration and history. */
export function imageSecrets(): {
  readonly reader: FileReader;
  /** The findings, each with the location of its layer. The message of a deleted file's secret names the layer. */
  finish(
    image: Image,
    files: FileSystem,
    locationOf: LayerLocation,
    isShipped?: IsShipped,
  ): ImageSecrets;
} {
  const found: FoundSecret[] = [];
  const partlySearched: string[] = [];
  const tooLarge = new Set<string>();
  const budget = { left: MAX_WORK };
  const archives = archiveBudget();
  return {
    reader: {
      wants: ({ size, path }, randomAccess) => {
        if (size === 0 || !isSearched(path)) return 0;
        if (size > MAX_SIZE) {
          if (LARGE_TEXT.test(path)) tooLarge.add(`/${path}`);
          return 0;
        }
        if (randomAccess) return size <= SMALL_SIZE ? size : HEAD_SIZE;
        // Of a compressed layer, larger files have random access, unless there is no space for them on the disk.
        return size <= DEFAULT_LIMITS.memoryBytes ? size : HEAD_SIZE;
      },
      wantsContent: (head) => textEncodingOf(head) !== 'binary' || isArchive(head),
      read: ({ bytes, part, ...file }) => {
        const isPacked = isArchivePath(file.path) && isArchive(bytes);
        if (textEncodingOf(bytes) === 'binary' && !isPacked) return;
        const layerFile = { ...file, bytes, ...(part && { part }) };
        const results =
          found.length >= MAX_FOUND
            ? [{ ...NOTHING_FOUND, complete: false }]
            : isPacked
              ? searchArchive(layerFile, budget, archives)
              : [searchFile(layerFile, budget)];
        found.push(...foundIn(layerFile, results));
        if (results.some(({ complete }) => !complete)) partlySearched.push(`/${file.path}`);
        if (!isPacked && !part && file.size > bytes.length) tooLarge.add(`/${file.path}`);
      },
    },
    finish: (image, files, locationOf, isShipped = () => false) => {
      const own = unpublished(found, isShipped);
      const findingOf = (group: Group) => fileFinding(image, group, files, locationOf);
      const ofFiles = secretsInFiles(own, files, findingOf);
      const configuration = configurationSecrets(image, budget, locationOf);
      return {
        ...joined(ofFiles, configuration),
        incomplete: incompleteSearch(image, [...partlySearched, ...configuration.partlySearched]),
        coverage: tooLargeFiles(image, [...tooLarge]),
        notes: [
          ...shippedNotes(image, found.length - own.length),
          ...archiveNotes(image, archives),
        ],
      };
    },
  };
}

type Found = Pick<ImageSecrets, 'findings' | 'suppressed'>;

function joined(one: Found, other: Found): Found {
  return {
    findings: disambiguateFingerprints([...one.findings, ...other.findings]),
    suppressed: [...one.suppressed, ...other.suppressed],
  };
}

/** The findings in files, and those that a comment allows. */
function secretsInFiles(
  found: readonly FoundSecret[],
  files: FileSystem,
  findingOf: (group: Group) => Finding,
): Found {
  const findingsOf = (some: readonly FoundSecret[]) =>
    groupByValue(underOneName(some, files)).map(findingOf);
  const isOpen = openTest(found);
  return {
    findings: findingsOf(found.filter(({ line }) => line === undefined)),
    suppressed: findingsOf(found.filter((one) => one.line !== undefined && !isOpen(one))),
  };
}

/** Tests whether the value of a secret that a comment allows is also in the file without a comment. */
function openTest(found: readonly FoundSecret[]): (one: FoundSecret) => boolean {
  const keyOf = ({ file, inner, secret }: FoundSecret) =>
    [secret.detector.id, placeOf({ file, inner }), secret.digest].join('\n');
  const open = new Set(found.filter(({ line }) => line === undefined).map(keyOf));
  return (one) => open.has(keyOf(one));
}

/** The secrets without those that are public, because a package ships them. */
function unpublished(found: readonly FoundSecret[], isShipped: IsShipped): FoundSecret[] {
  return found.filter(
    ({ file, secret, digests }) => isToken(secret.detector) || !isShipped(file.path, digests),
  );
}

/** Examples in packages are keys, hashes and passwords. A provider's token is none: a company's own package may leak it. */
function isToken(detector: Detector): boolean {
  return detector.confidence === 'high' && !structures.includes(detector);
}

/** The digests that package databases have, of a file that was read completely or by parts. */
function digestsOf({ bytes, part, size }: LayerFile): ContentDigests {
  const [md5, sha1] = [createHash('md5'), createHash('sha1')];
  const add = (content: Uint8Array) => {
    md5.update(content);
    sha1.update(content);
  };
  if (!part || size === bytes.length) add(bytes);
  else for (let at = 0; at < size; at += CHUNK_SIZE) add(part(at, CHUNK_SIZE));
  return { md5: md5.digest('hex'), sha1: sha1.digest('hex') };
}

function shippedNotes(image: Image, count: number): Note[] {
  if (count === 0) return [];
  const message = `${pluralize(count, 'value')} in unchanged files of the distribution’s packages not reported as secrets`;
  return [{ check: 'secret', target: image.name, message }];
}

/** Whether a file can be text, or an archive or a database with text, and is none that is public. */
function isSearched(path: string): boolean {
  if (isDistributionFile(path)) return false;
  return isThirdPartyFile(path)
    ? isTextPath(path) && !isPackageExample(path)
    : isTextPath(path) || isArchivePath(path);
}

/** What was found in a file, and in the files of an archive, with the digests of the whole file. */
function foundIn(file: LayerFile, results: readonly Searched[]): FoundSecret[] {
  const parts = results.flatMap(({ inner, secrets, allowed }) =>
    [...secrets.map((secret) => ({ secret })), ...allowed].map((one) => ({
      ...one,
      ...(inner !== undefined && { inner }),
    })),
  );
  if (parts.length === 0) return [];
  const digests = digestsOf(file);
  const { bytes: _, part: __, ...entry } = file;
  return parts.map((one) => ({ file: entry, digests, ...one }));
}

function searchFile({ bytes, part, ...file }: LayerFile, budget: SearchBudget): Searched {
  const encoding = textEncodingOf(bytes);
  if (encoding === 'binary') return NOTHING_FOUND;
  return part && file.size > bytes.length
    ? searchChunks({ file, part, encoding }, budget)
    : search(decodeAscii(bytes, encoding), file, budget);
}

/** The secrets of known formats in an archive, or in the texts of a database. Without all of its bytes, nothing is read. */
function searchArchive(
  { bytes, part, ...file }: LayerFile,
  budget: SearchBudget,
  archives: ArchiveBudget,
): Searched[] {
  if (!part && file.size > bytes.length) {
    archives.cut.add(`/${file.path}`);
    return [];
  }
  const source = {
    size: file.size,
    part: part ?? ((offset: number, length: number) => bytes.subarray(offset, offset + length)),
  };
  if (isSqlite(bytes))
    return [
      searchChunks({ file, part: source.part, encoding: 'utf8', highConfidenceOnly: true }, budget),
    ];
  if (isUnreadArchive(bytes)) {
    archives.unread.add(`/${file.path}`);
    return [];
  }
  const results: Searched[] = [];
  const texts = archivedTexts(source, file.path, archives);
  for (let step = texts.next(); ; step = texts.next()) {
    if (step.done) {
      if (!step.value) archives.cut.add(`/${file.path}`);
      return results;
    }
    const { inner, bytes: text } = step.value;
    const path = `${file.path}!/${inner}`;
    if (!text) archives.unread.add(`/${path}`);
    const encoding = text ? textEncodingOf(text) : 'binary';
    if (!text || encoding === 'binary') continue;
    const options = { path, highConfidenceOnly: true };
    results.push({ ...search(decodeAscii(text, encoding), options, budget), inner });
  }
}

function archiveNotes(image: Image, { cut, unread }: ArchiveBudget): Note[] {
  return [
    ['Archives that are too large were searched for secrets in part only', cut] as const,
    [
      'Archives that are encrypted, or in a format that is not read, were not searched for secrets',
      unread,
    ] as const,
  ].flatMap(([what, paths]) =>
    paths.size === 0
      ? []
      : { check: 'secret', target: image.name, message: `${what}: ${listed([...paths])}` },
  );
}

/** What was found in a file: secrets, and those that a comment allows, with its line. */
interface Searched {
  readonly inner?: string;
  readonly secrets: readonly Secret[];
  readonly allowed: readonly { readonly secret: Secret; readonly line: number }[];
  readonly complete: boolean;
}

const NOTHING_FOUND: Searched = { secrets: [], allowed: [], complete: true };

interface SearchedPath {
  readonly path: string;
  /** By default, in the files of packages. */
  readonly highConfidenceOnly?: boolean;
}

function search(
  bytes: Uint8Array,
  { path, highConfidenceOnly = isThirdPartyFile(path) }: SearchedPath,
  budget: SearchBudget,
): Searched {
  const { allowed, ...found } = searchBytes(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
    { path, highConfidenceOnly, budget },
  );
  const lineOf = (end: number) => 1 + lineEnds(bytes.subarray(0, end));
  return { ...found, allowed: allowed.map((secret) => ({ secret, line: lineOf(secret.end) })) };
}

function lineEnds(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) count++;
  return count;
}

/** A large file that is read in parts. */
interface LargeFile {
  readonly file: FoundSecret['file'];
  readonly part: NonNullable<LayerFile['part']>;
  readonly encoding: TextEncoding;
  readonly highConfidenceOnly?: boolean;
}

/** Searches a file in chunks that overlap. A secret in the overlap of two chunks counts once. */
function searchChunks(
  { file, part, encoding, highConfidenceOnly }: LargeFile,
  budget: SearchBudget,
): Searched {
  const options = { path: file.path, ...(highConfidenceOnly && { highConfidenceOnly }) };
  const secrets: Secret[] = [];
  const allowed: { secret: Secret; line: number }[] = [];
  let complete = true;
  let last = -1;
  let lines = 0;
  const unit = unitSize(encoding);
  const step = CHUNK_SIZE / unit - MAX_REACH;
  for (let offset = 0; offset < file.size; offset += step * unit) {
    const text = decodeAscii(part(offset, CHUNK_SIZE), encoding);
    const result = search(text, options, budget);
    complete &&= result.complete;
    for (const secret of result.secrets) {
      const start = offset / unit + secret.start;
      if (start < last) continue;
      // The end of the chunk before may have cut it.
      if (start === last) secrets.pop();
      last = start;
      secrets.push(secret);
    }
    for (const { secret, line } of result.allowed)
      if (allowed.length < MAX_FOUND) allowed.push({ secret, line: lines + line });
    if (offset + CHUNK_SIZE >= file.size) break;
    if (secrets.length >= MAX_FOUND) return { secrets, allowed, complete: false };
    lines += lineEnds(text.subarray(0, step));
  }
  return { secrets, allowed, complete };
}

/** How a file is encoded, by its first bytes. */
function textEncodingOf(bytes: Uint8Array): TextEncoding | 'binary' {
  const encoding = encodingOf(bytes);
  const isBinary = encoding === 'utf8' && bytes.subarray(0, HEAD_SIZE).includes(0);
  return isBinary ? 'binary' : encoding;
}

/** A secret in a file, or a list of secrets of one kind. */
interface Group extends NamedSecret<FoundSecret> {
  readonly marks: readonly string[];
  /** The layers that have the name: a layer that only changes the owner of a file contains the complete file again. */
  readonly layers: number[];
}

/** The most values of one kind in a file that are findings of their own. More are a list, such as one of users. */
const MAX_VALUES = 20;

/** The path of a file, and of the file in it: `app.jar!/config.properties`. */
function placeOf({
  file: { path },
  inner,
}: Pick<FoundSecret, 'inner'> & { readonly file: { readonly path: string } }): string {
  return inner === undefined ? path : `${path}!/${inner}`;
}

/** Each value in each file once, lowest layer first. Those of a list are one group. */
function groupByValue(found: readonly NamedSecret<FoundSecret>[]): Group[] {
  const values = new Map<string, Group>();
  for (const one of [...found].sort((a, b) => a.file.layer - b.file.layer)) {
    const { detector, digest, mark } = one.secret;
    const key = [detector.id, placeOf(one), digest].join('\n');
    const same = values.get(key);
    if (same) same.layers.push(one.nameLayer);
    else values.set(key, { ...one, marks: [mark], layers: [one.nameLayer] });
  }
  const lists = groupBy(values.values(), (one) =>
    [one.file.layer, one.secret.detector.id, placeOf(one)].join('\n'),
  );
  return [...lists.values()].flatMap((list) => {
    const [first] = list;
    if (!first || list.length <= MAX_VALUES) return list;
    const marks = list.flatMap((one) => one.marks).sort(compareText);
    return [{ ...first, marks, layers: list.flatMap(({ layers }) => layers) }];
  });
}

function fileFinding(
  image: Image,
  { file, inner, secret, marks, layers, line }: Group,
  files: FileSystem,
  locationOf: LayerLocation,
): Finding {
  const { path, layer } = file;
  const final = files.get(path);
  const removal =
    final && layers.includes(final.layer)
      ? ''
      : `, ${final ? 'overwritten' : 'deleted'} by a later layer but still in the image`;
  const place = placeOf({ file, inner });
  const finding: Finding = {
    ...secretFinding(secret, `/${place}${removal}`, marks.length),
    location: locationOf(layer),
    subject: { image: image.name, layer, path: place },
    fingerprint: fingerprint(secret.detector.id, imageName(image.name), place, ...marks),
  };
  if (line === undefined) return finding;
  return suppressed(finding, { path: `/${place}`, line, rule: secret.allowedBy ?? '' });
}

function incompleteSearch(image: Image, paths: readonly string[]): Incomplete[] {
  if (paths.length === 0) return [];
  const reason = `Too many values look like secrets in ${listed(paths)}: searched in part only`;
  return [{ check: 'secret', target: image.name, reason }];
}

function tooLargeFiles(image: Image, paths: readonly string[]): Coverage[] {
  if (paths.length === 0) return [];
  const reason = `Text files that are too large were not searched completely: ${listed(paths)}. Keep them out of the image`;
  return [{ check: 'secret', target: image.name, state: 'partial', reason }];
}

function listed(paths: readonly string[]): string {
  return `${paths.slice(0, 3).join(', ')}${paths.length > 3 ? ` and ${paths.length - 3} more` : ''}`;
}

/**
 * The secrets in the image's configuration and history, and the places that were searched in part only. A secret that is
 * in both the environment and the history is reported once.
 */
function configurationSecrets(
  image: Image,
  budget: SearchBudget,
  locationOf: LayerLocation,
): Pick<ImageSecrets, 'findings' | 'suppressed'> & { readonly partlySearched: readonly string[] } {
  const partlySearched = new Set<string>();
  const found = configurationTexts(image).flatMap(({ place, text, layer }) => {
    const { secrets, allowed, complete } = searchText(text, { budget });
    if (!complete) partlySearched.add(place);
    return [...secrets, ...allowed].map((secret) => ({ place, text, layer, secret }));
  });
  const reported = new Set<string>();
  const [findings, allowed]: [Finding[], Finding[]] = [[], []];
  const isAllowed = ({ secret }: (typeof found)[number]) => secret.allowedBy !== undefined;
  // A secret that a comment allows in one place only is not allowed.
  const sorted = [...found.filter((one) => !isAllowed(one)), ...found.filter(isAllowed)];
  for (const { place, text, layer, secret } of sorted) {
    const key = `${secret.detector.id} ${secret.digest}`;
    if (reported.has(key)) continue;
    reported.add(key);
    const finding: Finding = {
      ...secretFinding(secret, place),
      location: layer === undefined ? undefined : locationOf(layer),
      subject: { image: image.name, layer },
      fingerprint: fingerprint(secret.detector.id, imageName(image.name), place, secret.mark),
    };
    const line = text.slice(0, secret.end).split('\n').length;
    if (secret.allowedBy === undefined) findings.push(finding);
    else allowed.push(suppressed(finding, { path: place, line, rule: secret.allowedBy }));
  }
  return { findings, suppressed: allowed, partlySearched: [...partlySearched] };
}

/** The texts of the configuration. `place` is part of the fingerprint, so it must not change. */
function configurationTexts(image: Image): { place: string; text: string; layer?: number }[] {
  const { config } = image;
  const layers = new Map(image.layers.map((layer) => [layer.history, layer.index]));
  return [
    ...config.env.map((text) => ({ place: 'the image’s environment', text })),
    ...[...config.labels].map(([name, value]) => ({
      place: `the label ${name}`,
      text: `${name}=${value}`,
    })),
    { place: 'the image’s command', text: (config.cmd ?? []).join(' ') },
    { place: 'the image’s entry point', text: (config.entrypoint ?? []).join(' ') },
    { place: 'the image’s health check', text: (config.healthcheck ?? []).join(' ') },
    ...config.history.map((entry) => ({
      place: 'the build history',
      text: entry.createdBy ?? '',
      layer: layers.get(entry),
    })),
  ];
}
