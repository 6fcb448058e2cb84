import { posix } from 'node:path';
import type { Coverage } from '../../core/coverage.js';
import type { ManifestKind } from '../../manifests/manifest-kind.js';
import { readManifest } from '../../manifests/read-manifest.js';
import { isBakeFile, readBakeFile } from './bake-file.js';
import { repositoryReader } from './repository-files.js';

/** The number of workflows and scripts that are read, and of their characters. */
const MOST_FILES = 1_000;
const MOST_CHARACTERS = 16 * 1024 * 1024;

/** The Dockerfiles that builds of the repository name, and what of the builds is not known. */
export interface ReferencedDockerfiles {
  readonly dockerfiles: readonly string[];
  readonly gaps: readonly Coverage[];
  readonly notes: readonly string[];
}

/** The files of a repository that can name Dockerfiles. */
interface BuildFiles {
  readonly files: readonly string[];
  readonly manifests: readonly { readonly path: string; readonly kind: ManifestKind }[];
}

/**
 * The existing Dockerfiles that Compose files (`build:`), workflows (docker/build-push-action), Bake files, and
 * `docker build` commands of workflows, Makefiles and scripts name. They are checked in folders of vendored code too. A
 * path with a variable is not known. Never throws.
 */
export function referencedDockerfiles(
  root: string,
  { files, manifests }: BuildFiles,
): ReferencedDockerfiles {
  const read = repositoryReader(root);
  const named = new Set<string>();
  const gaps: Coverage[] = [];
  const notes: string[] = [];
  for (const { path, kind } of manifests) {
    const text = kind === 'compose' ? read(path) : undefined;
    if (text !== undefined) for (const file of ofCompose(text, path, read)) named.add(file);
  }
  for (const path of files.filter(isBakeFile)) {
    const { dockerfiles, inline, unknown } = readBakeFile(path, read(path) ?? '');
    for (const file of dockerfiles) addFrom(named, path, file);
    if (inline.length > 0) gaps.push(inlineGap(path, inline));
    if (unknown.length > 0)
      notes.push(
        `${path}: the Dockerfile of ${unknown.join(', ')} is a variable, so it may not have been checked.`,
      );
  }
  let left = MOST_CHARACTERS;
  for (const path of buildScripts(files)) {
    const text = read(path) ?? '';
    left -= text.length;
    if (left < 0) break;
    for (const file of isWorkflow(path) ? ofWorkflow(text) : ofCommands(text))
      addFrom(named, path, file);
  }
  const dockerfiles = [...named].filter(
    (path) => !path.startsWith('..') && read(path) !== undefined,
  );
  return { dockerfiles, gaps, notes };
}

/** Commands run in the folder of the file that has them, or in the root of the repository. */
function addFrom(named: Set<string>, from: string, file: string): void {
  named.add(posix.normalize(file));
  if (!isWorkflow(from)) named.add(posix.join(posix.dirname(from), file));
}

function inlineGap(target: string, names: readonly string[]): Coverage {
  const reason = `The Dockerfile of ${names.join(', ')} is in dockerfile-inline, which is not checked. Move it to a file`;
  return { check: 'lint', target, state: 'not-covered', reason };
}

function isWorkflow(path: string): boolean {
  return /^\.github\/(?:workflows\/[^/]+|actions\/.+\/action)\.ya?ml$/i.test(path);
}

const SCRIPT =
  /(?:^|\/)(?:(?:GNU)?[Mm]akefile|[Jj]ustfile|Jenkinsfile|Taskfile\.ya?ml|\.gitlab-ci\.ya?ml|package\.json)$|\.(?:mk|sh|bash)$/;

/** Workflows first: they decide what is released. */
function buildScripts(files: readonly string[]): string[] {
  const scripts = files.filter((path) => SCRIPT.test(path));
  return [...files.filter(isWorkflow), ...scripts].slice(0, MOST_FILES);
}

function ofCompose(text: string, path: string, read: (path: string) => string | undefined) {
  try {
    const { services } = readManifest(text, path, 'compose', read);
    return services.flatMap(({ build }) => (build ? [posix.normalize(build.dockerfile)] : []));
  } catch {
    // The check of the manifest reports what is wrong with it.
    return [];
  }
}

/** The Dockerfiles in build commands of a workflow, and in the inputs of docker/build-push-action. */
function ofWorkflow(text: string): string[] {
  const steps = text.split(/^[ \t]*- /m).filter((step) => /docker\/build-push-action@/.test(step));
  const inputs = steps.flatMap((step) => {
    const input = (name: string) =>
      new RegExp(`(?:^[ \\t]*|[{,]\\s*)${name}:\\s*["']?([^\\s"'#,}]+)`, 'm').exec(step)?.[1];
    return [input('file') ?? `${input('context') ?? '.'}/Dockerfile`];
  });
  return [...ofCommands(text), ...inputs.filter(isKnownPath)];
}

function ofCommands(text: string): string[] {
  const commands = text
    .replace(/\\\r?\n/g, ' ')
    .matchAll(
      /\b(?:docker|podman|buildah|nerdctl)\s[^\n]{0,500}?\b(?:build|bud)\s([^\n;|&]{0,2000})/g,
    );
  const run = [...commands].flatMap(([, words = '']) => {
    const file = /(?:^|\s)(?:-f|--file)(?:=|\s+)["']?([^\s"']+)/.exec(words)?.[1];
    if (file !== undefined) return [file];
    const context = words.trim().split(/\s+/).at(-1)?.replace(/["']/g, '');
    return context ? [`${context}/Dockerfile`] : [];
  });
  return run.filter(isKnownPath);
}

function isKnownPath(path: string): boolean {
  return !/[$*?]|^\/|^[a-z+]+:/.test(path);
}
