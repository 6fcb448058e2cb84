import { createHash } from 'node:crypto';
import { PortsideError } from '../../lib/errors.js';
import { list, object } from '../../lib/json.js';
import { GitHubError, type RepositoryClient } from '../client.js';
import type { GitHubContext } from '../event.js';
import { githubTree } from '../github-tree.js';
import { digest } from './updates.js';

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
  /** Names the plan. */
  readonly id: string;
}

type Client = RepositoryClient & { readonly github: GitHubContext };

/** Bytes of files that are sent with the tree. More than this in one request could be rejected. */
const MAX_INLINE = 5 << 20;

/**
 * Makes a commit on top of the commit of the run, and returns its hash. Throws PortsideError (usage) for a file that is not
 * the same in that commit: another one would get the edits. Throws GitHubError.
 */
export async function commitFiles(
  request: Client,
  { base, files, message, id }: CommitRequest,
): Promise<string> {
  const { client, owner, repo, github } = request;
  const parent = github.sha;
  const entries = await githubTree(github, { sha: parent, name: base }, client).list('');
  const modes = files.map((file) => modeOf(entries.get(file.path), file));
  const commit = await commitOf(request, parent);
  const changed: object[] = [];
  let inline = 0;
  for (const [index, { path, after }] of files.entries()) {
    const bytes = Buffer.from(after);
    inline += bytes.length;
    const text = inline > MAX_INLINE ? await blobOf(request, bytes) : { content: after };
    changed.push({ path, mode: modes[index], type: 'blob', ...text });
  }
  const tree = await client.request('POST /repos/{owner}/{repo}/git/trees', {
    ...{ owner, repo, tree: changed },
    base_tree: shaOf(commit.tree),
  });
  const seal = sealOf({ id, message, parent, tree: shaOf(tree) });
  // Without an author it is the token's, and GitHub signs it.
  const made = await client.request('POST /repos/{owner}/{repo}/git/commits', {
    ...{ owner, repo, parents: [parent] },
    message: `${message}\n\n${seal}`,
    tree: shaOf(tree),
  });
  return shaOf(made);
}

async function blobOf({ client, owner, repo }: Client, bytes: Buffer): Promise<object> {
  const blob = await client.request('POST /repos/{owner}/{repo}/git/blobs', {
    ...{ owner, repo, encoding: 'base64', content: bytes.toString('base64') },
  });
  return { sha: shaOf(blob) };
}

async function commitOf(
  { client, owner, repo }: RepositoryClient,
  sha: string,
): Promise<Readonly<Record<string, unknown>>> {
  return object(
    await client.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
      ...{ owner, repo, commit_sha: sha },
    }),
  );
}

/** The last line of a message. It does not fit any more once somebody amends the commit or moves it to another one. */
function sealOf(parts: Readonly<Record<'id' | 'message' | 'parent' | 'tree', string>>): string {
  const { id, message, parent, tree } = parts;
  return `Portside-Fix: ${id} ${digest([message, parent, tree])}`;
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

/** Whether a commit is one that we made for this plan, as we made it. Throws GitHubError. */
export async function isFixCommit(
  request: RepositoryClient,
  sha: string,
  id: string,
): Promise<boolean> {
  const { message, parents, tree } = await commitOf(request, sha);
  const [parent, ...others] = list(parents);
  if (parent === undefined || others.length > 0) return false;
  const text = String(message).trimEnd();
  const at = text.lastIndexOf('\n\n');
  const parts = {
    id,
    message: text.slice(0, Math.max(at, 0)),
    parent: shaOf(parent),
    tree: shaOf(tree),
  };
  return text.slice(at + 2) === sealOf(parts);
}

/** Something that another run, or a person, did at the same time: all has to be read again. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/**
 * Makes a branch, or moves it from one commit to another. A branch that is not at that commit is not moved: somebody has
 * pushed to it since. Throws GitHubError, Overtaken.
 */
export async function moveBranch(
  request: RepositoryClient,
  { branch, from, to }: { branch: string; from: string | undefined; to: string },
): Promise<void> {
  const { client, owner, repo } = request;
  const name = `refs/heads/${branch}`;
  if (from === undefined) {
    await client
      .request('POST /repos/{owner}/{repo}/git/refs', { owner, repo, ref: name, sha: to })
      .catch(overtakenIf(/already exists/i));
    return;
  }
  try {
    const found = await client.graphql(REPOSITORY, { owner, repo });
    const { id } = object(object(found).repository);
    await client.graphql(UPDATE, { id, name, before: from, after: to });
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    // The error does not say whether the branch was moved, or that this server does not know the mutation.
    const head = await headOf(request, branch);
    if (head === to) return;
    if (head !== from) throw new Overtaken();
    await client.request('PATCH /repos/{owner}/{repo}/git/refs/{ref}', {
      ...{ owner, repo, ref: `heads/${branch}`, sha: to, force: true },
    });
  }
}

const REPOSITORY =
  'query($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) { id } }';
const UPDATE =
  'mutation($id: ID!, $name: GitRefname!, $before: GitObjectID!, $after: GitObjectID!) { updateRefs(input: { repositoryId: $id, refUpdates: [{ name: $name, beforeOid: $before, afterOid: $after, force: true }] }) { clientMutationId } }';

/** Rethrows an error, as Overtaken if GitHub rejected the request with this reason. */
export function overtakenIf(reason: RegExp): (error: unknown) => never {
  return (error) => {
    if (error instanceof GitHubError && error.status === 422 && reason.test(error.message))
      throw new Overtaken();
    throw error;
  };
}

/**
 * How the commit of the run relates to an earlier one: `ahead`, `identical`, `behind`, or `diverged`, also if the earlier one is
 * gone. Throws GitHubError.
 */
export async function relationTo(
  { client, owner, repo, github }: Client,
  earlier: string,
): Promise<unknown> {
  if (earlier === github.sha) return 'identical';
  try {
    const compared = await client.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
      ...{ owner, repo, basehead: `${earlier}...${github.sha}`, per_page: 1 },
    });
    return object(compared).status;
  } catch (error) {
    if (error instanceof GitHubError && error.status === 404) return 'diverged';
    throw error;
  }
}
