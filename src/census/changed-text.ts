import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Coverage } from '../core/coverage.js';
import { isExampleFile } from '../core/example-paths.js';
import type { Finding } from '../core/finding.js';
import { EMPTY_INSPECTION, type Inspection } from '../core/report.js';
import { decodeText } from '../lib/decode-text.js';
import { PortsideError, reason } from '../lib/errors.js';
import { readBeginning } from '../lib/regular-file.js';
import { listFirst, pluralize } from '../lib/text.js';
import { readRepositoryFile } from '../repository/read-file.js';
import { isFile, type PullRequestTrees, type Tree, type TreeEntry } from '../repository/tree.js';
import { detectors } from '../secrets/detectors.js';
import { type FileSecrets, fileSecrets, PARTLY_SEARCHED } from '../secrets/file.js';
import { keyFileFinding, MAX_KEY_FILE_BYTES, mayBeKeyFile } from '../secrets/key-files.js';
import { knownSecrets, toldSecrets } from '../secrets/known-places.js';
import { isPackageExample, isPackageFile, isPagePath, isTextPath } from '../secrets/paths.js';
import { MAX_WORK } from '../secrets/search.js';
import { archiveSearch } from './changed-archives.js';

/** The files that are searched, their bytes together, and those of one. */
const MOST_FILES = 20_000;
const MAX_BYTES = 256 * 1024 * 1024;
const MAX_FILE_BYTES = 10 * 1024 * 1024;
/** Files that a note names. */
const MOST_NAMED = 3;
/** After so many files, other work has its turn. */
const PAUSE_AFTER = 100;
/** Files of the base commit whose secrets are compared, besides the one with the same path. */
const MOST_COMPARED = 50;

/** What is searched, and what others found. */
export interface ChangedText {
  readonly root: string;
  readonly trees: PullRequestTrees;
  /** Files whose secrets other inspectors look for by rules of their own. */
  readonly searched: ReadonlySet<string>;
  /** What other inspectors found, and what comments suppress of it. */
  readonly known: readonly Finding[];
}

/**
 * Finds secrets in the text files that a change adds or modifies, and that are nothing else to Portside. Only what is new
 * counts: no value that the base commit has in the same file, or in another one that the change modifies or deletes. A
 * value is not reported because of its name alone, and keys of tests and examples are not reported. What is too large is a
 * gap. In archives, databases and binary files only unmistakable kinds count; what is not read in them is named.
 */
export async function changedTextSecrets(change: ChangedText): Promise<Inspection> {
  const { baseCommit, head } = change.trees;
  try {
    const [before, after] = await Promise.all([baseCommit.list(''), head.list('')]);
    return await searchChanged(change, before, after);
  } catch (error) {
    if (!(error instanceof PortsideError)) throw error;
    const why = `The changed files were not searched for secrets: ${reason(error)}`;
    return { ...EMPTY_INSPECTION, coverage: [gap('changed files', 'not-covered', why)] };
  }
}

/** The text files of a repository, and what others found. */
export interface AllText extends Pick<ChangedText, 'root' | 'searched' | 'known'> {
  readonly files: readonly string[];
}

/**
 * Finds secrets of unmistakable kinds in all text files of the repository that are nothing else to Portside: a token that was
 * pushed without a pull request is still there tomorrow. Keys of tests and examples are not reported.
 */
