import { reason } from '../../lib/errors.js';
import type { DeclaredBuild, DeclaredBuilds } from '../../manifests/builds/declared-build.js';
import { composeBuilds } from '../../manifests/compose/declared-builds.js';
import { readManifest } from '../../manifests/read-manifest.js';
import { repositoryReader } from '../discover/repository-files.js';
import type { InputFiles } from './collect.js';

/** More builds of a repository are not read. */
const MAX_BUILDS = 2000;

/** The builds that Compose files define. A file that cannot be read is a gap. */
export function declaredBuilds(root: string, { manifests = [] }: InputFiles): DeclaredBuilds {
  const read = repositoryReader(root);
  const builds: DeclaredBuild[] = [];
  const gaps: string[] = [];
  const attempt = (path: string, find: (text: string) => DeclaredBuilds) => {
    try {
      const found = find(read(path) ?? '');
      builds.push(...found.builds);
      gaps.push(...found.gaps);
    } catch (error) {
      gaps.push(`${path} is not read: ${reason(error)}`);
    }
  };
  for (const { path, kind } of manifests)
    if (kind === 'compose')
      attempt(path, (text) => ({
        builds: composeBuilds(readManifest(text, path, kind, read).services),
        gaps: [],
      }));
  if (builds.length > MAX_BUILDS) gaps.push(`Of ${builds.length} builds, ${MAX_BUILDS} are read`);
  return { builds: withUniqueNames(builds.slice(0, MAX_BUILDS)), gaps };
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
