import { posix } from 'node:path';
import type { Coverage } from '../../core/coverage.js';
import { groupBy } from '../../lib/group-by.js';
import { type DeclaredBuild, isRemoteContext } from '../../manifests/builds/declared-build.js';
import { type BuildFiles, declaredBuilds } from '../build-inputs/declared-builds.js';
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

/**
 * The existing Dockerfiles that Compose files (`build:`), workflows (docker/build-push-action), Bake files, and
 * `docker build` commands of workflows, Makefiles and scripts name. They are checked in folders of vendored code too. A
 * path with a variable is not known. Never throws.
 */
export function referencedDockerfiles(
  root: string,
  files: readonly string[],
  buildFiles: BuildFiles,
): ReferencedDockerfiles {
  const read = repositoryReader(root);
  const named = new Set<string>();
  const gaps: Coverage[] = [];
  const notes: string[] = [];
  // The checks of these files report what is wrong with them.
  const { builds } = declaredBuilds(root, buildFiles);
  for (const { definition } of builds) if (definition.dockerfile) named.add(definition.dockerfile);
  for (const [path, targets] of groupBy(builds.filter(isOfBake), pathOf)) {
    const inline = targets.filter((target) => target.inline);
    const unknown = targets.filter(
      ({ remoteContext }) => remoteContext && !isRemoteContext(remoteContext.text),
    );
    if (inline.length > 0) gaps.push(inlineGap(path, namesOf(inline)));
    if (unknown.length > 0)
      notes.push(
        `${path}: the Dockerfile of ${namesOf(unknown)} is a variable, so it may not have been checked.`,
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

function isOfBake({ definition }: DeclaredBuild): boolean {
  return definition.source === 'bake';
}

function pathOf({ definition }: DeclaredBuild): string {
  return definition.location.path;
}

/** The targets by their names in the file. */
function namesOf(targets: readonly DeclaredBuild[]): string {
  return targets
    .map(({ definition: { name, location } }) => name.slice(location.path.length + 1))
    .join(', ');
}

function inlineGap(target: string, names: string): Coverage {
  const reason = `The Dockerfile of ${names} is in dockerfile-inline, which is not checked. Move it to a file`;
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
      /\b(?:docker|podman|buildah|nerdctl)[ \t][^\n]{0,500}?\b(?:build|bud)[ \t]([^\n;|&]{0,2000})/g,
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
