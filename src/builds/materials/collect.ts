import type { BuildDefinition, BuildInput } from '../../core/build-input.js';
import { foundInputs, inputsOfDockerfile, MAX_INPUTS } from '../../dockerfile/materials/ledger.js';
import type { Dockerfile } from '../../dockerfile/parser/model.js';
import { parseDockerfile } from '../../dockerfile/parser/parse.js';
import { templateReason } from '../../dockerfile/template.js';
import { reason } from '../../lib/errors.js';
import { groupBy } from '../../lib/group-by.js';
import type { DeclaredBuild } from '../../manifests/declared-build.js';
import { inlineLocator } from '../../manifests/inline-location.js';
import { readInputText } from '../../repository/input-text.js';
import { repositoryReader } from '../../repository/repository-files.js';
import { declaredBuilds, type MaterialFiles } from '../declared/declared-builds.js';
import { locator } from '../declared/locate.js';
import { contextFiles } from './context-files.js';
import { inputsOfActions, inputsOfBuild, inputsOfDefinition } from './declared-inputs.js';
import { mergeInputs } from './merge.js';
import { uncoveredBuilds } from './uncovered.js';

/** What enters the builds of a repository, and the files of which that is not known. */
export interface BuildInputs {
  readonly inputs: readonly BuildInput[];
  /** The builds that files of the repository define; absent if these were not read. */
  readonly builds?: readonly BuildDefinition[];
  /** Each a sentence. */
  readonly gaps: readonly string[];
}

/**
 * Reads the inputs of the Dockerfiles below `root`, each as the builds of the repository use it: with their arguments,
 * target and named contexts. A file that cannot be read or parsed is a gap.
 */
export async function collectBuildInputs(root: string, files: MaterialFiles): Promise<BuildInputs> {
  const { builds, gaps: unread } = files.declared ?? declaredBuilds(root, files);
  const gaps = [...unread];
  const inputs: BuildInput[] = [];
  /** Why Dockerfiles are not read. */
  const missing = new Map<string, string>();
  for (const path of files.dockerfiles) {
    const own = builds.filter(({ definition }) => definition.dockerfile === path);
    try {
      const dockerfile = parseDockerfile(path, await readInputText(root, path));
      const most = buildsToRead(dockerfile);
      inputs.push(...inputsAsBuilt(root, dockerfile, own.slice(0, most)));
      if (own.length > most) gaps.push(`Of ${own.length} builds of ${path}, ${most} are read`);
      if (foundInputs(dockerfile).length > MAX_INPUTS)
        gaps.push(`${path} has more than ${MAX_INPUTS} inputs, the others are not read`);
      const template = templateReason(dockerfile);
      const [problem] = dockerfile.problems;
      if (template !== undefined) missing.set(path, `is not read: ${template}`);
      else if (problem) gaps.push(`${path} is read in part: ${problem.message}`);
    } catch (error) {
      missing.set(path, `is not read: ${reason(error)}`);
    }
    const why = missing.get(path);
    if (why !== undefined && own.length === 0) gaps.push(`${path} ${why}`);
  }
  gaps.push(...uncoveredBuilds(builds, missing, locator(root)));
  const own = builds.flatMap((build) => [...inlineInputs(root, build), ...namedAfter(build)]);
  inputs.push(...joinBuilds([...own, ...actionsOf(builds)]));
  return { inputs, builds: builds.map(({ definition }) => definition), gaps };
}

/** Builds of one Dockerfile, and the characters that are read for all of them together. */
const MIN_BUILDS = 50;
const MAX_BUILDS = 1000;
const MAX_CHARACTERS = 2_000_000;

/** How many builds of a Dockerfile are told apart: less of a long one, since it is read for each. */
function buildsToRead({ text }: Dockerfile): number {
  return Math.max(MIN_BUILDS, Math.min(MAX_BUILDS, Math.floor(MAX_CHARACTERS / text.length)));
}

/** The inputs of a Dockerfile in all its builds; those that no build needs stay, since it can be built by hand. */
function inputsAsBuilt(
  root: string,
  dockerfile: Dockerfile,
  builds: readonly DeclaredBuild[],
): BuildInput[] {
  const hasFile = contextFiles(root, dockerfile);
  const plain = inputsOfDockerfile(dockerfile, { hasFile });
  if (builds.length === 0) return plain;
  const built = builds.map((build) => ({
    name: build.definition.name,
    inputs: inputsOfBuild(dockerfile, build, build.remoteContext ? undefined : hasFile),
  }));
  return mergeInputs(plain, built);
}

/** The inputs of a Dockerfile that is written in another file, on its lines of that file. */
function inlineInputs(root: string, build: DeclaredBuild): BuildInput[] {
  const { inline, definition } = build;
  if (!inline) return [];
  const dockerfile = parseDockerfile(inline.at.path, inline.text);
  const hasFile = build.remoteContext ? undefined : contextFiles(root, dockerfile);
  const inputs = inputsOfBuild(dockerfile, build, hasFile);
  const { name, source } = definition;
  const lines = repositoryReader(root)(inline.at.path)?.split('\n') ?? [];
  const locate = inlineLocator(inline.at, lines);
  return inputs.map((input) => {
    const location = input.location ? locate(input.location) : inline.at;
    return { ...input, source, location, builds: [name] };
  });
}

/** What several builds of one definition share is one input: the actions of a job with a matrix. */
function joinBuilds(inputs: readonly BuildInput[]): BuildInput[] {
  const groups = groupBy(inputs, ({ builds: _, ...input }) => JSON.stringify(input));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ ...first, builds: group.flatMap(({ builds = [] }) => builds) }] : [];
  });
}

/** The actions of all builds. Many builds of a job have one list of them. */
function actionsOf(builds: readonly DeclaredBuild[]): BuildInput[] {
  const byList = groupBy(builds, ({ actions }) => actions);
  return [...byList].flatMap(([actions = [], same]) => {
    const names = same.map(({ definition }) => definition.name);
    return inputsOfActions(actions).map((input) => ({ ...input, builds: names }));
  });
}

function namedAfter(build: DeclaredBuild): BuildInput[] {
  const builds = [build.definition.name];
  return inputsOfDefinition(build).map((input) => ({ ...input, builds }));
}
