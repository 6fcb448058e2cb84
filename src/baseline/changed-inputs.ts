import { isUtf8 } from 'node:buffer';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { contextPaths } from '../dockerfile/context-copies.js';
import { cleanContextPath, parseDockerignore } from '../dockerfile/dockerignore.js';
import type { Dockerfile, Instruction } from '../dockerfile/parser/model.js';
import { stageReferences } from '../dockerfile/parser/stage-builder.js';
import { expandedAt } from '../dockerfile/variables.js';
import { globMatcher } from '../lib/glob.js';
import { ancestorFolders } from '../lib/paths.js';
import { variableNames } from '../lib/shell-variables.js';
import { namesBuilds } from './build-settings.js';
import type { ChangedNames } from './changed-names.js';
import { isGenerated } from './generated.js';
import {
  declaredArguments,
  hasDockerfile,
  mayGenerateTest,
  maySetArgumentsTest,
} from './indirect-inputs.js';
import { type BothVersions, fileTextOf } from './versions.js';

/**
 * What the pull request changes of what an instruction reads: files of the build context, files of it that CI makes before
 * the build, and build arguments. What is not known counts as changed: the context, a variable, a pattern, a link, the files
 * of a named context.
 */
export function changedInputsOf(
  dockerfile: Dockerfile,
  versions: BothVersions,
): (instruction: Instruction) => ChangedNames {
  const copies = copyTest(dockerfile, versions);
  const { others, isExcluded, folders } = copies;
  const inputs = others.filter((file) => !isExcluded(file));
  const otherContext = changesIgnoreFile(versions, dockerfile.path);
  const mayMake = once(() => others.some(mayGenerateTest(dockerfile, versions)));
  const isMade = (source: string) => isGenerated(source, folders, { versions, isExcluded });
  const setsArgument = changedArgumentTest(dockerfile, versions, copies);
  return (instruction) => {
    const sources = sourcesOf(dockerfile, instruction);
    if (
      (otherContext && sources.length > 0) ||
      (sources.length > 0 && mayMake() && sources.some(isMade)) ||
      setsArgument(instruction)
    )
      return 'all';
    const files = inputs.filter((file) => sources.some((one) => copies.mayCopy(one, file)));
    return files.every((file) => keepsName(file, instruction, versions))
      ? new Set(files.map((file) => posix.basename(file)))
      : 'all';
  };
}

/** Whether an instruction copies a changed file as it is: ADD unpacks archives, and a link can lead anywhere. */
function keepsName(
  file: string,
  { keyword }: Instruction,
  { root, baseFolder }: BothVersions,
): boolean {
  if (keyword !== 'COPY' && keyword !== 'ADD') return false;
  return [root, baseFolder].every((folder) => {
    const place = resolve(folder, file);
    const found = lstatSync(place, { throwIfNoEntry: false });
    if (!found) return true;
    return found.isFile() && (keyword === 'COPY' || isText(place, found.size));
  });
}

/** Whether a file is text: every archive has bytes that are no UTF-8, or NUL. */
export function isText(path: string, size: number): boolean {
  if (size > MAX_TEXT_BYTES) return false;
  const bytes = readFileSync(path);
  return isUtf8(bytes) && !bytes.includes(0);
}

const MAX_TEXT_BYTES = 1024 * 1024;

/** A test of whether the pull request may set a build argument that an instruction names. */
export function changedArgumentTest(
  dockerfile: Dockerfile,
  versions: BothVersions,
  { others, mayCopy: copies } = copyTest(dockerfile, versions),
): (instruction: Instruction) => boolean {
  const usesArgument = argumentTest(dockerfile);
  const setsArguments = once(() => {
    const all = dockerfile.instructions.flatMap((one) => sourcesOf(dockerfile, one));
    const isCopied = (file: string) => all.some((source) => copies(source, file));
    return others.some(maySetArgumentsTest(dockerfile, versions, isCopied));
  });
  return (instruction) => usesArgument(instruction) && setsArguments();
}

