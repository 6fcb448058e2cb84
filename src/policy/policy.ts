import type { Check } from '../core/finding.js';
import type { RuleSet } from '../core/rule-set.js';
import type { Severity } from '../core/severity.js';
import type { LicensePolicy } from '../licenses/license-evaluation.js';
import type { ExpressionVariables } from './expression-variables.js';
import type { Gate, PartialGate } from './gate.js';

/** `.github/portside.yml`, parsed, with the values of its preset. docs/policy.md describes it. */
export interface Policy {
  /** The path of the file; undefined for the built-in policy. */
  readonly path?: string;
  /** The files that it extends; absent: none. */
  readonly extendedFiles?: readonly string[];
  readonly failOn: FailOn;
  /** Checks that may be incomplete without making the result incomplete. */
  readonly allowIncomplete: readonly Check[];
  /** Gaps in the coverage that do not make the result incomplete. */
  readonly allowUncovered: readonly AllowedGap[];
  /** Images to check when none is given: references, or archives relative to the repository. */
  readonly images: readonly string[];
  readonly advisories: Advisories;
  /** Allowed registries and repositories; undefined allows all. */
  readonly registries?: readonly string[];
  /** Where each of `registries` is. */
  readonly registryPlaces?: readonly { readonly line: number; readonly file?: string }[];
  /** Accepted licenses of packages; undefined accepts all. */
  readonly licenses?: LicensePolicy;
  readonly trust: readonly TrustRequirement[];
  /** Whether the signatures of base images are verified. */
  readonly baseImages: 'verify' | 'ignore';
  /** Whether the provenance of updated packages is compared with that of their earlier versions. */
  readonly packageProvenance: PackageProvenance;
  /**
   * Which of the images that manifests name are scanned. Absent: those that the pull request adds or changes, and what cannot
   * be scanned of them does not make the result incomplete, since nobody asked for it.
   */
  readonly deployedImages?: DeployedImages;
  /**
   * The age in days from which the plan proposes tags and digests of base images and versions of language packages. Security
   * fixes of a distribution are proposed at once.
   */
  readonly minimumAgeDays: number;
  /** Whether `portside fix --rescan` proposes the safe steps for published images in a pull request. */
  readonly fixPullRequest: FixPullRequest;
  /** Whether findings about users, capabilities and file systems of containers have a fix. */
  readonly leastPrivilege: LeastPrivilege;
  readonly exceptions: readonly Exception[];
  /** Findings in Dockerfiles and manifests whose severity is lowered by one. */
  readonly lower: Lowering;
  readonly ignoreComments: IgnoreComments;
  /** The rules whose findings are shown. Absent: `all` for `portside lint`, `recommended` for everything else. */
  readonly ruleSet?: RuleSet;
  readonly rules: readonly PolicyRule[];
}

/** A check, and a glob over the targets that it may leave unchecked or partly checked. */
export interface AllowedGap {
  readonly check: Check;
  readonly target: string;
  /** Why it may do so. */
  readonly reason?: string;
  /** The last day on which the entry applies. */
  readonly until?: string;
  readonly line: number;
  /** The file, if it is one that the policy extends. */
  readonly file?: string;
}

/** Which findings are lowered: those in builder stages, and those in files that match a glob. */
export interface Lowering {
  readonly builderStages: boolean;
  /** Globs over paths in the repository. */
  readonly paths: readonly string[];
}

/** In every pull request, in those that do not come from a fork, or in none. */
export const PACKAGE_PROVENANCE = ['verify', 'not-in-forks', 'ignore'] as const;
export type PackageProvenance = (typeof PACKAGE_PROVENANCE)[number];

/** By nobody, or by the rescan of published images. */
export const FIX_PULL_REQUEST = ['never', 'rescan'] as const;
export type FixPullRequest = (typeof FIX_PULL_REQUEST)[number];

/** What a program writes and needs cannot be read completely, so that settings that take something away are asked for. */
export const LEAST_PRIVILEGE = ['propose', 'off'] as const;
export type LeastPrivilege = (typeof LEAST_PRIVILEGE)[number];

/** The references that the pull request adds or changes, all, or none. */
export const DEPLOYED_IMAGES = ['changed', 'all', 'off'] as const;
export type DeployedImages = (typeof DEPLOYED_IMAGES)[number];

/** Which comments in files suppress findings: all, only those on the base branch, or none. */
export const IGNORE_COMMENTS = ['allow', 'deny-new', 'deny'] as const;
export type IgnoreComments = (typeof IGNORE_COMMENTS)[number];

/** The gate for all checks, and the differences for single checks. */
export type FailOn = Gate & {
  readonly checks: Readonly<Partial<Record<Check, PartialGate>>>;
};

