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
  PSE7001: {
    kind: 'usage',
    title: 'Public key cannot be used',
    cause: 'The file is not a PEM public key of a supported kind, or it is a private key.',
    next: 'Give a PEM public key: P-256, P-384, P-521, RSA of 2048 bits or more, or Ed25519.',
  },
  PSE7002: {
    kind: 'usage',
    title: 'Trusted root cannot be used',
    cause: 'The file is not a Sigstore trusted root in JSON, or it is too large.',
    next: 'Give a Sigstore trusted root, such as the output of `gh attestation trusted-root`.',
  },
  PSE7003: {
    kind: 'usage',
    title: 'Provenance expectations are not valid',
    cause: 'The versioned tag is not a version, or a tag and a versioned tag are both given.',
    next: 'Give either a tag, or a versioned tag such as v1, v1.2 or v1.2.3.',
  },
  PSE7004: {
    kind: 'usage',
    title: 'Provenance is required without a source or a signer',
    cause: 'Anyone can create signed provenance, so provenance from any source proves nothing.',
    next: 'Give the expected source repository, or the signer.',
  },
  PSE7005: {
    kind: 'usage',
    title: 'Repository is not a GitHub repository',
    cause: 'The repository whose attestations are needed is not written as OWNER/NAME.',
    next: 'Give the repository as OWNER/NAME.',
  },
  PSE7006: {
    kind: 'usage',
    title: 'File to verify cannot be read',
    cause: 'The path does not exist, is not a file, or is not readable.',
    next: 'Check the path and its permissions.',
  },
  PSE7501: {
    kind: 'incomplete',
    title: 'Image to verify does not exist',
    cause: 'The registry or archive has no manifest for the reference.',
    next: 'Check the name and the tag, and that the image was pushed.',
  },
  PSE7502: {
    kind: 'incomplete',
    title: 'Signature cannot be verified with the digest alone',
    cause: 'The key or the bundle needs the signed bytes, or another digest algorithm.',
    next: 'Give the file instead of its digest.',
  },
  PSE7503: {
    kind: 'incomplete',
    title: 'File changed while it was verified',
    cause: 'The file was read twice, and its digest was different the second time.',
    next: 'Run again when nothing writes to the file.',
  },
  PSE7504: {
    kind: 'incomplete',
    title: 'GitHub’s attestations cannot be listed',
    cause:
      'The GitHub API answered with an error or an unexpected response, or with too many pages.',
    next: 'Check the permission `attestations: read` of the token, then run again.',
  },
  PSE7505: {
    kind: 'incomplete',
    title: 'Signature of an attestation manifest cannot be read',
    cause: 'BuildKit’s provenance needs a signed manifest, and its signature could not be loaded.',
    next: 'Run again. If it fails again, check the access to the registry.',
  },
  PSE7506: {
    kind: 'incomplete',
    title: 'Image has too many referrers',
    cause:
      'Portside reads at most 500 referrers of an image, since anyone with push access can add some.',
    next: 'Delete referrers that are no longer needed.',
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
