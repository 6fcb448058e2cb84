import type { BuildDefinition, Material } from '../../core/material.js';
import {
  foundMaterials,
  MAX_MATERIALS,
  materialsOfDockerfile,
} from '../../dockerfile/materials/ledger.js';
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
import {
  materialsOfActions,
  materialsOfBuild,
  materialsOfDefinition,
} from './declared-materials.js';
import { mergeMaterials } from './merge.js';
import { uncoveredBuilds } from './uncovered.js';

/** What enters the builds of a repository, and the files of which that is not known. */
export interface Materials {
  readonly materials: readonly Material[];
  /** The builds that files of the repository define; absent if these were not read. */
  readonly builds?: readonly BuildDefinition[];
  /** Each a sentence. */
  readonly gaps: readonly string[];
}

/**
 * Reads the materials of the Dockerfiles below `root`, each as the builds of the repository use it: with their arguments,
 * target and named contexts. A file that cannot be read or parsed is a gap.
 */
export async function collectMaterials(root: string, files: MaterialFiles): Promise<Materials> {
  const { builds, gaps: unread } = files.declared ?? declaredBuilds(root, files);
  const gaps = [...unread];
  const materials: Material[] = [];
  /** Why Dockerfiles are not read. */
  const missing = new Map<string, string>();
  for (const path of files.dockerfiles) {
    const own = builds.filter(({ definition }) => definition.dockerfile === path);
    try {
      const dockerfile = parseDockerfile(path, await readInputText(root, path));
      const most = buildsToRead(dockerfile);
      materials.push(...materialsAsBuilt(root, dockerfile, own.slice(0, most)));
      if (own.length > most) gaps.push(`Of ${own.length} builds of ${path}, ${most} are read`);
      if (foundMaterials(dockerfile).length > MAX_MATERIALS)
        gaps.push(`${path} has more than ${MAX_MATERIALS} inputs, the others are not read`);
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
  const own = builds.flatMap((build) => [...inlineMaterials(root, build), ...namedAfter(build)]);
  materials.push(...joinBuilds([...own, ...actionsOf(builds)]));
  return { materials, builds: builds.map(({ definition }) => definition), gaps };
}

/** Builds of one Dockerfile, and the characters that are read for all of them together. */
const MIN_BUILDS = 50;
const MAX_BUILDS = 1000;
const MAX_CHARACTERS = 2_000_000;

/** How many builds of a Dockerfile are told apart: less of a long one, since it is read for each. */
function buildsToRead({ text }: Dockerfile): number {
  return Math.max(MIN_BUILDS, Math.min(MAX_BUILDS, Math.floor(MAX_CHARACTERS / text.length)));
}

/** The materials of a Dockerfile in all its builds; those that no build needs stay, since it can be built by hand. */
function materialsAsBuilt(
  root: string,
  dockerfile: Dockerfile,
  builds: readonly DeclaredBuild[],
): Material[] {
  const hasFile = contextFiles(root, dockerfile);
  const plain = materialsOfDockerfile(dockerfile, { hasFile });
  if (builds.length === 0) return plain;
  const built = builds.map((build) => ({
    name: build.definition.name,
    materials: materialsOfBuild(dockerfile, build, build.remoteContext ? undefined : hasFile),
  }));
  return mergeMaterials(plain, built);
}

/** The materials of a Dockerfile that is written in another file, on its lines of that file. */
function inlineMaterials(root: string, build: DeclaredBuild): Material[] {
  const { inline, definition } = build;
  if (!inline) return [];
  const dockerfile = parseDockerfile(inline.at.path, inline.text);
  const hasFile = build.remoteContext ? undefined : contextFiles(root, dockerfile);
  const materials = materialsOfBuild(dockerfile, build, hasFile);
  const { name, source } = definition;
  const lines = repositoryReader(root)(inline.at.path)?.split('\n') ?? [];
  const locate = inlineLocator(inline.at, lines);
  return materials.map((material) => {
    const location = material.location ? locate(material.location) : inline.at;
    return { ...material, source, location, builds: [name] };
  });
}

/** What several builds of one definition share is one material: the actions of a job with a matrix. */
function joinBuilds(materials: readonly Material[]): Material[] {
  const groups = groupBy(materials, ({ builds: _, ...material }) => JSON.stringify(material));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ ...first, builds: group.flatMap(({ builds = [] }) => builds) }] : [];
  });
}

/** The actions of all builds. Many builds of a job have one list of them. */
function actionsOf(builds: readonly DeclaredBuild[]): Material[] {
  const byList = groupBy(builds, ({ actions }) => actions);
  return [...byList].flatMap(([actions = [], same]) => {
    const names = same.map(({ definition }) => definition.name);
    return materialsOfActions(actions).map((material) => ({ ...material, builds: names }));
  });
}

function namedAfter(build: DeclaredBuild): Material[] {
  const builds = [build.definition.name];
  return materialsOfDefinition(build).map((material) => ({ ...material, builds }));
}
