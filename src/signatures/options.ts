import type { ArtifactSource } from '../image/artifacts.js';
import type { GitHubAttestations } from './formats/github-attestations.js';
import type { ProvenanceExpectations } from './provenance/expectations.js';
import type { SignerPolicy } from './signer-policy.js';

/** An image to verify. */
export interface ImageTarget {
  /** As the user knows it: `ghcr.io/acme/app:1`. */
  readonly name: string;
  readonly source: ArtifactSource;
  /** Tag or digest; resolved once, and its digest used ever after. */
  readonly reference: string;
  /** `linux/amd64`: of an index, this child's own signature counts as well as the index's. */
  readonly platform?: string;
  /** The same by its digest. */
  readonly image?: string;
}

/** A file to verify, or bytes of which only the digest is known. */
export type BlobTarget =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'digest'; readonly digest: string };

/** What a verification asks for. */
export interface VerifyOptions {
  /** Any one of these is enough. */
  readonly signedBy: readonly SignerPolicy[];
  /** Texts that the signature must carry (`cosign sign -a`). */
  readonly annotations?: ReadonlyMap<string, string>;
  /**
   * JSON of a Sigstore trusted root, or where to get it when the first certificate or log entry is judged; without, or
   * when that gives undefined, the embedded one of Sigstore's public instance.
   */
  readonly trustedRoot?: string | (() => Promise<string | undefined>);
  /** Where else to look for attestations than beside the image. */
  readonly github?: GitHubAttestations;
}

/** What a verification of provenance asks for; `signedBy` may be empty: then only trusted builders count. */
export interface ProvenanceOptions extends VerifyOptions {
  readonly provenance: ProvenanceExpectations;
  /** Refuses what was not built on a runner that GitHub hosts. */
  readonly denySelfHosted?: boolean;
}
