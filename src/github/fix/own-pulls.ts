import { list, object } from '../../lib/json.js';
import { createAuthorCheck } from '../authorship.js';
import { GitHubError, type RepositoryClient } from '../client.js';
import { readStoredBody, type StoredBody } from './stored-body.js';

/** A pull request that we made. */
export interface OwnPull extends StoredBody {
  readonly number: number;
  readonly isOpen: boolean;
  readonly isMerged: boolean;
  readonly title: string;
  readonly body: string;
  /** The last commit of its branch. */
  readonly head: string;
}

export interface OwnPulls {
  /** The newest first. */
  readonly own: readonly OwnPull[];
  /** Somebody else has a pull request for the branch, or has pointed ours at another base branch. */
  readonly isTaken: boolean;
}

/** The pull requests of a branch. One is ours if our token's user opened it. Throws GitHubError. */
export async function findPulls(
  { client, owner, repo }: RepositoryClient,
  { branch, base, id }: { readonly branch: string; readonly base: string; readonly id: string },
): Promise<OwnPulls> {
  const pulls = await client.request('GET /repos/{owner}/{repo}/pulls', {
    ...{ owner, repo, state: 'all', head: `${owner}:${branch}`, per_page: 50 },
  });
  const isOwn = createAuthorCheck(client);
  const own: OwnPull[] = [];
  let isTaken = false;
  for (const pull of list(pulls)) {
    const { number, state, title, body, head, merged_at: merged, base: target } = object(pull);
    const isOpen = state === 'open';
    const text = typeof body === 'string' ? body : '';
    const stored = readStoredBody(text);
    const isOurs =
      typeof number === 'number' && (stored.marker?.id ?? id) === id && (await isOwn(pull));
    if (isOpen && (!isOurs || object(target).ref !== base)) isTaken = true;
    if (!isOurs) continue;
    own.push({
      ...{ ...stored, number, isOpen, body: text, title: String(title ?? '') },
      ...{ isMerged: Boolean(merged), head: String(object(head).sha ?? '') },
    });
  }
  return { own, isTaken };
}

/**
 * The pull requests that a person closed and did not merge. A bot for stale ones declines nothing. Without an answer of
 * GitHub, all that we did not close count as closed by a person.
 */
export async function declinedPulls(
  { client, owner, repo }: RepositoryClient,
  pulls: readonly OwnPull[],
): Promise<readonly OwnPull[]> {
  const closed = pulls.filter(
    ({ isOpen, isMerged, isClosed }) => !isOpen && !isMerged && !isClosed,
  );
  if (closed.length === 0) return [];
  const fields = closed.map(
    ({ number }) => `p${number}: pullRequest(number: ${number}) { ${CLOSER} }`,
  );
  const query = `query($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) { ${fields.join(' ')} } }`;
  const answer = await client.graphql(query, { owner, repo }).catch((error: unknown) => {
    if (error instanceof GitHubError) return undefined;
    throw error;
  });
  const repository = object(object(answer).repository);
  return closed.filter(({ number }) => {
    const [event] = list(object(object(repository[`p${number}`]).timelineItems).nodes);
    return object(object(event).actor).__typename !== 'Bot';
  });
}

const CLOSER =
  'timelineItems(last: 1, itemTypes: [CLOSED_EVENT]) { nodes { ... on ClosedEvent { actor { __typename } } } }';
