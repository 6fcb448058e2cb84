import { posix } from 'node:path';
import type { Coverage } from '../../core/coverage.js';
import type { Finding } from '../../core/finding.js';
import type { Location } from '../../core/location.js';
import { EMPTY_INSPECTION, type Inspection } from '../../core/report.js';
import type { ContextUse } from '../../dockerfile/context-copies.js';
import { parseDockerignore } from '../../dockerfile/dockerignore.js';
import { readIgnoreFile } from '../../dockerfile/ignore-file.js';
import { secretsOfRules } from '../../dockerfile/known-secrets.js';
import { readInputText } from '../../repository/input-text.js';
import { type FileSecrets, fileSecrets } from '../../secrets/file.js';
import { toldSecrets } from '../../secrets/known-places.js';
import { isPackageExample, isPackageFile, isTextPath } from '../../secrets/paths.js';
import { MAX_WORK } from '../../secrets/search.js';
import {
  copiedFileReader,
  filesOf,
  isUnknownSource,
  MAX_ENTRIES,
  startContextWalk,
} from './context-files.js';

/**
 * Finds secrets in the Dockerfiles, except those that `known` findings are about, and in the files of the repository
 * that COPY and ADD copy into an image; each finding names the instruction that copies the file. If the build context is
 * not known, it is assumed to be the folder of the Dockerfile, or the root if the source is not in that folder. Files that
 * .dockerignore excludes and symbolic links are not searched. What else is not searched is a gap in the coverage.
 */
export async function contextSecrets(
  root: string,
  uses: readonly ContextUse[],
  known: readonly Finding[] = [],
): Promise<Inspection> {
  const read = copiedFileReader(root);
  const seen = new Set<string>();
  const findings: Finding[] = [];
  const suppressed: Finding[] = [];
  const walk = startContextWalk(root);
  const unread: Coverage[] = [];
  const unknown: Coverage[] = [];
  const slow = new Set<string>();
  const partly: string[] = [];
  const budget = { left: MAX_WORK };
  const keep = (path: string, found: FileSecrets, told?: ReadonlyMap<Finding, Finding>) => {
    findings.push(...found.findings.filter((one) => !told?.has(one)));
    suppressed.push(...found.suppressed);
    if (!found.complete) partly.push(path);
  };
  for (const use of uses) {
    const { dockerfile, copies } = use;
    if (!seen.has(dockerfile)) {
      seen.add(dockerfile);
      // Where it cannot be read, the lint check reports why. It may be larger than copied files.
      const content = await readInputText(root, dockerfile).catch(() => '');
      const found = fileSecrets(dockerfile, content, budget);
      const own = known.filter(({ location }) => location?.path === dockerfile);
      keep(dockerfile, found, toldSecrets(found.findings, secretsOfRules(own, content)));
    }
    for (const { sources, location } of copies) {
      const missing = sources.filter(isUnknownSource);
      if (missing.length > 0) unknown.push(unknownSources(location, missing));
    }
    const isIgnored = await ignoreTest(root, use, slow);
    for (const { path, location } of copiedPaths(use, walk, isIgnored)) {
      if (seen.has(path)) continue;
      seen.add(path);
      const file = read(path);
      if ('reason' in file) unread.push(notSearched(path, file.reason));
      else if (file.text !== undefined)
        keep(path, fileSecrets(path, file.text, budget, copiedAt(location)));
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
      ...unread,
      ...unknown,
      ...(walk.left < 0 || walk.budget.comparisons < 0 ? [TOO_MANY_FILES] : []),
      ...unlistedFolders(walk.unlisted),
    ],
  };
}

/** Whether .dockerignore excludes a path of the build context. Patterns that take too long are added to `slow`. */
async function ignoreTest(
  root: string,
  { dockerfile, context }: ContextUse,
  slow: Set<string>,
): Promise<(path: string) => boolean> {
  const text = await readIgnoreFile(root, dockerfile, context).catch(() => undefined);
  const ignore = text ? parseDockerignore(text) : undefined;
  return (path) => {
    const ignored = ignore ? ignore.ignores(path) : false;
    if (ignored === undefined) slow.add(dockerfile);
    return ignored !== false;
  };
}

/** The text files that the instructions of a Dockerfile copy, with the instruction; without those that are ignored. */
function* copiedPaths(
  { dockerfile, context, copies }: ContextUse,
  walk: ReturnType<typeof startContextWalk>,
  isIgnored: (path: string) => boolean,
): Generator<{ readonly path: string; readonly location: Location }> {
  const folders = context === undefined ? [posix.dirname(dockerfile), '.'] : [context];
  for (const { sources, location } of copies)
    for (const source of sources)
      for (const { path, inContext } of filesOf(walk, folders, source)) {
        const isPublished = isPackageFile(path) && isPackageExample(path);
        if (isTextPath(path) && !isPublished && !isIgnored(inContext)) yield { path, location };
      }
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

function notSearched(target: string, why: string): Coverage {
  const reason = `It was not searched for secrets, although it is copied into an image: ${why}. Exclude it with .dockerignore if the image does not need it`;
  return { check: 'secret', target, state: 'not-covered', reason };
}

/** A variable without a value can stand for every folder of the build context. */
function unknownSources({ path, startLine }: Location, sources: readonly string[]): Coverage {
  const reason = `The instruction in line ${startLine} copies ${sources.join(', ')}, and the value of ${sources.length === 1 ? 'this variable' : 'these variables'} is not known, so what it copies was not searched for secrets. Give ARG a default`;
  return { check: 'secret', target: path, state: 'partial', reason };
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

function copiedAt(location: Location) {
  return { location, message: 'The file is copied into the image here' };
}
