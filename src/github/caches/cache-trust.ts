import { pluralize } from '../../lib/text.js';
import { field, type GitHubClient, GitHubError } from '../client.js';
import type { GitHubContext } from '../event.js';

/** What every key of ours begins with. */
export const CACHE_PREFIX = 'portside-';

/**
 * Why nothing of the Actions cache may be used, as the end of a sentence; undefined when whatever this run can restore
 * was kept by a branch. A run restores from its own ref, then from the base branch, then from the default branch: code
 * of a change can write to the first under any key and to neither of the others, so that there must be nothing of ours
 * in the first. Only GitHub's API tells; it asks for `actions: read` where the repository is private.
 * Sources: "Dependency caching reference", restrictions for accessing a cache; REST API, "List GitHub Actions caches".
 */
export async function cacheTrustProblem(
  context: GitHubContext,
  client: GitHubClient | undefined,
): Promise<string | undefined> {
  const { event, ref, repository } = context;
  const isBranch = /^refs\/(?:heads|tags)\/./.test(ref) && event.kind !== 'merge_group';
  if (isBranch) return undefined;
  if (!client) return 'who wrote the Actions cache cannot be asked without a token';
  try {
    const found = await client.request('GET /repos/{owner}/{repo}/actions/caches', {
      owner: repository.owner,
      repo: repository.name,
      ref,
      key: CACHE_PREFIX,
      per_page: 1,
    });
    const total = field(found, 'total_count');
    if (total === 0) return undefined;
    return typeof total === 'number'
      ? `runs of this change have written ${pluralize(total, 'entry', 'entries')} of the Actions cache that only a branch may write: delete ${CACHE_PREFIX}* of ${ref}`
      : 'GitHub does not say who wrote the Actions cache';
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    const advice = error.isRefusal ? '. Give the job "permissions: actions: read"' : '';
    return `who wrote the Actions cache is not known: ${error.answer}${advice}`;
  }
}
