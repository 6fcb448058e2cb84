import { object } from '../lib/json.js';
import type { GitHubClient } from './client.js';

/** The author of what a workflow writes with GITHUB_TOKEN. */
const ACTIONS_BOT = 'github-actions[bot]';

/**
 * Creates a function that checks whether a comment or an issue, as GitHub's REST API returns it, was written with
 * GITHUB_TOKEN or with the client's token: anybody can copy the marker in our comments. It makes at most one request.
 */
export function createAuthorCheck(client: GitHubClient): (posted: unknown) => Promise<boolean> {
  let viewer: Promise<unknown> | undefined;
  return async (posted) => {
    const { login } = object(object(posted).user);
    if (login === ACTIONS_BOT) return true;
    // GraphQL answers an app's token too; `GET /user` does not.
    viewer ??= client
      .graphql('query { viewer { login } }', {})
      .then((data) => object(object(data).viewer).login)
      .catch(() => undefined);
    return login !== undefined && login === (await viewer);
  };
}
