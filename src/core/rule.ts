import type { RuleFacts } from './details.js';
import type { Check, Confidence } from './finding.js';
import type { Fix } from './fix.js';
import type { Location, Range } from './location.js';
import type { Severity } from './severity.js';

/** The rows of DESIGN §2 that a rule serves. */
export type Practice =
  | 'image-security'
  | 'registry-security'
  | 'deployment-security'
  | 'runtime-security'
  | 'minimal-containers'
  | 'monitoring'
  | 'secrets'
  | 'denial-of-service'
  | 'maintainability';

/** What a person reads about a rule: docs/rules, `portside explain` and SARIF help come from these fields. */
export interface RuleDescription {
  /** DL3008, StageNameCasing, PS0001 … */
  readonly id: string;
  /** kebab-case, for people. */
  readonly name: string;
  readonly severity: Severity;
  readonly practice: Practice;
  /** One line, no full stop. */
  readonly title: string;
  /** What goes wrong if it is left so. */
  readonly why: string;
  /** What to do. */
  readonly remediation: string;
  readonly references?: readonly string[];
  /** Other tools' ids of the same rule. */
  readonly aliases?: readonly string[];
  readonly tags?: readonly string[];
  readonly wrong?: string;
  readonly right?: string;
  /** Where the secret is that a finding of this rule points at: it is masked wherever source text is shown. */
  readonly sensitive?: 'in-range' | 'after-range';
  /** The one edit that clears the findings of all rules with the same remedy in one file. */
  readonly clearedBy?: 'supported-base-image' | 'non-root-user';
  /** A secret found in the same file replaces the finding: it names the secret. */
  readonly supersededBySecret?: boolean;
  /** What suppresses a finding where the usual comment of the family does not: a comment for the whole file, or no comment at all. */
  readonly suppressedBy?: 'file-comment' | 'policy';
}

/** A rule as reports know it: its description and its family. */
export interface RuleReference extends RuleDescription {
  readonly check: Check;
}

/** What a rule's check says about one place. */
export interface Observation {
  readonly at: Range;
  readonly message: string;
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  /** Other tools' ids of this very place, where not all of the rule's aliases apply to each. */
  readonly aliases?: readonly string[];
  /** Of this very place, beside the rule's own. */
  readonly tags?: readonly string[];
  readonly fix?: Fix;
  readonly related?: readonly { readonly location: Location; readonly message: string }[];
  readonly details?: RuleFacts;
}

/** A rule of a family whose subject is `S`; one file each, exported as default. */
export interface Rule<S> extends RuleDescription {
  check(subject: S, report: (observation: Observation) => void): void;
}
