import type { DetailsByCheck, VulnerabilityDetails } from './details.js';
import type { Fix } from './fix.js';
import type { FindingIdentity, Reach } from './holder.js';
import type { Location } from './location.js';
import type { Origin } from './origin.js';
import type { RuleSet } from './rule-set.js';
import type { Severity } from './severity.js';

export const CHECKS = [
  'lint',
  'manifest',
  'vulnerability',
  'malware',
  'secret',
  'hardening',
  'trust',
  'policy',
] as const;

/** The family a finding belongs to. */
export type Check = (typeof CHECKS)[number];

/** The check of a name that users write. Reports call the check `trust` signature, so both names are accepted. */
export function checkNamed(name: string): Check | undefined {
  return CHECKS.find((check) => check === (name === 'signature' ? 'trust' : name));
}

export type Confidence = 'high' | 'medium' | 'low';

/** Against the baseline: `new` is not in it, `existing` is, `fixed` is only there; `excepted`: see AppliedException. */
export type Status = 'new' | 'existing' | 'fixed' | 'excepted';

/** The part of an image, or the package, that a finding is about. */
export interface Subject {
  readonly image?: string;
  /** Layer index, 0 the lowest. */
  readonly layer?: number;
  readonly purl?: string;
  /** Path in the image, without a leading slash. */
  readonly path?: string;
  /** All places of a package that is in several, the first of which is `path`. */
  readonly paths?: readonly string[];
  /** `linux/arm64`: where the finding holds, if several platforms of the image were inspected. */
  readonly platforms?: readonly string[];
}

/** What findings of all checks have in common. */
interface FindingFields {
  readonly rule: string;
  /** Other tools' ids of the same rule, or other ids of the same vulnerability. */
  readonly aliases: readonly string[];
  /**
   * The names above that only milder findings of the same problem had: who accepts one of them has not accepted this
   * finding.
   */
  readonly milder?: readonly string[];
  readonly severity: Severity;
  /** Where it is not that of its rule: the configuration of the repository names the rule, or it is one of several cases. */
  readonly ruleSet?: RuleSet;
  readonly confidence: Confidence;
  /** `practice:…`, `cis:…` (Docker), `cis-k8s:…`, `pss:…` */
  readonly tags: readonly string[];
  /** One plain sentence. */
  readonly message: string;
  readonly location?: Location;
  readonly related?: readonly { readonly location: Location; readonly message: string }[];
  readonly subject?: Subject;
  /** Of a finding in an image: the part of the build that it comes from. Absent if that is not known. */
  readonly origin?: Origin;
  /** The stage of the Dockerfile that the finding is about, if the image does not contain it: others only copy from it. */
  readonly builderStage?: string;
  /** Why the policy lowered the severity; the finding had `from`. */
  readonly lowered?: { readonly from: Severity; readonly reason: string };
  /** Stable over rebuilds: see fingerprint.ts. */
  readonly fingerprint: string;
  /** What it is about, without the name of its file: hexadecimal digits. Absent where the message says it all. */
  readonly subjectId?: string;
  /** What it is about, without any names. Absent where nothing has it that can be renamed. */
  readonly identity?: FindingIdentity;
  /** Whom or what the problem reaches, if that can grow: with one more than before, the finding is new. */
  readonly reach?: readonly Reach[];
  /**
   * Where it holds: the folders of the kustomizations that render it, the values files of its chart, or the builds of its
   * Dockerfile, if there are several. Absent: the file itself. For the platforms of images see Subject.platforms.
   */
  readonly variants?: readonly string[];
  /** The finding of which this is the part for some variants, which have another status: its fingerprint. */
  readonly partOf?: string;
  /** In a Dockerfile, the stage that it is about: hexadecimal digits, which findings of all rules about it have in common. */
  readonly stage?: string;
  /** In a Dockerfile, it is in a stage that no build of the repository builds. */
  readonly unbuilt?: true;
  /**
   * Fingerprints of findings that this one stands for: of other rules about the same problem, and of weaker forms of it.
   * They are not fixed as long as this one exists.
   */
  readonly includes?: readonly string[];
  /**
   * Fingerprints of the findings of the same problem that were joined into this one. It is existing only if all of them
   * are.
   */
  readonly joined?: readonly string[];
  /** Fingerprints of the parts of a list that it is about, such as packages. With fewer of them it is the same finding. */
  readonly parts?: readonly string[];
  readonly status: Status;
  /** Of a new finding: the fingerprint of the one with the same sentence that the baseline had there instead. */
  readonly replaces?: string;
  /** Why the finding is `excepted`. */
  readonly exception?: AppliedException;
  /** The comment that suppresses the finding. */
  readonly suppression?: Suppression;
  readonly fix?: Fix;
  /** What to do about it, where that differs from the remediation of the rule: why no fix is offered. */
  readonly advice?: string;
}

/** A finding of one check, with that check's details. */
export interface FindingOf<C extends Check> extends FindingFields {
  readonly check: C;
  readonly details?: DetailsByCheck[C];
}

/** The only currency between inspectors, policy and reports: a union by `check`. */
export type Finding = { [C in Check]: FindingOf<C> }[Check];

/** An exception of the policy, a statement of a VEX document, or proof that the image does not contain the vulnerable code. */
export type AppliedException =
  | {
      readonly source: 'policy';
      readonly rule: string;
      /** Further conditions of the exception, as the policy has them. */
      readonly package?: string;
      readonly path?: string;
      readonly image?: string;
      readonly license?: string;
      readonly reason: string;
      readonly owner?: string;
      /** The last day on which it holds. */
      readonly until?: string;
      /** The policy file and line of the exception. */
      readonly policy: string;
      readonly line: number;
    }
  | {
      readonly source: 'vex';
      readonly document: string;
      readonly status: string;
      readonly reason: string;
      /** The document is about this base image, which has the package unchanged. */
      readonly baseImage?: string;
    }
  | { readonly source: 'evidence'; readonly reason: string };

/** A comment in a file of the repository that suppresses a finding. */
export interface Suppression {
  readonly path: string;
  readonly line: number;
  /** The rule as the comment names it. */
  readonly rule: string;
  /** What a comment for more than one line or instruction covers: `file`, `stage build`. */
  readonly scope?: string;
  readonly reason?: string;
  /** The last day on which it holds: `2027-01-31`. */
  readonly until?: string;
}

/**
 * The details of a vulnerability or malicious package; undefined for every other finding. Stored reports may hold
 * anything in `details`: code that reads stored reports checks each member.
 */
export function vulnerabilityDetails(finding: Finding): VulnerabilityDetails | undefined {
  if (finding.check !== 'vulnerability' && finding.check !== 'malware') return undefined;
  const { details } = finding;
  if (!details || 'distribution' in details || 'scanner' in details) return undefined;
  return details;
}

/**
 * The origin of a finding; undefined if it is not known, or if the finding is not about an image. Reports of earlier
 * versions only name the base image, in `details`.
 */
export function originOf({ origin, details }: Finding): Origin | undefined {
  if (origin) return origin;
  const image = details && 'baseImage' in details ? details.baseImage : undefined;
  return typeof image === 'string' && image !== '' ? { kind: 'base-image', image } : undefined;
}

/** Whether a finding is about a secret in a file of the repository that no instruction copies into an image. */
export function isTextSecret({ check, location, related, subject }: Finding): boolean {
  return check === 'secret' && location !== undefined && !related && !subject;
}
