/** Why an image is recommended. */
export type RecommendationKind =
  /** A later patch release of the same release line. */
  | 'patch'
  /** The release line that the maintainers recommend now. */
  | 'line'
  /** The image that replaces one that gets no more releases. */
  | 'successor'
  /** A variant with fewer packages. */
  | 'slim'
  | 'alpine'
  /** Without shell or package manager. */
  | 'distroless'
  /** From a publisher that keeps it small and patched. */
  | 'hardened';

/** An image to use instead. */
export interface Recommendation {
  readonly kind: RecommendationKind;
  /** In the short form: `node:24-slim`. */
  readonly reference: string;
  /** The release line of its version: `24` of 24.19.0. */
  readonly line?: string;
  /** The last day of its support, ISO 8601, where that is known. */
  readonly until?: string;
  /** What to know before using it. */
  readonly caution?: string;
}

/** What to do about one base image. */
export interface BaseImageAdvice {
  /** Set when the base image has reached its end of life: the reason to replace it. */
  readonly ended?: string;
  /** The safest first. */
  readonly recommendations: readonly Recommendation[];
}
