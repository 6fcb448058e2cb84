import type { Check } from '../core/finding.js';
import type { Severity } from '../core/severity.js';
import type { Facts } from './facts.js';
import type { Gate, PartialGate } from './gate.js';

/** `.github/portside.yml`, read and completed with its preset (DESIGN §8, docs/policy.md). */
export interface Policy {
  /** Where it was read from; undefined for the built-in policy. */
  readonly path?: string;
  readonly failOn: FailOn;
  /** Checks that may be incomplete without making the outcome so. */
  readonly allowIncomplete: readonly Check[];
  /** Images to check when none is named: references, or archives relative to the repository. */
  readonly images: readonly string[];
  readonly advisories: Advisories;
  /** Allowed registries and repositories; undefined allows all. */
  readonly registries?: readonly string[];
  readonly trust: readonly TrustRequirement[];
  /** Whether the images that Dockerfiles build on are verified too. */
  readonly baseImages: 'verify' | 'ignore';
  readonly exceptions: readonly Exception[];
  readonly ignoreComments: IgnoreComments;
  readonly rules: readonly PolicyRule[];
}

/** Whether comments in files suppress findings: all do, only those that the base branch has, none does. */
export const IGNORE_COMMENTS = ['allow', 'deny-new', 'deny'] as const;
export type IgnoreComments = (typeof IGNORE_COMMENTS)[number];

/** The gate of every check, and what differs for single ones. */
export type FailOn = Gate & {
  readonly checks: Readonly<Partial<Record<Check, PartialGate>>>;
};

export interface Advisories {
  /** A folder or database of advisories, relative to the repository, for work without a network. */
  readonly path?: string;
  /** Advisories whose newest record is older make the vulnerability check incomplete. */
  readonly maximumAgeDays?: number;
  /** VEX documents, relative to the repository. */
  readonly vex?: readonly string[];
  /** Their texts, where they are not the checkout's: those of the base branch. */
  readonly vexTexts?: ReadonlyMap<string, string>;
}

/**
 * Who must have signed the images that match, and what must have built them; every requirement that matches must hold.
 * For the base images of Dockerfiles it replaces the built-in identity of their publisher.
 */
export interface TrustRequirement {
  /** Glob over image references. */
  readonly images: string;
  /** Any one of these must have signed; empty: provenance by a trusted builder is enough. */
  readonly signedBy: readonly RequiredSigner[];
  readonly provenance?: ProvenanceRequirement;
  /** A Sigstore trusted root instead of the public instance's, relative to the repository. */
  readonly trustedRoot?: string;
  /** The trusted root itself, where not the checkout's file counts. */
  readonly trustedRootText?: string;
}

/** A public key, relative to the repository, or the identity in a certificate: exact, or a glob as a whole. */
export type RequiredSigner =
  | {
      readonly key: string;
      /** The key itself, where not the checkout's file counts. */
      readonly pem?: string;
    }
  | { readonly issuer: string; readonly subject: string };

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

/** Accepted findings, for a time. Of each list one has to match; an empty list matches all. */
export interface Exception {
  /** Glob over the finding's rule and its aliases. */
  readonly rule: string;
  /** Globs over package names, or over package URLs where they begin with `pkg:`. */
  readonly packages: readonly string[];
  /** Globs over the finding's path in the repository or in the image. */
  readonly paths: readonly string[];
  /** Globs over the image's reference. */
  readonly images: readonly string[];
  readonly reason: string;
  readonly owner?: string;
  /** The last day it holds, YYYY-MM-DD. */
  readonly until?: string;
  /** The file that it stands in: the policy, or an ignore file of another tool. */
  readonly file: string;
  readonly line: number;
}

/** A rule of the organization's own: an expression over each finding that holds makes a finding. */
export interface PolicyRule {
  readonly id: string;
  readonly severity: Severity;
  /** Common Expression Language over `finding`, `subject` and `target`; a boolean. */
  readonly when: string;
  readonly message: string;
  readonly line: number;
  /** The expression, compiled; throws Error where it comes to nothing. */
  readonly holds?: (facts: Facts) => boolean;
}
