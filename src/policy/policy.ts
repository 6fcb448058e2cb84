import type { Check } from '../findings/finding.js';
import type { Severity } from '../findings/severity.js';

/** `.github/portside.yml`, read and completed with defaults (DESIGN §8). */
export interface Policy {
  /** Where it was read from; undefined for the built-in policy. */
  readonly path?: string;
  readonly failOn: Gate;
  /** Checks that may be incomplete without making the outcome so. */
  readonly allowIncomplete: readonly Check[];
  /** Images to check when none is named: references, or archives relative to the repository. */
  readonly images: readonly string[];
  /** A folder or database of advisories, relative to the repository, for work without a network. */
  readonly advisories?: string;
  /** Allowed registries and repositories; undefined allows all. */
  readonly registries?: readonly string[];
  readonly trust: readonly TrustRequirement[];
  readonly exceptions: readonly Exception[];
}

/** Which findings fail the result. */
export interface Gate {
  /** `none`: no severity fails. */
  readonly severity: Severity | 'none';
  /** Only findings that have a fix. */
  readonly fixable: boolean;
  /** Only findings that the base branch does not have. */
  readonly new: boolean;
}

/** Who must have signed the images that match, and what must have built them; one of the two at least. */
export interface TrustRequirement {
  /** Glob over image references. */
  readonly images: string;
  /** A public key, relative to the repository. */
  readonly key?: string;
  readonly issuer?: string;
  readonly subject?: string;
  readonly provenance?: ProvenanceRequirement;
  /** A Sigstore trusted root instead of the public instance's, relative to the repository. */
  readonly trustedRoot?: string;
}

/** What signed provenance must say. */
export interface ProvenanceRequirement {
  /** The lowest SLSA build level. */
  readonly level?: 1 | 2 | 3;
  /** `github.com/acme/app` */
  readonly source?: string;
  readonly builder?: string;
  readonly branch?: string;
  readonly tag?: string;
}

/** An accepted finding, for a time. */
export interface Exception {
  readonly rule: string;
  readonly package?: string;
  /** Glob over the finding's path in the repository or in the image. */
  readonly path?: string;
  readonly reason: string;
  readonly owner?: string;
  /** The last day it holds, YYYY-MM-DD. */
  readonly until?: string;
  /** Its line in the policy file. */
  readonly line: number;
}

export const DEFAULT_POLICY: Policy = {
  failOn: { severity: 'high', fixable: false, new: true },
  allowIncomplete: [],
  images: [],
  trust: [],
  exceptions: [],
};
