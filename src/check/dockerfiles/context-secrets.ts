import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Coverage } from '../../core/coverage.js';
import type { Finding } from '../../core/finding.js';
import type { Location } from '../../core/location.js';
import { EMPTY_INSPECTION, type Inspection } from '../../core/report.js';
import { cleanContextPath, parseDockerignore } from '../../dockerfile/dockerignore.js';
import { isInside } from '../../lib/paths.js';
import { type FileSecrets, fileSecrets } from '../../secrets/file.js';
import { isPackageExample, isPackageFile, isTextPath } from '../../secrets/paths.js';
import { MAX_WORK } from '../../secrets/search.js';
import { readInputText } from '../discover/input-text.js';
import { repositoryReader } from '../discover/repository-files.js';
import type { ContextUse } from './dockerfiles.js';
import { readIgnoreFile } from './ignore-file.js';

/** The number of files and folders that are searched in one repository. */
const MAX_ENTRIES = 20_000;
const MAX_DEPTH = 32;
const NEVER = new Set(['.git', 'node_modules']);

/**
 * Finds secrets in the Dockerfiles, except on lines that `known` findings are about, and in the files of the repository
 * that COPY and ADD copy into an image; each finding names the instruction that copies the file. If the build context is
 * not known, it is assumed to be the folder of the Dockerfile, or the root if the source is not in that folder. Files that
 * .dockerignore excludes, symbolic links, and files over 1 MiB are not searched. Notes name folders that cannot be listed,
 * and say when there are too many files.
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
  const walk: ContextWalk = { root, left: MAX_ENTRIES, unlisted: [] };
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
      const reported = known.filter((other) => isAboutSecretIn(other, dockerfile));
      // Where it cannot be read, the lint check reports why. It may be larger than copied files.
      const content = await readInputText(root, dockerfile).catch(() => '');
      const found = fileSecrets(dockerfile, content, budget);
      keep(dockerfile, found, (one) => !reported.some((other) => isOnLineOf(one, other)));
    }
    const ignoreText = await readIgnoreFile(root, dockerfile, context).catch(() => undefined);
    const ignore = ignoreText ? parseDockerignore(ignoreText) : undefined;
    const folders = context === undefined ? [posix.dirname(dockerfile), '.'] : [context];
    for (const { sources, location } of copies) {
      for (const source of sources) {
        for (const { path, inContext } of filesOf(walk, folders, source)) {
          const isPublished = isPackageFile(path) && isPackageExample(path);
          if (seen.has(path) || isPublished || !isTextPath(path)) continue;
          const ignored = ignore ? ignore.ignores(inContext) : false;
          if (ignored === undefined) slow.add(dockerfile);
          if (ignored !== false) continue;
          seen.add(path);
          const text = read(path);
          if (text === undefined || text.slice(0, 8000).includes('\0')) continue;
          keep(path, fileSecrets(path, text, budget, copiedAt(location)), () => true);
        }
      }
    }
  }
  const targets = [...new Set(uses.map(({ dockerfile }) => dockerfile))];
  return {
    ...EMPTY_INSPECTION,
    findings,
    suppressed,
    coverage: [
      ...targets.map((target): Coverage => ({ check: 'secret', target, state: 'checked' })),
      ...[...slow].map(slowPatterns),
      ...partly.map(partlySearched),
      ...(walk.left < 0 ? [TOO_MANY_FILES] : []),
      ...unlistedFolders(walk.unlisted),
    ],
  };
}

function slowPatterns(target: string): Coverage {
  const reason =
    'The patterns of its .dockerignore take too long to match, so not all copied files were searched. Simplify them';
  return { check: 'secret', target, state: 'partial', reason };
}

function partlySearched(target: string): Coverage {
  const reason =
    'Only a part of it was searched, because it has too many candidates for secrets. Exclude it with .dockerignore';
  return { check: 'secret', target, state: 'partial', reason };
}

const TOO_MANY_FILES: Coverage = {
  check: 'secret',
  target: 'files that are copied into images',
  state: 'partial',
  reason: `There are more than ${MAX_ENTRIES} files and folders, and only the first of them were searched. Exclude files with .dockerignore`,
};

function unlistedFolders([first, ...more]: readonly string[]): Coverage[] {
  if (first === undefined) return [];
  const which = more.length === 0 ? '' : ` This and ${more.length} more folders were not searched.`;
  const reason = `The content of this folder, which is copied into an image, cannot be listed.${which} Check the permissions`;
  return [{ check: 'secret', target: first, state: 'not-covered', reason }];
}

/** Whether the finding is about a secret in that file. */
function isAboutSecretIn({ tags, location }: Finding, path: string): boolean {
  return location?.path === path && tags.includes('practice:secrets');
}

function isOnLineOf({ location: at }: Finding, { location }: Finding): boolean {
  return (
    !!at && !!location && location.startLine <= at.startLine && at.startLine <= location.endLine
  );
}

function copiedAt(location: Location) {
  return { location, message: 'The file is copied into the image here' };
}

/** The search of one repository. */
interface ContextWalk {
  readonly root: string;
  /** The number of files and folders that may still be visited. */
  left: number;
  /** Folders that could not be listed. */
  readonly unlisted: string[];
}

interface ContextFile {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly inContext: string;
}

/** The files that a source of COPY or ADD names; none for addresses, patterns, and files that do not exist. */
function* filesOf(
  walk: ContextWalk,
  folders: readonly string[],
  source: string,
): Generator<ContextFile> {
  if (/[$*?[]|^[a-z+]+:\/\/|^git@|^<</.test(source)) return;
  const clean = cleanContextPath(source.replace(/^\/+/, ''));
  if (clean.startsWith('..')) return;
  const { root } = walk;
  for (const base of new Set(folders)) {
    const path = posix.join(base, clean);
    const found = statOf(join(root, path));
    if (!found || !isInside(realpathSync(root), realpathSync(join(root, path)))) continue;
    yield* filesBelow(walk, base, { path, found, depth: 0 });
    return;
  }
}

/** A file or folder of the build context. */
interface ContextEntry {
  readonly path: string;
  readonly found: Stats;
  readonly depth: number;
}

function* filesBelow(
  walk: ContextWalk,
  base: string,
  { path, found, depth }: ContextEntry,
): Generator<ContextFile> {
  if (walk.left-- <= 0) return;
  if (found.isFile()) {
    yield { path, inContext: posix.relative(base, path) };
    return;
  }
  if (!found.isDirectory()) return;
  const entries = depth > MAX_DEPTH ? undefined : list(join(walk.root, path));
  if (!entries) walk.unlisted.push(path);
  for (const entry of entries ?? []) {
    if (entry.isSymbolicLink() || NEVER.has(entry.name)) continue;
    const child = posix.join(path, entry.name);
    const stats = statOf(join(walk.root, child));
    if (stats) yield* filesBelow(walk, base, { path: child, found: stats, depth: depth + 1 });
  }
}

function statOf(file: string): Stats | undefined {
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