export interface Advisories {
  /** A folder or database of advisories, relative to the repository, for use without a network. */
  readonly path?: string;
  /** When the newest record is older, the vulnerability check is incomplete. */
  readonly maximumAgeDays?: number;
  /** VEX documents, relative to the repository. */
  readonly vex?: readonly string[];
  /** The texts of the VEX documents on the base branch, by path, if those are used instead of the checkout. */
  readonly vexTexts?: ReadonlyMap<string, string>;
}

/**
 * The signatures and provenance that matching images must have. An image must meet every requirement that matches it.
 * For base images, a requirement replaces the built-in signers of their publisher.
 */
export interface TrustRequirement {
  /** Glob over image references. */
  readonly images: string;
  /** One of these must have signed; when empty, provenance by a trusted builder is enough. */
  readonly signedBy: readonly RequiredSigner[];
  /** How many of `signedBy` must have signed; absent: one. */
  readonly requiredSigners?: number;
  /** The repository that the signature must name: a glob over image references. */
  readonly signedIdentity?: string;
  readonly provenance?: ProvenanceRequirement;
  /** All of them must be there. */
  readonly attestations?: readonly AttestationRequirement[];
  /** The path of a Sigstore trusted root, relative to the repository, to use instead of the public instance's. */
  readonly trustedRoot?: string;
  /** Whether signatures need a transparency log entry; absent: those by certificates do, those by keys do not. */
  readonly log?: 'required' | 'ignored';
  /** The text of the trusted root on the base branch, if that is used instead of the checkout. */
  readonly trustedRootText?: string;
  /** The line in the policy. */
  readonly line?: number;
  /** The file, if it is one that the policy extends. */
  readonly file?: string;
}

/** A public key, or the identity in a certificate: each member is exact or a glob. */
export type RequiredSigner =
  | {
      /** A path relative to the repository. */
      readonly key: string;
      /** The text of the key on the base branch, if that is used instead of the checkout. */
      readonly pem?: string;
    }
  | {
      readonly issuer: string;
      readonly subject: string;
      /** Claims about the workflow run that signed. */
      readonly repository?: string;
      readonly ref?: string;
      readonly trigger?: string;
      readonly runnerEnvironment?: string;
    };

/** The required content of signed provenance. */
export interface ProvenanceRequirement {
  /** The minimum SLSA build level. */
  readonly level?: 1 | 2 | 3;
  /** `github.com/acme/app` */
  readonly source?: string;
  readonly builder?: string;
  /** The Git ref: exact or a glob. The ref of a pull request is accepted only if this names it. */
  readonly ref?: string;
  readonly branch?: string;
  readonly tag?: string;
  readonly condition?: PolicyCondition;
}

/** A signed attestation that images must have. */
export interface AttestationRequirement {
  /** A short name or a URI, as in core/predicate-types.ts. */
  readonly type: string;
  /** One of these must have signed it. */
  readonly signedBy: readonly RequiredSigner[];
  readonly condition?: PolicyCondition;
  readonly line?: number;
}

/** What a signed statement must say: a boolean expression in the Common Expression Language. */
export interface PolicyCondition {
  readonly text: string;
  /** The compiled expression. Throws Error when it cannot be evaluated. */
  readonly holds?: (variables: object) => boolean;
}

/** Accepted findings. One entry of each list has to match; an empty list matches all findings. */
export interface Exception {
  /** Glob over the finding's rule and its aliases. */
  readonly rule: string;
  /** Globs over package names and package URLs. */
  readonly packages: readonly string[];
  /** Globs over the finding's path in the repository or in the image. */
  readonly paths: readonly string[];
  /** Globs over the image's reference. */
  readonly images: readonly string[];
  /** Globs over licenses: findings about others are not matched. */
  readonly licenses: readonly string[];
  readonly reason: string;
  readonly owner?: string;
  /** The last day on which it applies, YYYY-MM-DD. */
  readonly until?: string;
  /** The file with the exception: the policy, or another tool's ignore file. */
  readonly file: string;
  readonly line: number;
}

/** A custom rule of the organization: it makes a finding for each finding that its expression matches. */
export interface PolicyRule {
  readonly id: string;
  readonly severity: Severity;
  /** A boolean expression in the Common Expression Language over `finding`, `subject` and `target`. */
  readonly when: string;
  readonly message: string;
  readonly line: number;
  /** The file, if it is one that the policy extends. */
  readonly file?: string;
  /** The compiled expression. Throws Error when it cannot be evaluated. */
  readonly matches?: (variables: ExpressionVariables) => boolean;
  /** The fields that the expression reads: `finding.epss`. */
  readonly fields?: ReadonlySet<string>;
}
