import { createHash } from 'node:crypto';
import { PortsideError } from '../../lib/errors.js';
import { list, object } from '../../lib/json.js';
import { GitHubError, type RepositoryClient } from '../client.js';
import type { GitHubContext } from '../event.js';
import { githubTree } from '../github-tree.js';

/** A file before and after the edits; its path is from the root of the repository. */
export interface ChangedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

interface CommitRequest {
  /** What messages call the branch. */
  readonly base: string;
  readonly files: readonly ChangedFile[];
  readonly message: string;
}

type Client = RepositoryClient & { readonly github: GitHubContext };

/**
 * Makes a commit on top of the commit of the run, and returns its hash. Throws PortsideError (usage) for a file that is not
 * the same in that commit: another one would get the edits. Throws GitHubError.
 */
export async function commitFiles(
  request: Client,
  { base, files, message }: CommitRequest,
): Promise<string> {
  const { client, owner, repo, github } = request;
  const parent = github.sha;
  const entries = await githubTree(github, { sha: parent, name: base }, client).list('');
  const modes = files.map((file) => modeOf(entries.get(file.path), file));
  const commit = await client.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
    ...{ owner, repo, commit_sha: parent },
  });
  const changed: object[] = [];
  for (const [index, { path, after }] of files.entries()) {
    const blob = await client.request('POST /repos/{owner}/{repo}/git/blobs', {
      ...{ owner, repo, encoding: 'base64' },
      content: Buffer.from(after).toString('base64'),
    });
    changed.push({ path, mode: modes[index], type: 'blob', sha: shaOf(blob) });
  }
  const tree = await client.request('POST /repos/{owner}/{repo}/git/trees', {
    ...{ owner, repo, tree: changed },
    base_tree: shaOf(object(commit).tree),
  });
  // Without an author it is the token's, and GitHub signs it.
  const made = await client.request('POST /repos/{owner}/{repo}/git/commits', {
    ...{ owner, repo, message, parents: [parent] },
    tree: shaOf(tree),
  });
  return shaOf(made);
}

/** The mode of a file whose content in the commit is what the edits are for. */
function modeOf(
  entry: { readonly id: string; readonly mode: string } | undefined,
  { path, before }: ChangedFile,
): string {
  const isSame = entry !== undefined && entry.id === blobId(before, entry.id.length);
  if (isSame && (entry.mode === '100644' || entry.mode === '100755')) return entry.mode;
  throw new PortsideError(
    'PSE9007',
    `Cannot propose edits of ${path}: it is not as in the commit of this run`,
    'Use --pull-request before other steps change files of the checkout',
  );
}

/** Git's hash of a file, in a repository with hashes of this length. */
function blobId(text: string, length: number): string {
  const bytes = Buffer.from(text);
  const hash = createHash(length === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

function shaOf(value: unknown): string {
  const { sha } = object(value);
  if (typeof sha === 'string') return sha;
  throw new PortsideError('PSE9507', 'Cannot propose the edits: GitHub returned no object');
}

/** The commit of a branch; undefined if there is no such branch. Throws GitHubError. */
export async function headOf(
  { client, owner, repo }: RepositoryClient,
  branch: string,
): Promise<string | undefined> {
  try {
    const ref = await client.request('GET /repos/{owner}/{repo}/git/ref/{ref}', {
      ...{ owner, repo, ref: `heads/${branch}` },
    });
    return shaOf(object(ref).object);
  } catch (error) {
    if (error instanceof GitHubError && error.status === 404) return undefined;
    throw error;
  }
}

/** Whether a commit is one of ours for this plan. Throws GitHubError. */
export async function isFixCommit(
  { client, owner, repo }: RepositoryClient,
  sha: string,
  id: string,
): Promise<boolean> {
  const commit = await client.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
    ...{ owner, repo, commit_sha: sha },
  });
  const { message, parents } = object(commit);
  return String(message).trimEnd().endsWith(`\nPortside-Fix: ${id}`) && list(parents).length === 1;
}

/** Makes a branch, or moves it to the commit. Throws GitHubError. */
export async function moveBranch(
  { client, owner, repo }: RepositoryClient,
  { branch, commit, exists }: { branch: string; commit: string; exists: boolean },
): Promise<void> {
  if (exists)
    await client.request('PATCH /repos/{owner}/{repo}/git/refs/{ref}', {
      ...{ owner, repo, ref: `heads/${branch}`, sha: commit, force: true },
    });
  else
    await client.request('POST /repos/{owner}/{repo}/git/refs', {
      ...{ owner, repo, ref: `refs/heads/${branch}`, sha: commit },
    });
}
