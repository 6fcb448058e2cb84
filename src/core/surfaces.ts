/**
 * When a pull request gets a comment. `auto`: when there is something to report. `always`: also when there is nothing.
 * `on-failure`: when the verdict is not pass. In these three, a comment that exists is kept up to date. `never`: no comment
 * is written or changed.
 */
export const COMMENT_MODES = ['auto', 'always', 'on-failure', 'never'] as const;

export type CommentMode = (typeof COMMENT_MODES)[number];

/** Where a result appears on GitHub, if the event has a place for it and the token can write. */
export interface Surfaces {
  readonly comment: CommentMode;
  /** Review comments on changed lines, with suggested changes. */
  readonly review: boolean;
  readonly annotations: boolean;
  readonly codeScanning: boolean;
  /** The job summary. */
  readonly summary: boolean;
}
