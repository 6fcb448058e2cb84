import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PortsideError } from '../lib/errors.js';
import type { GitHubContext } from './event.js';

/**
 * Rejects a checkout that an attacker may have written while the token can write: on pull_request_target, workflow_run
 * and events of issues and discussions, the checkout must be the workflow's own commit. Throws PortsideError (usage).
 */
export async function rejectUntrustedCheckout(root: string, context: GitHubContext): Promise<void> {
  const { sha } = context;
  const event = privilegedEvent(context);
  if (event === undefined || (await readdir(root)).length === 0) return;
  const commit = await headCommit(root);
  if (commit === sha) return;
  const files = commit ? `commit ${commit.slice(0, 8)}` : 'files of an unknown commit';
  throw new PortsideError(
    'PSE9005',
    `Cannot check ${files} on ${event}: the files may be untrusted, and the token can write`,
    'Check pull requests on pull_request, and publish the results with the publish workflow',
  );
}

/** Events that anybody can trigger and that run with the permissions of the default branch. */
const PRIVILEGED_EVENTS: ReadonlySet<string> = new Set([
  'workflow_run',
  'pull_request_target',
  'issue_comment',
  'issues',
  'discussion',
  'discussion_comment',
]);

/** The event if anybody can trigger it and its token can write; also when its payload is incomplete. */
function privilegedEvent({ event }: GitHubContext): string | undefined {
  if (event.kind === 'pull_request') return event.target ? 'pull_request_target' : undefined;
  const name = event.kind === 'other' ? event.name : event.kind;
  return PRIVILEGED_EVENTS.has(name) ? name : undefined;
}

/** The commit of the checkout's HEAD; undefined when it is unknown. */
async function headCommit(root: string): Promise<string | undefined> {
  const read = (path: string) => readFile(join(root, '.git', path), 'utf8').catch(() => '');
  const head = (await read('HEAD')).trim();
  const ref = /^ref: (refs\/[\w./-]+)$/.exec(head)?.[1];
  if (ref === undefined) return commitHash(head);
  if (ref.includes('..')) return undefined;
  const packed = (await read('packed-refs')).split('\n').find((line) => line.endsWith(` ${ref}`));
  return commitHash((await read(ref)).trim()) ?? commitHash(packed?.split(' ')[0] ?? '');
}

function commitHash(text: string): string | undefined {
  return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(text) ? text : undefined;
}
