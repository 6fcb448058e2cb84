import type { UnverifiedSignature } from './unverified-signature.js';

/** A stored object that may hold signatures of a digest. It is downloaded only when load() is called. */
export interface SignatureCandidate {
  /** Where it was found, for messages: `tag sha256-….sig, layer 0`. */
  readonly place: string;
  /** The digest that it was found for. */
  readonly digest: string;
  /**
   * All signatures in it. Throws VerificationError (invalid) when it does not have the expected format, PortsideError
   * when it cannot be read.
   */
  load(): Promise<readonly UnverifiedSignature[]>;
}

/** Bytes of the largest bundle that is read: it may contain a complete SBOM. */
export const MAX_BUNDLE_SIZE = 32 << 20;
