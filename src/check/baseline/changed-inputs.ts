import { existsSync, lstatSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { contextPaths } from '../../dockerfile/context-copies.js';
import { cleanContextPath, parseDockerignore } from '../../dockerfile/dockerignore.js';
import type { Dockerfile, Instruction } from '../../dockerfile/parser/model.js';
import { stageReferences } from '../../dockerfile/parser/stage-builder.js';
import { expandedAt } from '../../dockerfile/variables.js';
import { ancestorFolders } from '../dockerfiles/build-context.js';
import { type BothVersions, textOf } from './versions.js';

/**
 * A test of whether the pull request changes files that an instruction may copy from the build context.
 * What is not known counts as changed: the context, a variable, a pattern, a link, the files of a named context.
 */
export function changedInputTest(
  dockerfile: Dockerfile,
  versions: BothVersions,
): (instruction: Instruction) => boolean {
  const { root, changed, newNames } = versions;
  const { path } = dockerfile;
  const context = knownContext(root, dockerfile);
  const isExcluded = exclusionOf(versions, path, context);
  const inputs = [...changed].filter(
    (file) => file !== path && newNames.get(file) !== path && !isExcluded(file),
  );
  const otherContext = changesIgnoreFile(versions, path);
  return (instruction) => {
    const sources = sourcesOf(dockerfile, instruction);
    return (
      (otherContext && sources.length > 0) ||
      inputs.some((file) => sources.some((one) => mayCopy(versions, one, file, context)))
    );
  };
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
  { root, base }: BothVersions,
  source: string,
  file: string,
  context: string | undefined,
): boolean {
  if (/^[a-z+]+:\/\/|^git@|^<</.test(source)) return false;
  const folder = context ?? WHOLE;
  const inside = folder === WHOLE || file.startsWith(`${folder}/`);
  const path = cleanContextPath(source.replace(/^\/+/, ''));
  if (context === undefined || /[$*?[\\]/.test(path) || path.startsWith('..')) return inside;
  if (path === WHOLE) return inside;
  const place = posix.join(folder, path);
  if (isThroughLink(root, place) || isThroughLink(base, place)) return inside;
  return file === place || file.startsWith(`${place}/`) || place.startsWith(`${file}/`);
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
  { root, base, changed }: BothVersions,
  dockerfile: string,
  context: string | undefined,
): (file: string) => boolean {
  const isWorkflow = (file: string) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(file);
  if (context === undefined) return isWorkflow;
  const names = [`${dockerfile}.dockerignore`, posix.join(context, '.dockerignore')];
  const text = names.map((name) => textOf(root, name)).find((one) => one !== undefined);
  if (text === undefined || names.some((name) => changed.has(name))) return isWorkflow;
  if (names.every((name) => textOf(base, name) === undefined)) return isWorkflow;
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