/** What a Dockerfile may copy of the repository. */
interface Copies {
  /** The changed files besides the Dockerfile. */
  readonly others: readonly string[];
  /** The possible build contexts. */
  readonly folders: readonly string[];
  /** Whether a file is not in the build context. */
  readonly isExcluded: (file: string) => boolean;
  readonly mayCopy: (source: string, file: string) => boolean;
}

function copyTest(dockerfile: Dockerfile, versions: BothVersions): Copies {
  const { root, changed, newNames } = versions;
  const { path } = dockerfile;
  const context = knownContext(root, dockerfile);
  const copied = contextPaths(dockerfile);
  const folders = context === undefined ? ancestorFolders(posix.dirname(path)) : [context];
  const own = posix.dirname(path);
  const isOwnContext = copied.every((one) => existsSync(resolve(root, own, one)));
  const known = new Map<string, boolean>();
  const isContext = (folder: string): boolean => {
    const found =
      known.get(folder) ??
      (copied.every((one) => existsSync(resolve(root, folder, one))) &&
        !hasDockerfile(root, folder) &&
        // What has all that is copied next to it is built there, unless a file says otherwise.
        (!isOwnContext || isNamedInBuilds(root, folder)));
    known.set(folder, found);
    return found;
  };
  return {
    others: [...changed].filter((file) => file !== path && newNames.get(file) !== path),
    folders,
    isExcluded: exclusionOf(versions, path, context),
    mayCopy: (source, file) =>
      isInOtherContext(source, file, isContext) ||
      (isMissing(root, folders, source)
        ? folders.some((folder) => mayCopy(versions, source, file, folder))
        : mayCopy(versions, source, file, context)),
  };
}

function once(test: () => boolean): () => boolean {
  let known: boolean | undefined;
  return () => {
    known ??= test();
    return known;
  };
}

/** A test of whether an instruction names a build argument. */
function argumentTest(dockerfile: Dockerfile): (instruction: Instruction) => boolean {
  const names = declaredArguments(dockerfile);
  return ({ original, heredocs }) =>
    [original, ...heredocs.map(({ content }) => content)].some((text) =>
      [...variableNames(text)].some((name) => names.has(name)),
    );
}

/** Everything that the context may have. */
const WHOLE = '.';

/** The paths of the build context, or of a named context, that an instruction may read. */
function sourcesOf(dockerfile: Dockerfile, instruction: Instruction): string[] {
  const { keyword } = instruction;
  if (keyword === 'ONBUILD')
    return instruction.trigger ? sourcesOf(dockerfile, instruction.trigger) : [WHOLE];
  // An image of this kind copies the context of the build that starts from it.
  if (keyword === 'FROM') return /onbuild/i.test(instruction.image.value) ? [WHOLE] : [];
  const contexts = stageReferences(instruction).filter((token) => {
    const isStage = instruction.stage?.uses.some((use) => use.token.start === token.start);
    return !isStage && !/[:/@]|^\d+$/.test(token.value);
  });
  const named = contexts.length > 0 ? [WHOLE] : [];
  if (keyword === 'ADD' || (keyword === 'COPY' && !instruction.from))
    return instruction.sources.map((token) => expandedAt(dockerfile, instruction, token));
  if (keyword !== 'RUN') return named;
  const mounts = instruction.mounts.filter(
    ({ type, options }) => (type === 'bind' || type === '') && !options.get('from'),
  );
  return [...named, ...mounts.map(({ options }) => options.get('source') ?? WHOLE)];
}

