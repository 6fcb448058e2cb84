/** What an error means for the result, and for the exit status. */
export type ErrorKind =
  /** Wrong option, policy or file given by the user: exit status 2. */
  | 'usage'
  /** A check could not run: the result is incomplete, exit status 3. */
  | 'incomplete';

interface ErrorDescription {
  readonly kind: ErrorKind;
  /** What happened, in one line without a full stop. */
  readonly title: string;
  /** Why it happens. */
  readonly cause: string;
  /** What to do, as an imperative. */
  readonly next: string;
}

/**
 * Every error that Portside reports by a code. docs/reference/errors.md is generated from this table. A code keeps its
 * meaning: a new situation gets a new code, and a code that is no longer used is not given again.
 */
export const ERROR_CODES = {
  // 1xxx: Command line, options and inputs (src/cli, src/options, src/action).
  PSE1000: {
    kind: 'usage',
    title: 'TODO usage 1',
    cause: 'TODO',
    next: 'TODO',
  },
  PSE1500: {
    kind: 'incomplete',
    title: 'TODO incomplete 1',
    cause: 'TODO',
    next: 'TODO',
  },

  // 2xxx: Repository, discovery and baseline (src/repository, src/check).
  PSE2000: {
    kind: 'usage',
    title: 'TODO usage 2',
    cause: 'TODO',
    next: 'TODO',
  },
  PSE2500: {
    kind: 'incomplete',
    title: 'TODO incomplete 2',
    cause: 'TODO',
    next: 'TODO',
  },

  // 3xxx: Dockerfiles and manifests (src/dockerfile, src/manifests).
  PSE3000: {
    kind: 'usage',
    title: 'TODO usage 3',
    cause: 'TODO',
    next: 'TODO',
  },
  PSE3500: {
    kind: 'incomplete',
    title: 'TODO incomplete 3',
    cause: 'TODO',
    next: 'TODO',
  },

  // 4xxx: Images and registries (src/image, src/registry).
  PSE4000: {
    kind: 'usage',
    title: 'TODO usage 4',
    cause: 'TODO',
    next: 'TODO',
  },
  PSE4500: {
    kind: 'incomplete',
    title: 'TODO incomplete 4',
    cause: 'TODO',
    next: 'TODO',
  },

  // 5xxx: Packages and SBOMs (src/inventory).
  PSE5000: {
    kind: 'usage',
    title: 'TODO usage 5',
    cause: 'TODO',
    next: 'TODO',
  },
  PSE5500: {
    kind: 'incomplete',
    title: 'TODO incomplete 5',
    cause: 'TODO',
    next: 'TODO',
  },

  // 6xxx: Vulnerabilities (src/vulnerabilities, src/base-images).
  PSE6000: {
    kind: 'usage',
    title: 'TODO usage 6',
    cause: 'TODO',
    next: 'TODO',
  },
  PSE6500: {
    kind: 'incomplete',
    title: 'TODO incomplete 6',
    cause: 'TODO',
    next: 'TODO',
  },

  // 7xxx: Signatures and provenance (src/signatures).
  PSE7000: {
    kind: 'usage',
    title: 'TODO usage 7',
    cause: 'TODO',
    next: 'TODO',
  },
  PSE7500: {
    kind: 'incomplete',
    title: 'TODO incomplete 7',
    cause: 'TODO',
    next: 'TODO',
  },

  // 8xxx: Policy (src/policy).
  PSE8000: {
    kind: 'usage',
    title: 'TODO usage 8',
    cause: 'TODO',
    next: 'TODO',
  },
  PSE8500: {
    kind: 'incomplete',
    title: 'TODO incomplete 8',
    cause: 'TODO',
    next: 'TODO',
  },

  // 9xxx: Reports, GitHub and malware (src/reports, src/github, src/malware, src/lib).
  PSE9000: {
    kind: 'usage',
    title: 'TODO usage 9',
    cause: 'TODO',
    next: 'TODO',
  },
  PSE9500: {
    kind: 'incomplete',
    title: 'TODO incomplete 9',
    cause: 'TODO',
    next: 'TODO',
  },
} as const satisfies Readonly<Record<string, ErrorDescription>>;

/** PSE1001, PSE4012 … */
export type ErrorCode = keyof typeof ERROR_CODES;
