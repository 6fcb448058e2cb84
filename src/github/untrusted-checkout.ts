import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PortsideError } from '../lib/errors.js';
import type { GitHubContext } from './event.js';

/**
 * Refuses to work on files that a stranger wrote while the token may write: on pull_request_target, workflow_run
 * and events of issues and discussions the checkout must be the workflow's own commit. Throws PortsideError (usage).
 */
export async function rejectUntrustedCheckout(root: string, context: GitHubContext): Promise<void> {
  const { sha } = context;
  const name = privileged(context);
  if (name === undefined || (await readdir(root)).length === 0) return;
  const commit = await checkedOut(root);
  if (commit === sha) return;
  throw new PortsideError(
    'PSE9000',
    `Portside does not check ${commit ? `commit ${commit.slice(0, 8)}` : 'files of unknown origin'} on ${name}: its token may write, and the files may be a stranger’s`,
    'Check pull requests on pull_request, and let the publish workflow post the result',
  );
}

/** What strangers can set off while the run is the default branch's. */
const PRIVILEGED: ReadonlySet<string> = new Set([
  'workflow_run',
  'pull_request_target',
  'issue_comment',
  'issues',
  'discussion',
  'discussion_comment',
]);

/** The event, when its token may write whoever began the run; also where its payload lacks what it should say. */
function privileged({ event }: GitHubContext): string | undefined {
  if (event.kind === 'pull_request') return event.target ? 'pull_request_target' : undefined;
  const name = event.kind === 'other' ? event.name : event.kind;
  return PRIVILEGED.has(name) ? name : undefined;
}

/** The commit in the checkout's HEAD; undefined when it cannot be told. */
async function checkedOut(root: string): Promise<string | undefined> {
  const read = (path: string) => readFile(join(root, '.git', path), 'utf8').catch(() => '');
  const head = (await read('HEAD')).trim();
  const ref = /^ref: (refs\/[\w./-]+)$/.exec(head)?.[1];
  if (ref === undefined) return hash(head);
  if (ref.includes('..')) return undefined;
  const packed = (await read('packed-refs')).split('\n').find((line) => line.endsWith(` ${ref}`));
  return hash((await read(ref)).trim()) ?? hash(packed?.split(' ')[0] ?? '');
}

function hash(text: string): string | undefined {
  return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(text) ? text : undefined;
}
