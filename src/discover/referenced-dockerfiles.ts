import { type BuildFiles, declaredBuilds } from '../builds/declared/declared-builds.js';
import { isLocated, locator, withLocated } from '../builds/declared/locate.js';
import { isScript, MOST_PARSED } from '../builds/declared/script-texts.js';
import { actionBuilds } from '../builds/declared/workflow-builds.js';
import type { Coverage } from '../core/coverage.js';
import { groupBy } from '../lib/group-by.js';
import {
  type DeclaredBuild,
  type DeclaredBuilds,
  MAX_BUILDS,
} from '../manifests/declared-build.js';
import { isActionFile } from '../manifests/unused-actions.js';
import { repositoryReader } from '../repository/repository-files.js';
import { type ScriptGap, scriptBuilds, unknownBuilds, unsearchedScripts } from './script-builds.js';

/** The number of actions and scripts that are read, and of their characters. */
const MOST_FILES = 1_000;
const MOST_CHARACTERS = 16 * 1024 * 1024;

/** The Dockerfiles that builds of the repository name, and what of the builds is not known. */
export interface ReferencedDockerfiles {
  readonly declared: DeclaredBuilds;
  readonly dockerfiles: readonly string[];
  /** The actions and scripts that were searched for builds. */
  readonly scripts: readonly string[];
  readonly gaps: readonly Coverage[];
  readonly scriptGaps: readonly ScriptGap[];
}

/** The files of a repository, and those that begin as a script of a shell does, whatever their names are. */
interface ScriptFiles {
  readonly files: readonly string[];
  readonly shellScripts: readonly string[];
}

/**
 * The existing Dockerfiles that Compose files (`build:`), workflows (docker/build-push-action), Bake files, and
 * `docker build` commands of workflows, Makefiles and scripts name. They are checked in folders of vendored code too.
 * Never throws.
 */
export function referencedDockerfiles(
  root: string,
  files: ScriptFiles,
  buildFiles: BuildFiles,
): ReferencedDockerfiles {
  const read = repositoryReader(root);
  const named = new Set<string>();
  const gaps: Coverage[] = [];
  const scripts: string[] = [];
  const scriptGaps: ScriptGap[] = [];
  const unsearched: string[] = [];
  // The checks of these files report what is wrong with them.
  const declared = declaredBuilds(root, buildFiles);
  const { builds } = declared;
  for (const { definition } of builds) if (definition.dockerfile) named.add(definition.dockerfile);
  for (const [path, targets] of groupBy(builds.filter(isOfBake), pathOf)) {
    const inline = targets.filter((target) => target.inline);
    if (inline.length > 0) gaps.push(inlineGap(path, namesOf(inline)));
  }
  const scripted: (readonly DeclaredBuild[])[] = [];
  let left = MOST_CHARACTERS;
  const budget = { left: MOST_PARSED };
  const used = new Set((buildFiles.manifests ?? []).map(({ path }) => path));
  for (const [at, path] of buildScripts(files).entries()) {
    if (used.has(path)) continue;
    const text = at < MOST_FILES && budget.left >= 0 ? (read(path) ?? '') : undefined;
    left -= text?.length ?? 0;
    if (text === undefined || left < 0) {
      budget.left = -1;
      unsearched.push(path);
      continue;
    }
    scripts.push(path);
    const { builds: commands, unknown } = isActionFile(path)
      ? NO_COMMANDS
      : scriptBuilds(path, text, budget);
    if (budget.left < 0) unsearched.push(path);
    scriptGaps.push(...unknownBuilds(path, unknown));
    const found = isActionFile(path) ? ofAction(path, read) : commands.flat();
    for (const { definition } of found) if (definition.dockerfile) named.add(definition.dockerfile);
    const set = commands.filter((one) => one.some(hasSettings));
    const free = MAX_BUILDS - scripted.length;
    if (set.length > free) gaps.push(tooMany(path));
    scripted.push(...set.slice(0, free));
  }
  const dockerfiles = [...named].filter(
    (path) => !path.startsWith('..') && read(path) !== undefined,
  );
  const located = locatedBuilds(root, scripted);
  return {
    declared: { ...declared, ...(located.length > 0 && { scripted: located }) },
    dockerfiles,
    scripts,
    gaps,
    scriptGaps: [...scriptGaps, ...unsearchedScripts(unsearched)],
  };
}

const NO_COMMANDS = { builds: [], unknown: [] };

function tooMany(target: string): Coverage {
  const reason = `Scripts have more than ${MAX_BUILDS} build commands with arguments, and the others were not checked`;
  return { check: 'lint', target, state: 'partial', reason };
}

/**
 * The builds of commands with arguments or a target. In which folder a script runs is not known: a command that can build
 * either of two Dockerfiles is left out.
 */
function locatedBuilds(
  root: string,
  commands: readonly (readonly DeclaredBuild[])[],
): DeclaredBuild[] {
  const locate = locator(root);
  return commands.flatMap((alternatives) => {
    const [build, ...others] = alternatives.filter((one) => isLocated(one, locate));
    return build && others.length === 0 ? [withLocated(build, locate)] : [];
  });
}

/** Whether a build can be another one than that with the default values. */
function hasSettings({ args, contexts, firstImage, definition }: DeclaredBuild): boolean {
  const isOther = firstImage !== undefined || definition.target !== undefined;
  return args.size > 0 || contexts.size > 0 || isOther;
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

/** Actions first: workflows use them. */
function buildScripts({ files, shellScripts }: ScriptFiles): readonly string[] {
  const named = [...files.filter(isActionFile), ...files.filter(isScript)];
  return [...new Set([...named, ...shellScripts])];
}

/** The builds of an action of the repository, whoever uses it. The check of one that cannot be read reports it. */
function ofAction(path: string, read: (path: string) => string | undefined): DeclaredBuild[] {
  try {
    return actionBuilds(path, read);
  } catch {
    return [];
  }
}
