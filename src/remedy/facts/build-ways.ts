import { declaredBuilds, type MaterialFiles } from '../../builds/declared/declared-builds.js';
import { groupBy } from '../../lib/group-by.js';
import type { BuildWay } from '../plan/facts.js';

/** The sources of builds that have a command, before those that only say where an image is built. */
const SOURCES = ['compose', 'bake', 'workflow'] as const;

/** How the files of a repository build its Dockerfiles, by the path of each. */
export function buildWays(root: string, files: MaterialFiles): ReadonlyMap<string, BuildWay> {
  const { builds: all } = files.declared ?? declaredBuilds(root, files);
  const builds = all.map(({ definition, inline }) => ({
    ...definition,
    // The Dockerfile of such a build is in the file that defines it.
    ...(inline && { dockerfile: inline.at.path }),
  }));
  const byFile = groupBy(builds, ({ dockerfile }) => dockerfile ?? '');
  return new Map(
    [...byFile].flatMap(([dockerfile, all]) => {
      const source = SOURCES.find((one) => all.some((build) => build.source === one));
      const [first, ...more] = all.filter((build) => build.source === source);
      if (dockerfile === '' || !first) return [];
      const { path, startLine } = first.location;
      const names = [first, ...more]
        .filter(({ location }) => location.path === path)
        .map(({ name }) => name.slice(path.length + 1));
      const command = commandOf(source, path, [...new Set(names)]);
      return [
        [dockerfile, { place: `${path}:${startLine}`, ...(command && { command }) }] as const,
      ];
    }),
  );
}

/** The command that builds without the cache; undefined for a workflow, and for a name that is not a usual one. */
function commandOf(
  source: (typeof SOURCES)[number] | undefined,
  path: string,
  names: readonly string[],
): readonly string[] | undefined {
  if (!names.every((name) => /^\w[\w.-]{0,127}$/.test(name)) || path.startsWith('-'))
    return undefined;
  const options = ['--pull', '--no-cache'];
  if (source === 'compose') return ['docker', 'compose', '-f', path, 'build', ...options, ...names];
  return source === 'bake'
    ? ['docker', 'buildx', 'bake', '-f', path, ...options, ...names]
    : undefined;
}
