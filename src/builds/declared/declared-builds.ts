import { reason } from '../../lib/errors.js';
import { groupBy } from '../../lib/group-by.js';
import { baseName, folderOf } from '../../lib/paths.js';
import { composeBuilds } from '../../manifests/compose/declared-builds.js';
import {
  type DeclaredBuild,
  type DeclaredBuilds,
  withinLimits,
} from '../../manifests/declared-build.js';
import type { ManifestKind } from '../../manifests/manifest-kind.js';
import { readManifest } from '../../manifests/read-manifest.js';
import type { LocalFiles } from '../../manifests/workflow/local-files.js';
import { repositoryReader } from '../../repository/repository-files.js';
import { bakeBuilds } from '../bake/declared-builds.js';
import { inFolder } from './build-commands.js';
import type { CallState } from './called-files.js';
import { isLocated, locator, withLocated } from './locate.js';
import { workflowBuilds } from './workflow-builds.js';

/** The files that define builds. */
export interface BuildFiles {
  readonly manifests?: readonly { readonly path: string; readonly kind: ManifestKind }[];
  readonly bakeFiles?: readonly string[];
}

/** The files that materials are read from. */
export interface MaterialFiles extends BuildFiles {
  readonly dockerfiles: readonly string[];
  /** The builds that the files define, if they were read before. */
  readonly declared?: DeclaredBuilds;
}

/** More builds of a repository are not read. */
const MAX_BUILDS = 2000;

/** The builds that Compose files, Bake files and workflows define. A file that cannot be read is a gap. */
export function declaredBuilds(
  root: string,
  { manifests = [], bakeFiles = [] }: BuildFiles,
): DeclaredBuilds {
  const collector = collectorOf(root, manifests);
  const { builds, gaps, unread, locate } = collector;
  const composeFiles = manifests.flatMap(({ path, kind }) => (kind === 'compose' ? path : []));
  const called = { bakeFiles: new Set<string>(), composeFiles: new Set<string>() };
  const ofWorkflows = calledBuilds(
    manifests.flatMap(({ path, kind }) => (kind === 'workflow' ? path : [])),
    { composeFiles, bakeFiles, called },
    collector,
  );
  const known = new Set(ofWorkflows.map(nameAndFile));
  // What a workflow builds is listed as it builds it. With another Dockerfile it is another build.
  const others = ({ builds: all, gaps: own }: DeclaredBuilds) => ({
    builds: all.filter((build) => !known.has(nameAndFile(build))),
    gaps: own,
  });
  for (const path of composeFiles)
    collector.attempt(path, () => {
      const text = collector.textOf(path);
      const { services } = readManifest(text, path, 'compose', collector.read);
      return others(composeBuilds(services));
    });
  builds.push(...ofWorkflows);
  for (const paths of bakeCalls(bakeFiles))
    collector.attempt(paths[0], () => others(bakeTargets(paths, collector)));
  const [firstLeft] = builds.slice(MAX_BUILDS);
  if (firstLeft)
    collector.addGap(
      firstLeft.definition.location.path,
      `Of ${builds.length} builds, ${MAX_BUILDS} are read`,
    );
  const located = builds.slice(0, MAX_BUILDS).map((whole) => {
    const { build, gaps: own } = withinLimits(whole);
    gaps.push(...own);
    return withLocated(build, locate);
  });
  return {
    builds: withUniqueNames(located),
    gaps,
    ...(unread.length > 0 && { unread }),
    ...(called.bakeFiles.size + called.composeFiles.size > 0 && { called }),
  };
}

function nameAndFile({ definition: { name, dockerfile = '' } }: DeclaredBuild): string {
  return `${name} ${dockerfile}`;
}

type Collector = ReturnType<typeof collectorOf>;

/** What is found in a file, and the sentences that its check reports. */
interface FoundBuilds extends DeclaredBuilds {
  readonly reported?: ReadonlySet<string>;
}

const NOTHING: ReadonlySet<string> = new Set();

