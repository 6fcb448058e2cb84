import { existsSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import type { Coverage } from '../../core/coverage.js';
import type { Finding } from '../../core/finding.js';
import { fingerprint } from '../../core/fingerprint.js';
import type { Location } from '../../core/location.js';
import { ruleFinding } from '../../core/rule-finding.js';
import { contextPaths, takesContext } from '../../dockerfile/context-copies.js';
import { isAddress, readAddress } from '../../dockerfile/materials/address.js';
import type { FoundMaterial } from '../../dockerfile/materials/found-material.js';
import { foundMaterials } from '../../dockerfile/materials/ledger.js';
import type { Dockerfile } from '../../dockerfile/parser/model.js';
import { plainText, pluralize } from '../../lib/text.js';
import { repositoryReader } from '../../repository/repository-files.js';
import { nameInTwoRegistries } from '../../signatures/signature-rules.js';
import { numberedLines } from '../lockfiles/lockfile.js';
import { type ConfusableNames, confusableNames, isPublicRegistry, LOCKS } from './npm-names.js';

/** Lock files are larger than other text files. */
const MAX_BYTES = 16 << 20;
const MAX_FOLDERS = 50;

/** A Dockerfile, and the folder of its build context if it is known. */
interface InstallingFile {
  readonly dockerfile: Dockerfile;
  readonly context: string | undefined;
}

/**
 * Reports lock files of npm, Yarn and pnpm with private packages that a public registry may answer for, and requirement
 * files of pip with a second index: those in the build context of a Dockerfile that installs from them, each once. A file
 * that cannot be read is a gap in the coverage.
 */
export function privateNames(
  root: string,
  files: readonly InstallingFile[],
): { readonly findings: readonly Finding[]; readonly coverage: readonly Coverage[] } {
  const unread = new Set<string>();
  const readFile = repositoryReader(root, MAX_BYTES);
  const read = (path: string) => {
    const text = readFile(path);
    if (text === undefined && existsSync(resolve(root, path))) unread.add(path);
    return text;
  };
  const found = new Map<string, Finding>();
  for (const { dockerfile, context } of files) {
    if (!takesContext(dockerfile)) continue;
    const folders = foldersOf(dockerfile, context);
    const installs = foundMaterials(dockerfile).filter(({ kind }) => kind === 'packages');
    const npm = installs.find(({ by }) => /^(?:npm|yarn|pnpm|bun)$/.test(by));
    const add = (path: string, at: FoundMaterial, problem: Problem | undefined) => {
      if (problem && !found.has(path))
        found.set(path, findingOf(path, problem, { path: dockerfile.path, ...at.at }));
    };
    if (npm && !setsRegistry(dockerfile, folders, read))
      for (const path of folders.flatMap((folder) => LOCKS.map((name) => posix.join(folder, name))))
        if (!found.has(path)) add(path, npm, npmProblem(confusableNames(path, read)));
    for (const install of installs) {
      if (install.by !== 'pip' || install.lockFiles) continue;
      for (const folder of folders) {
        const path = posix.join(folder, posix.basename(install.what));
        add(path, install, pipProblem(/\.(?:txt|in)$/.test(path) ? read(path) : undefined));
      }
    }
  }
  return { findings: [...found.values()], coverage: [...unread].map(notRead) };
}

function notRead(target: string): Coverage {
  const reason = `The registries of its packages were not compared: it is no file of the repository of at most ${MAX_BYTES >> 20} MiB`;
  return { check: 'trust', target, state: 'not-covered', reason };
}

/** The context, and the folders in it that files are copied from. */
function foldersOf(dockerfile: Dockerfile, context: string | undefined): string[] {
  const base = context ?? posix.dirname(dockerfile.path);
  const copied = contextPaths(dockerfile).flatMap((path) => [path, posix.dirname(path)]);
  const inside = copied.map((path) => posix.join(base, path));
  return [...new Set([posix.normalize(base), ...inside])].slice(0, MAX_FOLDERS);
}

const REGISTRY =
  /(?<![:\w-])(?:--|npm_config_)?registry(?:\s+|=)["']?(https?:\/\/[^\s"']{1,500}|\$[^\s"']{1,500})/gi;
const CONFIGURATION = /\.?npmrc\b|\.yarnrc/;

/**
 * Whether the Dockerfile installs from a registry of its own, or with a configuration that the repository does not have:
 * which registry is asked for a name is decided there then.
 */
function setsRegistry(
  { source }: Dockerfile,
  folders: readonly string[],
  read: (path: string) => string | undefined,
): boolean {
  for (const [, address = ''] of source.text.matchAll(REGISTRY))
    if (!isPublicRegistry(address)) return true;
  const isKnown = ['.npmrc', '.yarnrc', '.yarnrc.yml'].some((name) =>
    folders.some((folder) => read(posix.join(folder, name)) !== undefined),
  );
  return !isKnown && CONFIGURATION.test(source.text);
}

interface Problem {
  readonly message: string;
  /** What stays the same if the file changes elsewhere. */
  readonly key: string;
  readonly line: number;
  readonly text: string;
}

const SHOWN_NAMES = 3;

function npmProblem(found: ConfusableNames | undefined): Problem | undefined {
  if (!found) return undefined;
  const { names, host, line, text } = found;
  const shown = names.slice(0, SHOWN_NAMES).map((name) => plainText(name, 60));
  const more = names.length > shown.length ? ', …' : '';
  const message = `${pluralize(names.length, 'package')} of ${plainText(host, 80)} may be taken from registry.npmjs.org: ${shown.join(', ')}${more}`;
  return { message, key: host, line, text };
}

function pipProblem(source: string | undefined): Problem | undefined {
  const found = source === undefined ? undefined : extraIndex(source);
  if (!found) return undefined;
  const { what, line, text } = found;
  const message = `Packages may come from ${plainText(what, 120)} or from the other index`;
  return { message, key: what, line, text };
}

function findingOf(
  path: string,
  { message, key, line, text }: Problem,
  install: Location,
): Finding {
  const rule = nameInTwoRegistries;
  const startColumn = text.length - text.trimStart().length + 1;
  const endColumn = Math.max(text.trimEnd().length + 1, startColumn);
  return {
    ...ruleFinding(rule, 'trust'),
    confidence: 'medium',
    message,
    location: { path, startLine: line, startColumn, endLine: line, endColumn },
    related: [{ location: install, message: 'The packages are installed here' }],
    fingerprint: fingerprint(rule.id, path, key),
  };
}

/**
 * The first line of a requirement file that adds an index to the usual one; undefined if there is none, or if a hash
 * binds each package. The address is shown without its login. Source: pip.pypa.io, Requirements File Format.
 */
function extraIndex(
  source: string,
): { readonly what: string; readonly line: number; readonly text: string } | undefined {
  let found: { what: string; line: number; text: string } | undefined;
  for (const { line, number } of numberedLines(source)) {
    const [, address = ''] = /^\s*--extra-index-url(?:\s+|\s*=\s*)(\S+)/.exec(line) ?? [];
    // pip requires a hash of every package as soon as one has a hash.
    if (/^[^#]*\s--hash[=\s]/.test(line) || /^\s*--require-hashes\b/.test(line)) return undefined;
    if (!found && isAddress(address))
      found = { what: readAddress(address).what, line: number, text: line };
  }
  return found;
}
