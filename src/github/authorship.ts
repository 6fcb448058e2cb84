import { field, type GitHubClient } from './client.js';

/** Who writes with GITHUB_TOKEN. */
const ACTIONS_BOT = 'github-actions[bot]';

/**
 * Tells whether a comment or an issue, as GitHub's REST API gives it, was written by the workflow's own token or by the
 * client's: anybody can copy a marker of ours. Asks GitHub at most once, however many copies there are.
 */
export function createAuthorCheck(client: GitHubClient): (posted: unknown) => Promise<boolean> {
  let own: Promise<unknown> | undefined;
  return async (posted) => {
    const login = field(field(posted, 'user'), 'login');
    if (login === ACTIONS_BOT) return true;
    // Of GraphQL: it answers an app's token, too, which `GET /user` refuses.
    own ??= client.graphql('query { viewer { login } }', {}).catch(() => undefined);
    return login !== undefined && login === field(field(await own, 'viewer'), 'login');
  };
}
