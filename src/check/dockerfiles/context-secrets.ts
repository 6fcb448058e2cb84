import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Finding } from '../../core/finding.js';
import type { Location } from '../../core/location.js';
import {
  EMPTY_INSPECTION,
  type Incomplete,
  type Inspection,
  type Note,
} from '../../core/report.js';
import { cleanContextPath, parseDockerignore } from '../../dockerfile/dockerignore.js';
import { isInside } from '../../lib/paths.js';
import { type FileSecrets, fileSecrets } from '../../secrets/file.js';
import { isPackageExample, isPackageFile, isTextPath } from '../../secrets/paths.js';
import { MAX_WORK } from '../../secrets/search.js';
import { repositoryReader } from '../discover/repository-files.js';
import type { ContextUse } from './dockerfiles.js';
import { readIgnoreFile } from './ignore-file.js';

/** Files and folders looked at for one repository. */
const MAX_ENTRIES = 20_000;
const MAX_DEPTH = 32;
const NEVER = new Set(['.git', 'node_modules']);

/**
 * Secrets in the Dockerfiles, but for lines that `known` findings tell of, and in the repository's files that COPY and ADD
 * take into an image, each told with the instruction that does. Where the build context is not known, it is taken to be
 * the Dockerfile's folder, or the root where the source is not there; what its .dockerignore leaves out, symbolic links,
 * and files above 1 MiB are not looked at. Folders that cannot be listed, and all beyond a number of files, are told in
 * notes.
 */
export async function contextSecrets(
  root: string,
  uses: readonly ContextUse[],
  known: readonly Finding[] = [],
): Promise<Inspection> {
  const read = repositoryReader(root);
  const seen = new Set<string>();
  const findings: Finding[] = [];
  const suppressed: Finding[] = [];
  const walked: Walked = { left: MAX_ENTRIES, unread: [] };
  const slow = new Set<string>();
  const partly: string[] = [];
  const budget = { left: MAX_WORK };
  const keep = (path: string, found: FileSecrets, isNew: (finding: Finding) => boolean) => {
    for (const finding of found.findings) if (isNew(finding)) findings.push(finding);
    for (const finding of found.suppressed) suppressed.push(finding);
    if (!found.complete) partly.push(path);
  };
  for (const { dockerfile, context, copies } of uses) {
    if (!seen.has(dockerfile)) {
      seen.add(dockerfile);
      const told = known.filter((other) => isTold(other, dockerfile));
      const found = fileSecrets(dockerfile, read(dockerfile) ?? '', budget);
      keep(dockerfile, found, (one) => !told.some((other) => isOnLineOf(one, other)));
    }
    const ignoreText = await readIgnoreFile(root, dockerfile, context).catch(() => undefined);
    const ignore = ignoreText ? parseDockerignore(ignoreText) : undefined;
    const folders = context === undefined ? [posix.dirname(dockerfile), '.'] : [context];
    for (const { sources, location } of copies) {
      for (const source of sources) {
        for (const { path, inContext } of filesOf(root, folders, source, walked)) {
          const isPublished = isPackageFile(path) && isPackageExample(path);
          if (seen.has(path) || isPublished || !isTextPath(path)) continue;
          const ignored = ignore ? ignore.ignores(inContext) : false;
          if (ignored === undefined) slow.add(dockerfile);
          if (ignored !== false) continue;
          seen.add(path);
          const text = read(path);
          if (text === undefined || text.slice(0, 8000).includes('\0')) continue;
          keep(path, fileSecrets(path, text, budget, taken(location)), () => true);
        }
      }
    }
  }
  const notes = [...(walked.left < 0 ? [NOT_ALL] : []), ...unreadNote(walked.unread)];
  const incomplete = [...slow].map((target) => ({
    check: 'secret' as const,
    target,
    reason:
      'The patterns of its .dockerignore take too long to match: not all files that it copies were searched',
  }));
  return {
    ...EMPTY_INSPECTION,
    findings,
    suppressed,
    notes,
    incomplete: [...incomplete, ...partly.map(searchedInPart)],
  };
}

function searchedInPart(target: string): Incomplete {
  const reason = 'It could be searched only in part: look-alikes of secrets fill it';
  return { check: 'secret', target, reason };
}

const NOT_ALL: Note = {
  check: 'secret',
  message: `More than ${MAX_ENTRIES} files and folders are copied into images: secrets were looked for in the first of them only.`,
};

function unreadNote([first, ...more]: readonly string[]): Note[] {
  if (first === undefined) return [];
  const which =
    more.length === 0
      ? 'A folder that is copied into an image was'
      : `${more.length + 1} folders that are copied into images were`;
  const message = `${which} not searched for secrets, for what is in it could not be listed`;
  return [{ check: 'secret', target: first, message }];
}

/** Whether a rule about secrets has spoken of that file. */
function isTold({ tags, location }: Finding, path: string): boolean {
  return location?.path === path && tags.includes('practice:secrets');
}

function isOnLineOf({ location: at }: Finding, { location }: Finding): boolean {
  return (
    !!at && !!location && location.startLine <= at.startLine && at.startLine <= location.endLine
  );
}

function taken(location: Location) {
  return { location, message: 'It is copied into the image here.' };
}

/** What is left to look at of the repository, and what could not be. */
interface Walked {
  left: number;
  readonly unread: string[];
}

interface ContextFile {
  /** From the repository's root. */
  readonly path: string;
  readonly inContext: string;
}

/** The files that a source names; none for addresses, patterns and what is not there. */
function* filesOf(
  root: string,
  folders: readonly string[],
  source: string,
  walked: Walked,
): Generator<ContextFile> {
  if (/[$*?[]|^[a-z+]+:\/\/|^git@|^<</.test(source)) return;
  const clean = cleanContextPath(source.replace(/^\/+/, ''));
  if (clean.startsWith('..')) return;
  for (const base of new Set(folders)) {
    const start = posix.join(base, clean);
    const found = about(join(root, start));
    if (!found || !isInside(realpathSync(root), realpathSync(join(root, start)))) continue;
    yield* walk(root, base, start, found, 0, walked);
    return;
  }
}

function* walk(
  root: string,
  base: string,
  path: string,
  found: Stats,
  depth: number,
  walked: Walked,
): Generator<ContextFile> {
  if (walked.left-- <= 0) return;
  if (found.isFile()) {
    yield { path, inContext: posix.relative(base, path) };
    return;
  }
  if (!found.isDirectory()) return;
  const entries = depth > MAX_DEPTH ? undefined : list(join(root, path));
  if (!entries) walked.unread.push(path);
  for (const entry of entries ?? []) {
    if (entry.isSymbolicLink() || NEVER.has(entry.name)) continue;
    const child = posix.join(path, entry.name);
    const stats = about(join(root, child));
    if (stats) yield* walk(root, base, child, stats, depth + 1, walked);
  }
}

function about(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}

function list(folder: string): Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return undefined;
  }
}
