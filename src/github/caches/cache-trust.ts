import { object } from '../../lib/json.js';
import { pluralize } from '../../lib/text.js';
import { type GitHubClient, GitHubError, permissionAdvice } from '../client.js';
import type { GitHubContext } from '../event.js';

/** All of our cache keys start with this. */
export const CACHE_PREFIX = 'portside-';

/**
 * Why the Actions cache cannot be trusted, as the end of a sentence; undefined when only runs on branches can have
 * written the entries that this run restores. A run restores from its own ref first, then from the base branch, then
 * from the default branch. Code of a pull request can write any key to its own ref, and nothing to the other two: so its
 * own ref must have no entry of ours. GitHub's API lists them, and needs `actions: read` in a private repository.
 * Sources: docs.github.com, "Dependency caching reference", restrictions for accessing a cache; REST API, "List GitHub
 * Actions caches for a repository".
 */
export async function cacheTrustProblem(
  { event, ref, repository }: GitHubContext,
  client: GitHubClient | undefined,
): Promise<string | undefined> {
  const isBranch = /^refs\/(?:heads|tags)\/./.test(ref) && event.kind !== 'merge_group';
  if (isBranch) return undefined;
  if (!client) return 'without a token it is unknown which run wrote the Actions cache';
  try {
    const found = await client.request('GET /repos/{owner}/{repo}/actions/caches', {
      owner: repository.owner,
      repo: repository.name,
      ref,
      key: CACHE_PREFIX,
      per_page: 1,
    });
    const total = object(found).total_count;
    if (total === 0) return undefined;
    return typeof total === 'number'
      ? `runs of this pull request wrote ${pluralize(total, 'entry', 'entries')} to the Actions cache that only branches may write: delete ${CACHE_PREFIX}* of ${ref}`
      : 'GitHub does not list the entries of the Actions cache';
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    const advice = error.isPermissionError ? permissionAdvice('actions: read') : '';
    return `the entries of the Actions cache cannot be listed: ${error.summary}${advice}`;
  }
}
