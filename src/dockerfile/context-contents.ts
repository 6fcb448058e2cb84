import { type Dirent, readdirSync, realpathSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { isInside } from '../lib/paths.js';
import { fileType, readBeginning } from '../lib/regular-file.js';
import {
  type CredentialContent,
  credentialContent,
  MAX_CREDENTIAL_BYTES,
} from '../secrets/credential-file.js';
import { cleanContextPath } from './dockerignore.js';
import type { LintConfig } from './lint-config.js';

/** The credential files, and files in folders of them, that are read in one repository. More are known by their names only. */
const MAX_FILES = 2_000;
/** The entries of a folder, and the levels of folders in it, that are looked at. */
const MAX_ENTRIES = 200;
/** The folders whose names are known, and the names of each. */
const MAX_FOLDERS = 2_000;
const MAX_NAMES = 10_000;
const MAX_DEPTH = 3;

/**
 * What is known of the build context of a Dockerfile. Without a known context, it is the folder of the Dockerfile; a file that
 * is not there is looked for at the root, too. A link is followed as long as it stays in the repository.
 */
export function contextContents(
  root: string,
): (
  dockerfile: string,
  context?: string,
) => Required<Pick<LintConfig, 'contextFile' | 'contextFolder'>> {
  const contentAt = contentReader(root);
  const namesAt = nameReader(root);
  return (dockerfile, context) => {
    const folder = context ?? posix.dirname(dockerfile);
    const folders = context === undefined ? [folder, '.'] : [folder];
    return {
      contextFile: (source) => {
        const path = pathInContext(source);
        for (const one of path === undefined ? [] : folders) {
          const content = contentAt(posix.join(one, path ?? ''));
          if (content !== undefined) return content;
        }
        return undefined;
      },
      contextFolder: (source) => {
        const path = pathInContext(source);
        return path === undefined ? undefined : namesAt(posix.join(folder, path));
      },
    };
  };
}

/** Undefined for a path outside of the context, and for one that is a pattern, a variable or an address. */
function pathInContext(source: string): string | undefined {
  const path = cleanContextPath(source.replace(/^\/+/, ''));
  return path.startsWith('..') || /[*?[$]|:\/\//.test(path) ? undefined : path;
}

/** The names in a folder; each folder is read once. */
function nameReader(root: string): (path: string) => ReadonlySet<string> | undefined {
  const known = new Map<string, ReadonlySet<string> | undefined>();
  return (path) => {
    if (!known.has(path) && known.size < MAX_FOLDERS) known.set(path, namesIn(root, path));
    return known.get(path);
  };
}

function namesIn(root: string, path: string): ReadonlySet<string> | undefined {
  const full = resolve(root, path);
  try {
    if (!isInside(realpathSync(root), realpathSync(full))) return undefined;
    const names = readdirSync(full).slice(0, MAX_NAMES);
    return new Set(full === resolve(root) ? [...names, '.git'] : names);
  } catch {
    return undefined;
  }
}

/** What a path contains; each is read once, and at most so many files in all, those in folders too. */
function contentReader(root: string): (path: string) => CredentialContent | undefined {
  const known = new Map<string, CredentialContent | undefined>();
  let left = MAX_FILES;

  /** Undefined for what is not there or cannot be read. */
  const rate = (path: string, depth: number): CredentialContent | undefined => {
    const full = resolve(root, path);
    if (left-- <= 0) return 'unknown';
    try {
      if (!isInside(realpathSync(root), realpathSync(full))) return undefined;
      const type = fileType(full);
      if (type === 'a file') return rateFile(full);
      return type.includes('folder') && depth < MAX_DEPTH ? rateFolder(path, depth) : undefined;
    } catch {
      return undefined;
    }
  };

  /** The worst of the files in a folder. */
  const rateFolder = (path: string, depth: number): CredentialContent => {
    const entries: Dirent[] = readdirSync(resolve(root, path), { withFileTypes: true });
    const contents = entries
      .filter((entry) => !entry.isSymbolicLink())
      .slice(0, MAX_ENTRIES)
      .map(({ name }) => rate(posix.join(path, name), depth + 1) ?? 'unknown');
    const all = entries.length > MAX_ENTRIES ? [...contents, 'unknown' as const] : contents;
    return WORST_FIRST.find((content) => all.includes(content)) ?? 'nothing';
  };

  return (path) => {
    if (!known.has(path)) known.set(path, rate(path, 0));
    return known.get(path);
  };
}

/** A file that is longer than what is read, without a secret in it, can have one further on. */
function rateFile(full: string): CredentialContent {
  const { bytes, size } = readBeginning(full, MAX_CREDENTIAL_BYTES);
  const content = credentialContent(full, bytes);
  return content === 'nothing' && size > bytes.length ? 'unknown' : content;
}

const WORST_FIRST = ['secret', 'guessable', 'unknown', 'nothing'] as const;
