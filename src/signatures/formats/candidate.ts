import type { Signed } from '../signed.js';

/** Something found that may be a signature of the digest. Its bytes are only read when it is asked for. */
export interface Candidate {
  /** For people: `tag sha256-….sig, layer 0`. */
  readonly place: string;
  /** The digest that it was found under. */
  readonly digest: string;
  /** All signatures in it. Throws Refusal (bad) when it is none, PortsideError when it cannot be read. */
  load(): Promise<readonly Signed[]>;
}

/** Bytes of the largest bundle read: it may hold a whole SBOM. */
export const LARGEST_BUNDLE = 32 << 20;
