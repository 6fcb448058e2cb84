import { withoutCredentials } from '../../lib/redact-url.js';
import { type DeclaredBuild, isRemoteContext } from '../../manifests/declared-build.js';
import type { LocateFile } from '../declared/locate.js';

/** More sentences, and more builds in one, are counted. */
const MAX_SENTENCES = 20;
const MAX_NAMES = 3;

/**
 * Sentences about the builds whose Dockerfile is not read: it is not in the repository, not known, or as `unread` says, by
 * its path.
 */
export function uncoveredBuilds(
  builds: readonly DeclaredBuild[],
  unread: ReadonlyMap<string, string>,
  locate: LocateFile,
): string[] {
  const names = new Map<string, string[]>();
  for (const build of builds) {
    const why = whyNot(build, unread, locate);
    if (why === undefined) continue;
    const same = names.get(why);
    if (same) same.push(build.definition.name);
    else names.set(why, [build.definition.name]);
  }
  const sentences = [...names].map(([why, all]) => `${listed(all)} not covered: ${why}`);
  const more = sentences.length - MAX_SENTENCES;
  return more > 0
    ? [...sentences.slice(0, MAX_SENTENCES), `${more} more Dockerfiles of builds are not covered`]
    : sentences;
}

function whyNot(
  { definition: { dockerfile }, inline, remoteContext }: DeclaredBuild,
  unread: ReadonlyMap<string, string>,
  locate: LocateFile,
): string | undefined {
  if (inline) return undefined;
  if (remoteContext) {
    const text = withoutCredentials(remoteContext.text).slice(0, 200);
    return isRemoteContext(remoteContext.text)
      ? `the Dockerfile is in ${text}`
      : `the Dockerfile ${text} is not known`;
  }
  if (dockerfile === undefined) return undefined;
  const why = unread.get(dockerfile);
  if (why !== undefined) return `the Dockerfile ${dockerfile} ${why}`;
  return locate(dockerfile) === undefined
    ? `the Dockerfile ${dockerfile} is not in the repository`
    : undefined;
}

function listed(names: readonly string[]): string {
  const more = names.length - MAX_NAMES;
  const all = [...names.slice(0, MAX_NAMES), ...(more > 0 ? [`${more} more`] : [])];
  if (all.length === 1) return `${all[0]} is`;
  return `${all.slice(0, -1).join(', ')} and ${all.at(-1)} are`;
}
