import { type ReadBuilds, readBuilds } from '../builds/built-dockerfiles.js';
import { type Discovery, discover } from '../discover/discover.js';
import { parseDockerfile } from '../dockerfile/parser/parse.js';
import { allBuilds } from '../manifests/declared-build.js';
import { inspectManifests, type ManifestInspection } from '../manifests/manifests.js';
import type { CheckContext } from '../policy/check-context.js';
import { checkoutFiles } from '../repository/base-branch-files.js';
import { type BaseCopy, copyBase } from '../repository/base-copy.js';
import { EVERYTHING_TRACKED } from '../repository/tracked.js';
import type { PullRequestTrees } from '../repository/tree.js';
import { fileTextOf } from './versions.js';

/** What there is at the base commit. Each part is read once, when it is first asked for: reading manifests renders charts. */
export interface BaseReading {
  readonly trees: PullRequestTrees;
  /** Throws PortsideError (incomplete) if the base commit is not known, or too large; the others as well. */
  readonly copy: () => Promise<BaseCopy>;
  readonly discovered: () => Promise<Discovery>;
  readonly manifests: () => Promise<ManifestInspection>;
  /** The builds of Dockerfiles, and the images that they pull. */
  readonly builds: () => Promise<ReadBuilds>;
}

/** Reads the base commit of a pull request, or the commit before a push. */
export function baseReading(
  trees: PullRequestTrees,
  { root, policy, options, host }: CheckContext<'now'>,
): BaseReading {
  const copy = once(() => copyBase(root, trees));
  const discovered = once(async () => {
    const { folder } = await copy();
    return discover(folder, checkoutFiles(folder), EVERYTHING_TRACKED);
  });
  const manifests = once(async () => {
    const { folder } = await copy();
    const { manifests, scripts } = await discovered();
    return inspectManifests(folder, manifests, {
      scripts,
      registries: policy.registries,
      leastPrivilege: policy.leastPrivilege,
      now: options.now,
      configuration: checkoutFiles(folder),
      tracked: EVERYTHING_TRACKED,
      renderer: host,
    });
  });
  const builds = once(async () => {
    const { folder } = await copy();
    const { dockerfiles, declared } = await discovered();
    const parsed = dockerfiles.flatMap((path) => {
      const text = fileTextOf(folder, path);
      return text === undefined ? [] : parseDockerfile(path, text);
    });
    return readBuilds(parsed, allBuilds(declared));
  });
  return { trees, copy, discovered, manifests, builds };
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= read();
    return result;
  };
}