export async function allTextSecrets({
  root,
  files,
  searched,
  known,
}: AllText): Promise<Inspection> {
  const isExample = (path: string) =>
    isPackageFile(path.replace(/[^/]*$/, 'file')) && isPackageExample(path);
  const paths = files.filter(
    (path) => !searched.has(path) && !isExample(path) && (hasTextName(path) || isText(root, path)),
  );
  const budget = { left: MAX_WORK };
  const found: FileSecrets[] = [];
  const left: string[] = [];
  let bytes = 0;
  for (const [at, path] of paths.entries()) {
    if (at % PAUSE_AFTER === 0) await setImmediate();
    const isOver = at >= MOST_FILES || bytes >= MAX_BYTES;
    const textOf = (content: Buffer) => readable(path, content).text;
    const text = isOver
      ? undefined
      : await readRepositoryFile(root, path, MAX_FILE_BYTES, textOf).catch(() => undefined);
    const secrets = text === undefined ? undefined : fileSecrets(path, text, budget);
    bytes += text?.length ?? 0;
    if (secrets && secrets.digests.length > 0) found.push(secrets);
    if (!secrets?.complete) left.push(path);
  }
  const all = found.flatMap(({ findings, suppressed }) => [...findings, ...suppressed]);
  const told = toldSecrets(all, knownSecrets(known));
  const isOpen = (finding: Finding) => isUnmistakable(finding) && !told.has(finding);
  return {
    ...EMPTY_INSPECTION,
    findings: found.flatMap(({ findings }) => findings.filter(isOpen)),
    suppressed: found.flatMap(({ suppressed }) => suppressed.filter(isOpen)),
    notes: left.length === 0 ? [] : [{ check: 'secret', message: notSearched(left) }],
  };
}

function notSearched(paths: readonly string[]): string {
  const what = pluralize(paths.length, 'text file');
  return `${what} ${paths.length === 1 ? 'was' : 'were'} not searched for secrets, or in part: beyond ${MAX_FILE_BYTES >> 20} MiB, ${MOST_FILES} files or ${MAX_BYTES >> 20} MiB in all, or not readable: ${listFirst(paths, MOST_NAMED, (path) => path)}`;
}

function isUnmistakable({ rule, confidence, location }: Finding): boolean {
  const path = location?.path ?? '';
  const isPlain = !isExampleFile(path) && !isPagePath(path);
  return (confidence === 'high' || (isPlain && isEnvFile(path))) && (isPlain || !KEYS.has(rule));
}

type Entries = ReadonlyMap<string, TreeEntry>;

async function searchChanged(
  { root, trees, searched, known }: ChangedText,
  before: Entries,
  after: Entries,
): Promise<Inspection> {
  const paths = changedPaths(before, after).filter((path) => !searched.has(path));
  const places = knownSecrets(known);
  const earlier = earlierSecrets(trees.baseCommit, before, after);
  const budget = { left: MAX_WORK };
  const archives = archiveSearch(budget);
  const found: Inspection[] = [];
  let bytes = 0;
  let left = 0;
  for (const [at, path] of paths.entries()) {
    if (at >= MOST_FILES || bytes >= MAX_BYTES) {
      left++;
      continue;
    }
    if (at % PAUSE_AFTER === 0) await setImmediate();
    const key = mayBeKeyFile(path) ? await keyFileOf(root, path) : undefined;
    if (key && toldSecrets([key], places).size === 0)
      found.push({ ...EMPTY_INSPECTION, findings: [key] });
    if (key) continue;
    const content = await contentOf(root, path, () => trees.head.read(after.get(path)?.id ?? ''));
    if ('gap' in content) {
      found.push({ ...EMPTY_INSPECTION, coverage: [unreadRow(path, content.gap)] });
      continue;
    }
    bytes += content.bytes.length;
    const packed = archives.secretsOf(path, content.bytes);
    const { text, isBinary } = readable(path, content.bytes);
    const isPlain = packed !== undefined || !(isBinary || isPagePath(path));
    const secrets = packed ?? fileSecrets(path, text, budget);
    const told = toldSecrets([...secrets.findings, ...secrets.suppressed], places);
    const isOpen = (finding: Finding) => isReported(path, isPlain, finding) && !told.has(finding);
    found.push(await newSecrets(path, secrets, earlier, isOpen));
  }
  return {
    ...EMPTY_INSPECTION,
    findings: found.flatMap(({ findings }) => findings),
    suppressed: found.flatMap(({ suppressed = [] }) => suppressed),
    coverage: [
      ...found.flatMap(({ coverage = [] }) => coverage),
      ...archives.coverage(),
      ...(left > 0 ? [gap('changed files', 'partial', tooMany(left))] : []),
    ],
  };
}

