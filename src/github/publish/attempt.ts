import { reason } from '../../lib/errors.js';
import { GitHubError, type GitHubLogger } from '../client.js';

/** What is tried, for the warning where it fails. */
export interface PublishingStep {
  readonly host: GitHubLogger;
  /** A sentence's beginning: `The pull request was not commented on`. */
  readonly failed: string;
  /** What the job must allow: `pull-requests: write`. */
  readonly permission: string;
}

/**
 * Does what GitHub may refuse. Never throws: showing a result does not decide over a job, so that a refusal, or whatever
 * else goes wrong, is a warning that names the permission where that is what is missing.
 */
export async function tryPublishing<T>(
  work: () => Promise<T>,
  { host, failed, permission }: PublishingStep,
): Promise<T | 'refused'> {
  try {
    return await work();
  } catch (error) {
    const refused = error instanceof GitHubError && error.isRefusal;
    const why = error instanceof GitHubError ? error.answer : reason(error);
    host.warning(
      `${failed}: ${why}${refused ? `. Give the job "permissions: ${permission}"` : ''}`,
    );
    return 'refused';
  }
}
