import { PortsideError } from '../lib/errors.js';
import type { Entry } from '../repository/tree.js';
import { field, type GitHubClient, GitHubError } from './client.js';
import type { GitHubContext } from './event.js';

/** The commit that a change starts from, where the event has one. */
export function baseCommit({ event }: GitHubContext): { sha: string; name: string } | undefined {
  if (event.kind === 'pull_request') return { sha: event.baseSha, name: event.baseRef };
  if (event.kind === 'merge_group' && event.baseSha)
    return { sha: event.baseSha, name: event.baseSha.slice(0, 8) };
  return undefined;
}

/** Of a pull request whose base is not known: everything that is asked of it throws PortsideError (incomplete). */
export function unknownBaseTree({ ref }: GitHubContext) {
  if (!ref.startsWith('refs/pull/')) return undefined;
  const unknown = async (): Promise<never> => {
    throw new PortsideError(
      'PSE9500',
      `Cannot read the files that ${ref} starts from: the event does not say its base`,
      'Run the workflow on pull_request',
    );
  };
  return { name: 'the base', list: unknown, read: unknown };
}

/**
 * The files of a commit by GitHub's API: one request lists them all, one more reads each that is wanted. Its
 * functions throw PortsideError (incomplete); without a client they all do.
 */
export function githubTree(
  { repository }: GitHubContext,
  { sha, name }: { readonly sha: string; readonly name: string },
  client: GitHubClient | undefined,
) {
  const place = { owner: repository.owner, repo: repository.name };
  const ask = async (route: string, parameters: object): Promise<unknown> => {
    if (!client)
      throw new PortsideError(
        'PSE9500',
        `Cannot read the files of ${name}: no token was given`,
        'Leave the input token as it is',
      );
    try {
      return await client.request(route, { ...place, ...parameters });
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      const advice = error.isRefusal ? 'Give the job "permissions: contents: read"' : undefined;
      throw new PortsideError(
        'PSE9500',
        `Cannot read the files of ${name}: ${error.answer}`,
        advice,
        error,
      );
    }
  };
  let listing: Promise<Map<string, Entry>> | undefined;
  return {
    name,
    async list(path: string): Promise<ReadonlyMap<string, Entry>> {
      listing ??= ask('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
        tree_sha: sha,
        recursive: '1',
      }).then((answer) => readTree(answer, name));
      const all = await listing;
      const own = all.get(path);
      if (own) return new Map([[path, own]]);
      return new Map([...all].filter(([file]) => file.startsWith(`${path}/`)));
    },
    async read(id: string): Promise<Buffer> {
      const blob = await ask('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', { file_sha: id });
      const content = field(blob, 'content');
      if (typeof content !== 'string' || field(blob, 'encoding') !== 'base64')
        throw new PortsideError('PSE9500', `Cannot read a file of ${name}: GitHub gave no text`);
      return Buffer.from(content, 'base64');
    },
  };
}

/** Throws PortsideError (incomplete) for a list that GitHub cut short: what is missing in it may be there. */
function readTree(answer: unknown, name: string): Map<string, Entry> {
  const entries = field(answer, 'tree');
  if (!Array.isArray(entries) || field(answer, 'truncated') === true)
    throw new PortsideError(
      'PSE9500',
      `Cannot read the files of ${name}: GitHub did not list them all`,
      'Check out with "fetch-depth: 0"',
    );
  const found = new Map<string, Entry>();
  for (const entry of entries) {
    const [path, id, mode] = ['path', 'sha', 'mode'].map((key) => field(entry, key));
    const known = typeof path === 'string' && typeof id === 'string' && typeof mode === 'string';
    // Folders are there by their files.
    if (known && mode !== '040000') found.set(path, { id, mode });
  }
  return found;
}
