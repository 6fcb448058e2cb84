import { existsSync, readFileSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import type { Finding } from '../../core/finding.js';
import type { Location } from '../../core/location.js';
import type { Inspection } from '../../core/report.js';
import { contextPaths } from '../../dockerfile/context-copies.js';
import { parseDockerfile } from '../../dockerfile/parser/parse.js';
import { escapesViaSymlink } from '../../lib/paths.js';
import { ancestorFolders } from '../dockerfiles/build-context.js';

/** A checkout and a copy of its base commit. */
export interface BothVersions {
  readonly root: string;
  /** The folder with the files of the base commit. */
  readonly base: string;
  /** The paths that differ. */
  readonly changed: ReadonlySet<string>;
  /** Renamed files: the new name by the old one. */
  readonly newNames: ReadonlyMap<string, string>;
}

/** Reads a file of the repository below a folder; undefined if there is none. */
export function textOf(folder: string, path: string): string | undefined {
  if (escapesViaSymlink(folder, path)) return undefined;
  try {
    return readFileSync(resolve(folder, path), 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * The packages of images, and the findings of images and base images, that the pull request cannot have caused: it
 * changes neither the instruction that they come from, nor what comes before it in the Dockerfile, nor files that are
 * copied before it. Malware is never among them.
 */
export function untouchedParts(
  { findings, packages }: Pick<Inspection, 'findings' | 'packages'>,
  versions: BothVersions,
): Pick<Inspection, 'findings' | 'packages'> {
  const isUntouched = createTest(versions);
  const isAt = ({ location }: { readonly location?: Location }) =>
    location !== undefined && isUntouched(location);
  return {
    findings: findings.filter((finding) => isOfImage(finding) && isAt(finding)),
    packages: packages.filter(isAt),
  };
}

/** Files of the repository are checked again; malware and entries of the policy are never taken for existing. */
function isOfImage({ check, subject }: Finding): boolean {
  if (check === 'lint' || check === 'manifest' || check === 'malware' || check === 'policy')
    return false;
  return check !== 'secret' || subject?.image !== undefined;
}

function createTest({
  root,
  base,
  changed,
  newNames,
}: BothVersions): (location: Location) => boolean {
  const versions = new Map<string, readonly [readonly string[], readonly string[]] | undefined>();
  const oldNames = new Map([...newNames].map(([before, after]) => [after, before]));
  const read = (path: string) => {
    const [before, after] = [textOf(base, oldNames.get(path) ?? path), textOf(root, path)];
    if (before === undefined || after === undefined) return undefined;
    return [lines(before), lines(after)] as const;
  };
  /** By Dockerfile: whether the pull request changes other files of its build context. */
  const changesContext = new Map<string, boolean>();
  const changesContextOf = (path: string, text: string) => {
    const context = knownContext(root, path, text);
    return [...changed].some(
      (other) =>
        other !== path &&
        newNames.get(other) !== path &&
        (context === '.' || other.startsWith(`${context}/`)),
    );
  };
  return ({ path, startLine, endLine }) => {
    if (!versions.has(path)) versions.set(path, read(path));
    const [before, after] = versions.get(path) ?? [];
    if (!before || !after) return false;
    const from = after[startLine - 1] ?? '';
    // What comes with a base image depends on nothing but FROM, unless a variable is in it.
    if (/^FROM\s/i.test(from) && !from.includes('$')) return before.includes(from);
    const isSame = after.slice(0, endLine).every((line, index) => line === before[index]);
    const copiesFiles = after.slice(0, endLine).some((line) => COPIES.test(line));
    const others = changesContext.get(path) ?? changesContextOf(path, after.join('\n'));
    changesContext.set(path, others);
    return isSame && !(copiesFiles && others);
  };
}

/** COPY and ADD, unless from another stage, and mounts of the build context. */
const COPIES = /^(?:ONBUILD\s+)?(?:COPY|ADD)\b(?!.*--from=)|--mount=(?!.*\bfrom=).*type=bind/i;

/**
 * The folder of the build context, if only one folder has all that the Dockerfile copies; else the root, from which any
 * file may be copied.
 */
function knownContext(root: string, path: string, text: string): string {
  const copied = contextPaths(parseDockerfile(path, text));
  const folders = ancestorFolders(posix.dirname(path)).filter((folder) =>
    copied.every((source) => existsSync(resolve(root, folder, source))),
  );
  const [only, ...more] = folders;
  return only !== undefined && more.length === 0 ? only : '.';
}

function lines(text: string): string[] {
  return text.split('\n').map((line) => line.trim());
}