function collectorOf(root: string, manifests: readonly { readonly path: string }[]) {
  const builds: DeclaredBuild[] = [];
  const gaps: string[] = [];
  const unread: { path: string; reason: string }[] = [];
  const read = repositoryReader(root);
  const checked = new Set(manifests.map(({ path }) => path));
  const addGap = (path: string, reason: string) => {
    gaps.push(reason);
    unread.push({ path, reason });
  };
  return {
    builds,
    gaps,
    unread,
    addGap,
    read,
    locate: locator(root),
    /** Throws if the file cannot be read. */
    textOf: (path: string) => {
      const text = read(path);
      if (text === undefined) throw new Error('it is missing, or larger than 1 MiB');
      return text;
    },
    /** Adds what is found; an error is a gap. */
    attempt: (path: string, find: () => FoundBuilds) => {
      try {
        const { builds: own, gaps: left, reported = NOTHING } = find();
        builds.push(...own);
        for (const gap of left)
          if (reported.has(gap)) gaps.push(gap);
          else addGap(path, gap);
      } catch (error) {
        gaps.push(`${path} is not read: ${reason(error)}`);
        // The check of manifests says so for its files.
        if (!checked.has(path)) unread.push({ path, reason: reason(error) });
      }
    },
  };
}

/** The builds of workflows. A workflow that others use is read with their inputs. */
function calledBuilds(
  workflows: readonly string[],
  files: {
    readonly composeFiles: readonly string[];
    readonly bakeFiles: readonly string[];
    readonly called: CallState['called'];
  },
  { read, attempt }: Collector,
): DeclaredBuild[] {
  const namesIn = (folder: string, names: readonly string[], known: readonly string[]) =>
    names.map((name) => inFolder(folder, name)).filter((path) => known.includes(path));
  const bakeFilesIn = (folder: string) => namesIn(folder, DEFAULT_NAMES, files.bakeFiles);
  const composeFilesIn = (folder: string) =>
    namesIn(folder, COMPOSE_NAMES, files.composeFiles).slice(0, 1);
  const used = new Set<string>();
  const known = new Map<string, LocalFiles>();
  const byWorkflow = new Map<string, readonly DeclaredBuild[]>();
  for (const path of workflows)
    attempt(path, () => {
      const found = workflowBuilds(path, {
        ...{ read, bakeFilesIn, composeFilesIn, used, known },
        called: files.called,
      });
      byWorkflow.set(path, found.builds);
      return { ...found, builds: [] };
    });
  return [...byWorkflow].flatMap(([path, found]) => (used.has(path) ? [] : found));
}

/** The targets of files, in the folder where more of their Dockerfiles are: that of the files, or the root. */
function bakeTargets(
  paths: readonly [string, ...string[]],
  { textOf, locate }: Collector,
): DeclaredBuilds {
  const files = paths.map((path) => ({ path, text: textOf(path) }));
  const calls = [...new Set(['', folderOf(paths[0])])].map((folder) =>
    bakeBuilds({ files, folder }),
  );
  const count = ({ builds }: DeclaredBuilds) =>
    builds.filter((build) => isLocated(build, locate)).length;
  return calls.reduce((best, one) => (count(one) >= count(best) ? one : best));
}

/** In the order in which Compose looks for them. */
const COMPOSE_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

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

/**
 * The builds with a name each. A base file and its override define the same services: each is listed once. Others of one
 * name get the values of their matrix, as GitHub names jobs, or a number.
 */
function withUniqueNames(builds: readonly DeclaredBuild[]): DeclaredBuild[] {
  const lists = new Map<DeclaredBuild['actions'], number>();
  const contentOf = ({ args, contexts, actions, row: _, ...rest }: DeclaredBuild) => {
    const list = lists.get(actions) ?? lists.size;
    lists.set(actions, list);
    return JSON.stringify({ ...rest, args: [...args], contexts: [...contexts], list });
  };
  const contents = groupBy(builds, contentOf);
  const distinct = [...contents.values()].flatMap(([first]) => first ?? []);
  const named = groupBy(distinct, ({ definition }) => definition.name);
  const unique = new Map<string, DeclaredBuild>();
  const numbers = new Map<string, number>();
  for (const build of distinct) {
    const { name } = build.definition;
    const isAlone = named.get(name)?.length === 1;
    const full = isAlone || build.row === undefined ? name : `${name} (${build.row})`;
    let number = numbers.get(full) ?? 1;
    let free = number === 1 ? full : `${full} (${number})`;
    while (unique.has(free)) free = `${full} (${++number})`;
    numbers.set(full, number);
    unique.set(
      free,
      free === name ? build : { ...build, definition: { ...build.definition, name: free } },
    );
  }
  return [...unique.values()];
}
