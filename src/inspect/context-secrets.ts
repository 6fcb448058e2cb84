import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { cleanPath, parseIgnoreFile } from '../dockerfile/dockerignore.js';
import type { Finding } from '../findings/finding.js';
import type { Location } from '../findings/location.js';
import { type Inspection, NOTHING, type Note } from '../findings/report.js';
import { fileFindings } from '../secrets/file.js';
import { isPackaged, isSpecimen, mayHaveSecrets } from '../secrets/paths.js';
import type { ContextUse } from './dockerfiles.js';
import { ignoreFileOf } from './ignore-file.js';
import { repositoryFiles } from './repository-files.js';

/** Files and folders looked at for one repository. */
const MAX_ENTRIES = 20_000;
const MAX_DEPTH = 32;
const NEVER = new Set(['.git', 'node_modules']);

/**
 * Secrets in the Dockerfiles, but for lines that `known` findings tell of, and in the repository's files that COPY and ADD
 * take into an image, each told with the instruction that does. Where
 * the build context is not known, it is taken to be the Dockerfile's folder, or the root where the source is not there;
 * what its .dockerignore leaves out, symbolic links, and files above 1 MiB are not looked at.
 */
export async function contextSecrets(
  root: string,
  uses: readonly ContextUse[],
  known: readonly Finding[] = [],
): Promise<Inspection> {
  const read = repositoryFiles(root);
  const seen = new Set<string>();
  const findings: Finding[] = [];
  const budget = { left: MAX_ENTRIES };
  for (const { dockerfile, context, copies } of uses) {
    if (!seen.has(dockerfile)) {
      seen.add(dockerfile);
      const own = fileFindings(dockerfile, read(dockerfile) ?? '');
      findings.push(...own.filter((finding) => !known.some((other) => tellsOf(other, finding))));
    }
    const ignoreText = await ignoreFileOf(root, dockerfile, context).catch(() => undefined);
    const ignore = ignoreText ? parseIgnoreFile(ignoreText) : undefined;
    const folders = context === undefined ? [posix.dirname(dockerfile), '.'] : [context];
    for (const { sources, location } of copies) {
      for (const source of sources) {
        for (const { path, inContext } of filesOf(root, folders, source, budget)) {
          const vain = isPackaged(path) && isSpecimen(path);
          if (seen.has(path) || ignore?.ignores(inContext) || vain || !mayHaveSecrets(path))
            continue;
          seen.add(path);
          const text = read(path);
          if (text === undefined || text.slice(0, 8000).includes('\0')) continue;
          findings.push(...fileFindings(path, text, taken(location)));
        }
      }
    }
  }
  return { ...NOTHING, findings, notes: budget.left < 0 ? [NOT_ALL] : [] };
}

const NOT_ALL: Note = {
  check: 'secret',
  message: `More than ${MAX_ENTRIES} files and folders are copied into images: secrets were looked for in the first of them only.`,
};

/** Whether a rule about secrets has spoken of the same line. */
function tellsOf({ tags, location }: Finding, { location: at }: Finding): boolean {
  if (!location || !at || location.path !== at.path) return false;
  const same = location.startLine <= at.startLine && at.startLine <= location.endLine;
  return same && tags.includes('practice:secrets');
}

function taken(location: Location) {
  return { location, message: 'It is copied into the image here.' };
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
  budget: { left: number },
): Generator<ContextFile> {
  if (/[$*?[]|^[a-z+]+:\/\/|^git@|^<</.test(source)) return;
  const clean = cleanPath(source.replace(/^\/+/, ''));
  if (clean.startsWith('..')) return;
  for (const base of new Set(folders)) {
    const start = posix.join(base, clean);
    const found = about(join(root, start));
    if (!found || !inside(root, start)) continue;
    yield* walk(root, base, start, found, 0, budget);
    return;
  }
}

function* walk(
  root: string,
  base: string,
  path: string,
  found: Stats,
  depth: number,
  budget: { left: number },
): Generator<ContextFile> {
  if (budget.left-- <= 0 || depth > MAX_DEPTH) return;
  if (found.isFile()) {
    yield { path, inContext: posix.relative(base, path) };
    return;
  }
  if (!found.isDirectory()) return;
  for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
    if (entry.isSymbolicLink() || NEVER.has(entry.name)) continue;
    const child = posix.join(path, entry.name);
    const stats = about(join(root, child));
    if (stats) yield* walk(root, base, child, stats, depth + 1, budget);
  }
}

function about(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}

/** Not by a symbolic link elsewhere. */
function inside(root: string, path: string): boolean {
  const way = relative(realpathSync(root), realpathSync(join(root, path)));
  return way !== '..' && !way.startsWith(`..${sep}`);
}
