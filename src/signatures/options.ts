import type { ArtifactSource } from '../registry/artifact-source.js';
import type { Condition } from './condition.js';
import type { GitHubAttestations } from './formats/github-attestations.js';
import type { ProvenanceExpectations } from './provenance/expectations.js';
import type { SignerPolicy } from './signer-policy.js';
import type { SigstoreInstance } from './sigstore/embedded-roots.js';

/** An image to verify. */
export interface ImageTarget {
  /** The name that the user gave: `ghcr.io/acme/app:1`. */
  readonly name: string;
  readonly source: ArtifactSource;
  /** Tag or digest. It is resolved once; after that only its digest is used. */
  readonly reference: string;
  /** `linux/amd64`: a signature of this platform's image is accepted as well as one of the whole index. */
  readonly platform?: string;
  /** The digest of the platform's image, if it is known. Then `platform` is not used. */
  readonly image?: string;
}

/** A file to verify, or a digest whose bytes are not available. */
export type BlobTarget =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'digest'; readonly digest: string };

export interface VerifyOptions {
  /** One of these must have signed. */
  readonly signedBy: readonly SignerPolicy[];
  /** How many of them must have signed the image; default 1. Attestations have one signer. */
  readonly requiredSigners?: number | undefined;
  /** Annotations that the signature must have (`cosign sign -a`). */
  readonly annotations?: ReadonlyMap<string, string>;
  /**
   * The image repository that the signature must name, as a glob over references. By default the name is not compared: an
   * image and its signature may be copied to another repository.
   */
  readonly signedIdentity?: string;
  /**
   * Whether a signature needs a transparency log entry. By default one by a certificate needs it if the trusted root has a
   * log, and one by a key does not: its key alone proves who signed. A log entry that exists is always verified.
   */
  readonly log?: 'required' | 'ignored' | undefined;
  /**
   * JSON of a Sigstore trusted root, or a function that loads that of an instance when the first certificate or log entry
   * of the instance is verified. By default: the embedded root of the instance.
   */
  readonly trustedRoot?: string | ((instance: SigstoreInstance) => Promise<LoadedRoot>);
  /** A second store of attestations; the first is the image's own repository. */
  readonly github?: GitHubAttestations;
}

/** A trusted root that was loaded when it was needed. */
export interface LoadedRoot {
  /** Its JSON. */
  readonly root: string;
  /** Why it may be out of date. A signature by an authority that it does not have can then not be verified. */
  readonly stale?: string;
}

/** `signedBy` may be empty: then only provenance by trusted builders is accepted. */
export interface ProvenanceOptions extends VerifyOptions {
  readonly provenance: ProvenanceExpectations;
  /** Rejects images that were not built on a runner that GitHub hosts. */
  readonly denySelfHosted?: boolean;
  /** What the provenance must say. */
  readonly condition?: Condition;
}

export interface BlobOptions extends VerifyOptions {
  /** The bundle must have an attestation of this type: a short name or a URI. */
  readonly predicateType?: string | undefined;
}

export interface AttestationOptions extends VerifyOptions {
  /** A short name or a URI, as in core/predicate-types.ts. */
  readonly predicateType: string;
  /** What the statement must say. */
  readonly condition?: Condition;
}