/** What is searched of a file: its text, or of a binary file the texts in it, each on the line on which it is. */
function readable(
  path: string,
  bytes: Buffer,
): { readonly text: string; readonly isBinary: boolean } {
  const text = decodeText(bytes);
  const isBinary = text.includes('\0') || (!hasTextName(path) && looksBinary(text));
  return { text: isBinary ? textsIn(bytes) : text, isBinary };
}

/** A name says that a text is in an encoding of its own; without it, so many other bytes are a picture or a program. */
function looksBinary(beginning: string): boolean {
  const text = beginning.slice(0, BEGINNING);
  return text.includes('\0') || text.split('\ufffd').length - 1 > text.length / 10;
}

/** Characters that show what a file is. */
const BEGINNING = 8_000;

/** The runs of ASCII characters that are long enough for a secret. A NUL alone can be inside of one. */
function textsIn(bytes: Buffer): string {
  const lines = withoutNul(bytes.toString('latin1')).split('\n');
  return lines.map((line) => line.match(/[\t -~]{16,}/g)?.join('\x01') ?? '').join('\n');
}

/**
 * Several NULs are the padding between the constants of a program: without it, the header of a key would seem to have the
 * next constant as its key.
 */
function withoutNul(text: string): string {
  return text.replace(/(?<!\0)\0(?!\0)/g, '');
}

/** Whether a file begins as a text does, whatever its name is. */
function isText(root: string, path: string): boolean {
  try {
    return !looksBinary(decodeText(readBeginning(join(root, path), BEGINNING).bytes));
  } catch {
    return false;
  }
}

/** The finding of a file that is a key as a whole. What cannot be read is none. */
async function keyFileOf(root: string, path: string): Promise<Finding | undefined> {
  const latin1 = (bytes: Buffer) => bytes.toString('latin1');
  const text = await readRepositoryFile(root, path, MAX_KEY_FILE_BYTES, latin1).catch(
    () => undefined,
  );
  return text === undefined ? undefined : keyFileFinding(path, Buffer.from(text, 'latin1'));
}

function hasTextName(path: string): boolean {
  return isTextPath(path) || isPagePath(path);
}

/** The files that are new or modified, and not only moved from a path that is gone. */
function changedPaths(before: Entries, after: Entries): string[] {
  const gone = new Set([...before].flatMap(([path, { id }]) => (after.has(path) ? [] : id)));
  return [...after].flatMap(([path, entry]) => {
    // A lock file or a source map outside the folders of packages is the repository's own.
    const isExample = isPackageFile(path.replace(/[^/]*$/, 'file')) && isPackageExample(path);
    const isOld = before.get(path)?.id === entry.id || gone.has(entry.id);
    return isFile(entry) && !isOld && !isExample ? path : [];
  });
}

/** A file that could not be read counts if it is a text. */
function unreadRow(path: string, row: Coverage): Coverage {
  return hasTextName(path) ? row : { ...row, informational: true };
}

/** The content of a changed file: that of the checkout, or of the commit if the checkout does not have it. Or the gap. */
async function contentOf(
  root: string,
  path: string,
  readHead: () => Promise<Buffer>,
): Promise<{ readonly bytes: Buffer } | { readonly gap: Coverage }> {
  try {
    const latin1 = (bytes: Buffer) => bytes.toString('latin1');
    const text = await readRepositoryFile(root, path, MAX_FILE_BYTES, latin1);
    return { bytes: text === undefined ? await readHead() : Buffer.from(text, 'latin1') };
  } catch (error) {
    return { gap: gap(path, 'not-covered', `It was not searched for secrets: ${reason(error)}`) };
  }
}

