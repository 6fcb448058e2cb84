import { reason } from '../../lib/errors.js';
import { GitHubError, type GitHubLogger, permissionAdvice } from '../client.js';

/** For the warning when publishing fails. */
export interface PublishingStep {
  readonly log: GitHubLogger;
  /** The beginning of a sentence: `The pull request was not commented on`. */
  readonly failed: string;
  /** The permission that the job needs: `pull-requests: write`. */
  readonly permission: string;
}

/**
 * Does something that GitHub may reject. Never throws, since a job must not fail because its result could not be shown:
 * a failure becomes a warning, which names the permission if it is missing.
 */
export async function tryPublishing<T>(
  work: () => Promise<T>,
  { log, failed, permission }: PublishingStep,
): Promise<T | 'failed'> {
  try {
    return await work();
  } catch (error) {
    const isGitHubError = error instanceof GitHubError;
    const why = isGitHubError ? error.summary : reason(error);
    const advice = isGitHubError && error.isPermissionError ? permissionAdvice(permission) : '';
    log.warning(`${failed}: ${why}${advice}`);
    return 'failed';
  }
}
