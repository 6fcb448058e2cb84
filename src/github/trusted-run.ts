import { type GitHubContext, privilegedEvent, readOnlyReason } from './event.js';

/**
 * Why the files of this run may come from anybody, as a sentence; undefined if only people who can write to the repository
 * could have written them.
 */
export function untrustedReason(context: GitHubContext): string | undefined {
  const event = privilegedEvent(context);
  if (event !== undefined) return `Anybody can start a run on ${event}`;
  const why = readOnlyReason(context);
  return why === undefined ? undefined : `It is not run here, because ${why}`;
}