/** What is new in a file, and what of it was not searched. */
async function newSecrets(
  path: string,
  { findings, suppressed, complete, digests }: FileSecrets,
  earlier: EarlierSecrets,
  isOpen: (finding: Finding) => boolean,
): Promise<Inspection> {
  const all = [...findings, ...suppressed].map((finding, at) => ({
    finding,
    digest: digests[at] ?? '',
    isSuppressed: at >= findings.length,
  }));
  const open = all.filter(({ finding }) => isOpen(finding));
  const old = open.length > 0 ? await earlier(path) : new Set();
  const fresh = open.filter(({ digest }) => !old.has(digest));
  const part = (isSuppressed: boolean) =>
    fresh.flatMap((one) => (one.isSuppressed === isSuppressed ? one.finding : []));
  return {
    ...EMPTY_INSPECTION,
    findings: part(false),
    suppressed: part(true),
    coverage: complete ? [] : [gap(path, 'partial', PARTLY_SEARCHED)],
  };
}

const KEYS: ReadonlySet<string> = new Set(
  detectors.flatMap(({ id, isMultiline, isKey }) => (isMultiline || isKey ? id : [])),
);

/** A file of settings, in which a name like that of a secret has its value, and no source code or text. */
function isEnvFile(path: string): boolean {
  return SETTINGS.test(path);
}

const SETTINGS = new RegExp(
  [
    String.raw`(?:^|\/)\.env(?:\.[\w-]+)*$`,
    String.raw`\.(?:env|tfvars|tfstate(?:\.\w+)?)$`,
    // Of Spring, Rails, .NET and Ansible.
    String.raw`(?:^|\/)application[^/]*\.(?:properties|ya?ml)$`,
    String.raw`(?:^|\/)config\/(?:database|secrets)\.yml$`,
    String.raw`(?:^|\/)appsettings[^/]*\.json$`,
    String.raw`(?:^|\/)(?:group_vars|host_vars)\/[^.]+(?:\.ya?ml)?$`,
  ].join('|'),
);

/** Source code, tests, pages, prose and programs name secrets more often than they contain them. */
function isReported(path: string, isPlain: boolean, { rule, confidence }: Finding): boolean {
  if (isExampleFile(path) || !isPlain) return confidence === 'high' && !KEYS.has(rule);
  return confidence !== 'low' || isEnvFile(path);
}

/** The digests of the secrets that a file of the change had before, under its name or in other changed files. */
type EarlierSecrets = (path: string) => Promise<ReadonlySet<string>>;

function earlierSecrets(tree: Tree, before: Entries, after: Entries): EarlierSecrets {
  const archives = archiveSearch({ left: MAX_WORK });
  const budget = { left: MAX_WORK };
  const secretsOf = (path: string, bytes: Buffer) =>
    archives.secretsOf(path, bytes) ?? fileSecrets(path, readable(path, bytes).text, budget);
  const read = async (path: string) => digestsIn(tree, path, before.get(path), secretsOf);
  let others: Promise<ReadonlySet<string>> | undefined;
  const readOthers = async () => {
    const gone = [...before].flatMap(([path, { id }]) => (after.get(path)?.id === id ? [] : path));
    const found = new Set<string>();
    for (const path of gone.slice(0, MOST_COMPARED))
      for (const digest of await read(path)) found.add(digest);
    return found;
  };
  return async (path) => {
    others ??= readOthers();
    return new Set([...(await read(path)), ...(await others)]);
  };
}

/** What cannot be read counts as if it had none. */
async function digestsIn(
  tree: Tree,
  path: string,
  entry: TreeEntry | undefined,
  secretsOf: (path: string, bytes: Buffer) => FileSecrets,
): Promise<readonly string[]> {
  if (!entry || !isFile(entry)) return [];
  try {
    return secretsOf(path, await tree.read(entry.id)).digests;
  } catch (error) {
    if (error instanceof PortsideError) return [];
    throw error;
  }
}

function gap(target: string, state: 'not-covered' | 'partial', why: string): Coverage {
  return { check: 'secret', target, state, reason: why };
}

function tooMany(count: number): string {
  return `Only the first ${MOST_FILES} changed files and ${MAX_BYTES >> 20} MiB are searched for secrets: ${count} more were not. Split the change`;
}
