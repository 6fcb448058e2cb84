import { reason } from '../../lib/errors.js';
import { groupBy } from '../../lib/group-by.js';
import { bakeBuilds } from '../../manifests/bake/declared-builds.js';
import type { DeclaredBuild, DeclaredBuilds } from '../../manifests/builds/declared-build.js';
import { composeBuilds } from '../../manifests/compose/declared-builds.js';
import { baseName } from '../../manifests/paths.js';
import { readManifest } from '../../manifests/read-manifest.js';
import type { Discovery } from '../discover/discover.js';
import { repositoryReader } from '../discover/repository-files.js';
import { inFolder } from './build-commands.js';
import { workflowBuilds } from './workflow-builds.js';

/** The files that inputs are read from. */
export type InputFiles = Pick<Discovery, 'dockerfiles'> &
  Partial<Pick<Discovery, 'manifests' | 'bakeFiles'>>;

/** More builds of a repository are not read. */
const MAX_BUILDS = 2000;

/** The builds that Compose files, Bake files and workflows define. A file that cannot be read is a gap. */
export function declaredBuilds(
  root: string,
  { manifests = [], bakeFiles = [] }: InputFiles,
): DeclaredBuilds {
  const read = repositoryReader(root);
  const textOf = (path: string) => {
    const text = read(path);
    if (text === undefined) throw new Error('it is missing, or larger than 1 MiB');
    return text;
  };
  const builds: DeclaredBuild[] = [];
  const gaps: string[] = [];
  const attempt = (path: string, find: () => DeclaredBuilds) => {
    try {
      const found = find();
      builds.push(...found.builds);
      gaps.push(...found.gaps);
    } catch (error) {
      gaps.push(`${path} is not read: ${reason(error)}`);
    }
  };
  for (const { path, kind } of manifests)
    if (kind === 'compose')
      attempt(path, () => ({
        builds: composeBuilds(readManifest(textOf(path), path, kind, read).services),
        gaps: [],
      }));
  const used = new Set<string>();
  const bakeFilesIn = (folder: string) =>
    DEFAULT_NAMES.map((name) => inFolder(folder, name)).filter((path) => bakeFiles.includes(path));
  const workflows = manifests.filter(({ kind }) => kind === 'workflow').map(({ path }) => path);
  const byWorkflow = new Map<string, readonly DeclaredBuild[]>();
  for (const path of workflows)
    attempt(path, () => {
      const found = workflowBuilds(path, { read, bakeFilesIn, used });
      byWorkflow.set(path, found.builds);
      return { builds: [], gaps: found.gaps };
    });
  // One that others use is read with their inputs.
  for (const [path, found] of byWorkflow) if (!used.has(path)) builds.push(...found);
  for (const paths of bakeCalls(bakeFiles).filter(([path]) => !used.has(path)))
    attempt(paths[0], () =>
      bakeBuilds({
        files: paths.map((path) => ({ path, text: textOf(path) })),
        folder: folderOf(paths[0]),
      }),
    );
  if (builds.length > MAX_BUILDS) gaps.push(`Of ${builds.length} builds, ${MAX_BUILDS} are read`);
  return { builds: withUniqueNames(builds.slice(0, MAX_BUILDS)), gaps };
}

/** In the order in which Bake reads the files of a folder without `--file`. */
const DEFAULT_NAMES = [
  'docker-bake.json',
  'docker-bake.hcl',
  'docker-bake.override.json',
  'docker-bake.override.hcl',
];

/** The files that Bake reads together: those with the default names in a folder. Others are read alone. */
function bakeCalls(paths: readonly string[]): (readonly [string, ...string[]])[] {
  const calls: (readonly [string, ...string[]])[] = [];
  for (const group of groupBy(paths, folderOf).values()) {
    const names = DEFAULT_NAMES.flatMap((name) => group.filter((path) => baseName(path) === name));
    const [first, ...others] = names;
    if (first !== undefined) calls.push([first, ...others]);
    for (const path of group) if (!names.includes(path)) calls.push([path]);
  }
  return calls;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

/** A base file and its override define the same services: each is listed once, and others get a number. */
function withUniqueNames(builds: readonly DeclaredBuild[]): DeclaredBuild[] {
  const unique = new Map<string, DeclaredBuild>();
  for (const build of builds) {
    const { name } = build.definition;
    const known = unique.get(name);
    if (!known) unique.set(name, build);
    else if (JSON.stringify(contentOf(known)) !== JSON.stringify(contentOf(build))) {
      let number = 2;
      while (unique.has(`${name} (${number})`)) number++;
      const renamed = { ...build.definition, name: `${name} (${number})` };
      unique.set(renamed.name, { ...build, definition: renamed });
    }
  }
  return [...unique.values()];
}

function contentOf({ args, contexts, ...rest }: DeclaredBuild) {
  return { ...rest, args: [...args], contexts: [...contexts] };
}