/** Whether a source may be, contain or lead to a file of the repository. */
function mayCopy(
  { root, baseFolder }: BothVersions,
  source: string,
  file: string,
  context: string | undefined,
): boolean {
  if (isElsewhere(source)) return false;
  const folder = context ?? WHOLE;
  const inside = folder === WHOLE || file.startsWith(`${folder}/`);
  const path = cleanContextPath(source.replace(/^\/+/, ''));
  if (context === undefined || path.startsWith('..')) return inside;
  if (/[$*?[\\]/.test(path)) return inside && matchesParts(path, posix.relative(folder, file));
  if (path === WHOLE) return inside;
  const place = posix.join(folder, path);
  if (isThroughLink(root, place) || isThroughLink(baseFolder, place)) return inside;
  return file === place || file.startsWith(`${place}/`) || place.startsWith(`${file}/`);
}

/** Whether a source without patterns is in no folder: CI makes it, or the context is elsewhere. */
function isMissing(root: string, folders: readonly string[], source: string): boolean {
  const path = cleanContextPath(source.replace(/^\/+/, ''));
  if (isElsewhere(source) || path.startsWith('..') || /[$*?[\\]/.test(path)) return false;
  return folders.every((folder) => !existsSync(resolve(root, folder, path)));
}

/** Whether a path with patterns may name a file or a folder above it. A variable is any text, with slashes. */
function matchesParts(pattern: string, file: string): boolean {
  const parts = file.split('/');
  for (const [index, part] of pattern.split('/').entries()) {
    const name = parts[index];
    if (name === undefined || part.includes('$') || part.includes('**')) return true;
    if (!globMatcher(part.replace(/\[[^\]]*\]?|\\./g, '*'))(name)) return false;
  }
  return true;
}

function isElsewhere(source: string): boolean {
  return /^[a-z+]+:\/\/|^git@|^<</.test(source);
}

/** Whether a file may be what a source names in a context elsewhere. */
function isInOtherContext(
  source: string,
  file: string,
  isContext: (folder: string) => boolean,
): boolean {
  const path = cleanContextPath(source.replace(/^\/+/, ''));
  if (isElsewhere(source) || path === WHOLE || /[$*?[\\]/.test(path)) return false;
  const at = `/${file}/`.indexOf(`/${path}/`);
  if (at < 1) return false;
  return isContext(file.slice(0, at - 1));
}

/** Whether a Compose file, Bake file or Makefile at the root, or a workflow, names a folder. */
function isNamedInBuilds(root: string, folder: string): boolean {
  const names = ['.', '.github/workflows'].flatMap((top) =>
    existsSync(resolve(root, top))
      ? readdirSync(resolve(root, top)).map((name) => posix.join(top, name))
      : [],
  );
  return names.filter(namesBuilds).some((name) => fileTextOf(root, name)?.includes(folder));
}

function isThroughLink(root: string, path: string): boolean {
  const parts = path.split('/');
  return parts.some((_, depth) => {
    const place = resolve(root, parts.slice(0, depth + 1).join('/'));
    return lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  });
}

/**
 * The folder of the build context, if only one folder has all that the Dockerfile copies; else undefined: any file of the
 * repository may be copied.
 */
function knownContext(root: string, dockerfile: Dockerfile): string | undefined {
  const copied = contextPaths(dockerfile);
  const folders = ancestorFolders(posix.dirname(dockerfile.path)).filter((folder) =>
    copied.every((source) => existsSync(resolve(root, folder, source))),
  );
  const [only, ...more] = folders;
  return only !== undefined && more.length === 0 ? only : undefined;
}

/**
 * A test of whether a file is not in the build context: the same .dockerignore excludes it in both versions, or it is a
 * workflow, which GitHub reads and builds do not.
 */
function exclusionOf(
  { root, baseFolder, changed }: BothVersions,
  dockerfile: string,
  context: string | undefined,
): (file: string) => boolean {
  const isWorkflow = (file: string) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(file);
  if (context === undefined) return isWorkflow;
  const names = [`${dockerfile}.dockerignore`, posix.join(context, '.dockerignore')];
  const text = names.map((name) => fileTextOf(root, name)).find((one) => one !== undefined);
  if (text === undefined || names.some((name) => changed.has(name))) return isWorkflow;
  if (names.every((name) => fileTextOf(baseFolder, name) === undefined)) return isWorkflow;
  const ignored = parseDockerignore(text);
  return (file) =>
    isWorkflow(file) ||
    (!names.includes(file) && ignored.ignores(posix.relative(context, file)) === true);
}

/** Whether the pull request changes a file that says what is not in the build context. */
function changesIgnoreFile({ changed }: BothVersions, dockerfile: string): boolean {
  const folders = ancestorFolders(posix.dirname(dockerfile));
  const files = folders.map((folder) => posix.join(folder, '.dockerignore'));
  return [`${dockerfile}.dockerignore`, ...files].some((name) => changed.has(name));
}
