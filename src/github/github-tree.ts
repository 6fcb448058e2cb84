import { PortsideError } from '../lib/errors.js';
import { object } from '../lib/json.js';
import { entriesAt, type Tree, type TreeEntry } from '../repository/tree.js';
import { type GitHubClient, GitHubError } from './client.js';
import type { GitHubContext } from './event.js';

export interface Commit {
  readonly sha: string;
  /** What messages call it: `main`. */
  readonly name: string;
}

/** The base commit of a pull request or merge group, or the commit before a push; undefined for other events. */
export function baseCommit({ event, ref }: GitHubContext): Commit | undefined {
  if (event.kind === 'push' && event.before)
    return { sha: event.before, name: `${branchOf(ref)} at ${event.before.slice(0, 8)}` };
  if (event.kind === 'pull_request') return { sha: event.baseSha, name: event.baseRef };
  if (event.kind === 'merge_group' && event.baseSha)
    return { sha: event.baseSha, name: event.baseSha.slice(0, 8) };
  return undefined;
}

function branchOf(ref: string): string {
  return ref.replace(/^refs\/(?:heads|tags)\//, '');
}

/**
 * The base of a pull request on an event that does not contain it: every read throws PortsideError (incomplete), so that
 * the pull request's own policy is never used. Undefined when the run is not for a pull request.
 */
export function unknownBaseTree({ ref }: GitHubContext): Tree | undefined {
  if (!ref.startsWith('refs/pull/')) return undefined;
  const fail = async (): Promise<never> => {
    throw new PortsideError(
      'PSE9504',
      `Cannot read the base branch of ${ref}: the event does not contain the base commit`,
      'Run the workflow on pull_request',
    );
  };
  return { name: 'the base', list: fail, read: fail };
}

/**
 * The files of a commit, read through GitHub's API: one request for the list of files, and one for each file that is
 * read. Every read throws PortsideError (incomplete) when GitHub rejects it or there is no client.
 */
export function githubTree(
  { repository }: GitHubContext,
  commit: Commit,
  client: GitHubClient | undefined,
): Tree {
  const get = (route: string, parameters: object) =>
    requestFiles(client, commit, route, {
      owner: repository.owner,
      repo: repository.name,
      ...parameters,
    });
  let entries: Promise<Map<string, TreeEntry>> | undefined;
  return {
    name: commit.name,
    commit: commit.sha,
    async list(path) {
      entries ??= get('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
        tree_sha: commit.sha,
        recursive: '1',
      }).then((answer) => readEntries(answer, commit));
      const all = await entries;
      return path === '' ? all : entriesAt(all, path);
    },
    async read(id) {
      const blob = await get('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', { file_sha: id });
      const { content, encoding } = object(blob);
      if (typeof content !== 'string' || encoding !== 'base64')
        throw new PortsideError(
          'PSE9501',
          `Cannot read a file of ${commit.name}: GitHub returned no content`,
        );
      return Buffer.from(content, 'base64');
    },
  };
}

async function requestFiles(
  client: GitHubClient | undefined,
  { name }: Commit,
  route: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  if (!client)
    throw new PortsideError(
      'PSE9502',
      `Cannot read the files of ${name}: there is no token`,
      'Leave the input token at its default',
    );
  try {
    return await client.request(route, parameters);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    const advice = error.isPermissionError
      ? 'Add the line "contents: read" below "permissions:" of the job'
      : undefined;
    throw new PortsideError(
      'PSE9501',
      `Cannot read the files of ${name}: ${error.summary}`,
      advice,
      error,
    );
  }
}

/** Throws PortsideError (incomplete) for a truncated list: a file that is not in it may exist. */
function readEntries(answer: unknown, { name }: Commit): Map<string, TreeEntry> {
  const { tree, truncated } = object(answer);
  if (!Array.isArray(tree) || truncated === true)
    throw new PortsideError(
      'PSE9503',
      `Cannot read the files of ${name}: GitHub did not list all of them`,
      'Check out with "fetch-depth: 0"',
    );
  const entries = new Map<string, TreeEntry>();
  for (const item of tree) {
    const { path, sha, mode } = object(item);
    if (typeof path !== 'string' || typeof sha !== 'string' || typeof mode !== 'string') continue;
    // Folders follow from the paths of their files.
    if (mode !== '040000') entries.set(path, { id: sha, mode });
  }
  return entries;
}
