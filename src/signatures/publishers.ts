import { GITHUB_ISSUER } from './provenance/builders.js';
import type { SignerPolicy } from './signer-policy.js';

/** A publisher of base images, and the signers of its images. */
export interface Publisher {
  readonly name: string;
  /** Globs over repositories with their registry: `gcr.io/distroless/**`. */
  readonly images: readonly string[];
  /** One of these must have signed; empty when the publisher is known not to sign its images. */
  readonly signedBy: readonly SignerPolicy[];
  /** The day from which the publisher signs every image, YYYY-MM-DD: a younger image without a signature is suspicious. */
  readonly signsSince?: string;
  /** A policy requires the signature: an unsigned image is a high finding. */
  readonly signatureRequired?: boolean;
  /** How many of `signedBy` must have signed; default 1. */
  readonly requiredSigners?: number | undefined;
  /** Whether signatures need a transparency log entry, as in VerifyOptions. */
  readonly log?: 'required' | 'ignored' | undefined;
  /** The repository that the signature must name: a glob over image references. */
  readonly signedIdentity?: string;
  /** JSON of the trusted root, if the publisher has its own Sigstore instance. */
  readonly trustedRoot?: string;
  /** Why the signature of an image cannot be verified without `signedBy`; by default, because there is none. */
  readonly unverifiable?: string;
  /** What to do about it, where an image can be verified after all. */
  readonly advice?: string;
  /** The documentation that names the signers. */
  readonly source: string;
}

/** A publisher of the built-in table. */
export interface KnownPublisher extends Publisher {
  /** The day on which its signers were last compared with `source`, or with the signature of `example`: YYYY-MM-DD. */
  readonly checked: string;
  /** A public image that one of `signedBy` signed: scripts/refresh-publishers.mjs verifies it. */
  readonly example?: string;
}

const GOOGLE = 'https://accounts.google.com';

/** Publishers of base images that document their signers; a policy comes before this list. */
export const PUBLISHERS: readonly KnownPublisher[] = [
  {
    name: 'Chainguard',
    images: ['cgr.dev/chainguard/**'],
    signedBy: [
      identity(
        GITHUB_ISSUER,
        'https://github.com/chainguard-images/images/.github/workflows/release.yaml@refs/heads/main',
      ),
    ],
    signsSince: '2023-01-01',
    example: 'cgr.dev/chainguard/static:latest',
    checked: '2026-10-08',
    source: 'edu.chainguard.dev, "Verifying Chainguard Images and Metadata Signatures with Cosign"',
  },
  {
    name: 'Google distroless',
    images: ['gcr.io/distroless/**'],
    signedBy: [identity(GOOGLE, 'keyless@distroless.iam.gserviceaccount.com')],
    signsSince: '2023-10-01',
    example: 'gcr.io/distroless/static-debian12:latest',
    checked: '2026-10-05',
    source:
      'github.com/GoogleContainerTools/distroless, README, "How do I verify distroless images?"',
  },
  {
    // Without a date: the mirrors of the registry do not have all signatures.
    name: 'Kubernetes',
    images: ['registry.k8s.io/**'],
    signedBy: [
      identity(GOOGLE, 'krel-trust@k8s-releng-prod.iam.gserviceaccount.com'),
      identity(GOOGLE, 'krel-staging@k8s-releng-prod.iam.gserviceaccount.com'),
    ],
    example: 'registry.k8s.io/kube-apiserver:v1.34.1',
    checked: '2026-10-05',
    source:
      'kubernetes.io, "Verify Signed Kubernetes Artifacts"; images of 2026 have the second identity',
  },
  {
    name: 'Flux',
    images: ['ghcr.io/fluxcd/*'],
    signedBy: [
      identity(
        GITHUB_ISSUER,
        'https://github.com/fluxcd/*/.github/workflows/release.yml@refs/tags/v*',
      ),
    ],
    signsSince: '2023-01-01',
    example: 'ghcr.io/fluxcd/source-controller:v1.6.2',
    checked: '2026-10-05',
    source: 'fluxcd.io, "Security", "Signed container images"',
  },
  {
    name: 'Aqua Security',
    images: ['ghcr.io/aquasecurity/*', 'docker.io/aquasec/*'],
    // Any branch or tag, but no pull request.
    signedBy: ['heads', 'tags'].map((refs) =>
      identity(
        GITHUB_ISSUER,
        `https://github.com/aquasecurity/*/.github/workflows/*@refs/${refs}/**`,
      ),
    ),
    example: 'ghcr.io/aquasecurity/trivy:latest',
    checked: '2026-10-05',
    source: 'github.com/aquasecurity/trivy, docs, "Signature Verification"',
  },
  {
    name: 'Docker Official Images',
    images: ['docker.io/library/*'],
    signedBy: [],
    checked: '2026-10-05',
    source: 'github.com/docker/roadmap, issue 562',
  },
  {
    // The key is at registry.scout.docker.com/keyring/dhi/latest.pub: what a server gives today is no fact to embed.
    name: 'Docker Hardened Images',
    images: ['dhi.io/**'],
    signedBy: [],
    unverifiable: 'its publisher signs with a key; name the key in trust',
    advice: 'Name the key of its publisher under "trust" in the policy',
    checked: '2026-10-05',
    source: 'docs.docker.com/dhi/how-to/verify',
  },
  {
    name: 'Docker’s build images',
    images: ['docker.io/docker/*', 'docker.io/moby/buildkit'],
    signedBy: [],
    unverifiable: 'only its attestation manifest is signed',
    checked: '2026-10-05',
    source: 'github.com/docker/actions-toolkit, src/sigstore; github.com/docker/buildx, issue 3807',
  },
  {
    name: 'Microsoft',
    images: ['mcr.microsoft.com/**'],
    signedBy: [],
    unverifiable: 'its publisher signs with Notation, not with Sigstore',
    checked: '2026-10-05',
    source: 'github.com/dotnet/dotnet-docker, discussion 7150',
  },
];

function identity(issuer: string, subject: string): SignerPolicy {
  return { kind: 'identity', issuer, subject };
}
