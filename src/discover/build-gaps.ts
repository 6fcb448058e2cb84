import type { LocateFile } from '../builds/declared/locate.js';
import type { Coverage } from '../core/coverage.js';
import { withoutCredentials } from '../lib/redact-url.js';
import {
  type DeclaredBuild,
  type DeclaredBuilds,
  isRemoteContext,
} from '../manifests/declared-build.js';

/** More gaps of one file are counted but not named. */
const MOST_NAMED = 5;

/**
 * What of the builds of Bake files and workflows cannot be followed: a file that is not valid, a Dockerfile that is not known,
 * elsewhere or missing. The check of Compose files reports theirs. A Dockerfile that Git ignores is made by a build.
 */
export function buildGaps(
  { builds, unread = [] }: DeclaredBuilds,
  locate: LocateFile,
  isIgnored: (path: string) => boolean,
): Coverage[] {
  const byFile = new Map<string, Set<string>>();
  const add = (path: string, reason: string) =>
    byFile.set(path, (byFile.get(path) ?? new Set()).add(reason));
  for (const { path, reason } of unread) add(path, reason);
  for (const build of builds) {
    const { source, location } = build.definition;
    const reason = source === 'compose' ? undefined : whyNotFollowed(build, locate, isIgnored);
    if (reason !== undefined) add(location.path, reason);
  }
  return [...byFile].flatMap(([target, reasons]) => {
    const more = reasons.size - MOST_NAMED;
    const named = [...reasons].slice(0, MOST_NAMED);
    const all = more > 0 ? [...named, `${more} more builds cannot be followed`] : named;
    return all.map((reason): Coverage => ({ check: 'manifest', target, state: 'partial', reason }));
  });
}

function whyNotFollowed(
  { definition, inline, remoteContext }: DeclaredBuild,
  locate: LocateFile,
  isIgnored: (path: string) => boolean,
): string | undefined {
  const { dockerfile, location } = definition;
  const line = `(line ${location.startLine})`;
  if (inline) return undefined;
  if (remoteContext) return unknownDockerfile(remoteContext.text, line);
  if (dockerfile === undefined || locate(dockerfile) !== undefined || isIgnored(dockerfile))
    return undefined;
  return `Cannot read the Dockerfile ${dockerfile} ${line}: it is not in the repository. Commit it, or list it in .gitignore if it is created elsewhere`;
}

function unknownDockerfile(written: string, line: string): string {
  const text = withoutCredentials(written).slice(0, 200);
  if (isRemoteContext(written))
    return `The build context ${text} ${line} is remote, and remote files are not downloaded. Check its Dockerfile in its own repository`;
  if (/^-(?:\/|$)/.test(written))
    return `The Dockerfile ${line} comes from standard input, which is not read. Name a file`;
  return `Cannot read the Dockerfile ${text} ${line}: write its path without variables and commands`;
}
