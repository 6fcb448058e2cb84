import {
  readReference,
  splitReference,
  withoutHubAlias,
  withoutSource,
} from '../core/reference.js';
import { isDockerfile } from '../dockerfile/dockerfile-name.js';
import { externalImages } from '../dockerfile/external-images.js';
import { parseDockerfile } from '../dockerfile/parser/parse.js';
import { PortsideError } from '../lib/errors.js';
import type { CheckContext } from '../policy/check-context.js';
import { isFile, type PullRequestTrees } from '../repository/tree.js';

/** The number of Dockerfiles of the base commit that are read. */
const MAX_DOCKERFILES = 200;
const MAX_BYTES = 1024 * 1024;

/**
 * Tests whether a registry is trusted although a pull request names it: the policy of the base branch or an option names
 * it, or a Dockerfile of the base commit pulls from it.
 */
export function trustedRegistries(
  { policy, options }: Pick<CheckContext<'images'>, 'policy' | 'options'>,
  { baseCommit }: PullRequestTrees,
): (registry: string) => Promise<boolean> {
  const images = [...policy.trust.map((one) => one.images), ...policy.images, ...options.images];
  // A name without a registry may be that of a local image, so it names none.
  const written = images.map((name) => splitReference(withoutSource(name)).registry ?? '');
  const entries = (policy.registries ?? []).map((entry) => entry.split('/')[0] ?? '');
  const hosts = new Set([...written, ...entries].map((host) => withoutHubAlias(host)));
  let ofBase: Promise<ReadonlySet<string>> | undefined;
  return async (registry) => {
    if (hosts.has(registry)) return true;
    ofBase ??= registriesOf(baseCommit).catch((error: unknown) => {
      if (error instanceof PortsideError) return new Set();
      throw error;
    });
    return (await ofBase).has(registry);
  };
}

/** The registries that the Dockerfiles of a commit pull from. */
async function registriesOf({ list, read }: PullRequestTrees['baseCommit']): Promise<Set<string>> {
  const registries = new Set<string>();
  const dockerfiles = [...(await list(''))].filter(
    ([path, entry]) => isDockerfile(path) && isFile(entry),
  );
  for (const [path, { id }] of dockerfiles.slice(0, MAX_DOCKERFILES)) {
    const bytes = await read(id);
    if (bytes.length > MAX_BYTES) continue;
    for (const { reference } of externalImages(parseDockerfile(path, bytes.toString('utf8'))))
      registries.add(readReference(reference)?.registry ?? '');
  }
  return registries;
}
