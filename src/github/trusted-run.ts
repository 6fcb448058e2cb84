import type { UntrustedFiles } from '../core/host.js';
import { type GitHubContext, privilegedEvent, readOnlyReason } from './event.js';

/**
 * Why the files of this run may come from anybody, as a sentence; undefined if only people who can write to the repository
 * could have written them.
 */
export function untrustedReason(context: GitHubContext): string | undefined {
  const event = privilegedEvent(context);
  if (event !== undefined) return `Anybody can start a run on ${event}`;
  const files = untrustedFiles(context);
  return files && `It is not run here, because ${files.cause}`;
}

/** The same for a host. A pull request whose event cannot be read may be one from a fork. */
export function untrustedFiles(context: GitHubContext): UntrustedFiles | undefined {
  const cause = causeOf(context);
  if (cause === undefined) return undefined;
  const { event } = context;
  const isOwn = event.kind === 'push' || (event.kind === 'pull_request' && !event.fork);
  return { cause, isAnybody: !isOwn };
}

function causeOf(context: GitHubContext): string | undefined {
  const privileged = privilegedEvent(context);
  if (privileged !== undefined) return `anybody can start a run on ${privileged}`;
  const { event } = context;
  if (event.kind === 'other' && event.name.startsWith('pull_request'))
    return 'the event of this pull request cannot be read, and it may come from a fork';
  return readOnlyReason(context);
}
