import type { RuleFacts } from './details.js';
import type { Check, Confidence } from './finding.js';
import type { Fix } from './fix.js';
import type { Location, Range } from './location.js';
import type { Severity } from './severity.js';

/** The security practice that a rule belongs to. */
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

/** The description of a rule: docs/rules, `portside explain` and SARIF help are made from it. */
export interface RuleDescription {
  /** DL3008, StageNameCasing, PS0001 … */
  readonly id: string;
  /** kebab-case, for people. */
  readonly name: string;
  readonly severity: Severity;
  /**
   * One sentence, without a full stop: what an attacker gains, and how exposed it is. Where the severity depends on the case, it
   * names the cases; of a rule that is in the set `all` only, also why few act on it.
   */
  readonly severityReason: string;
  /** Only in the set `all`: what it says is true, and few act on it. Such a rule is low or info. Absent: in both sets. */
  readonly ruleSet?: 'all';
  readonly practice: Practice;
  /** One line, without a full stop. */
  readonly title: string;
  /** Why it matters. */
  readonly why: string;
  /** How to fix it, as an imperative. */
  readonly remediation: string;
  readonly references?: readonly string[];
  /** Other tools' ids of the same rule. */
  readonly aliases?: readonly string[];
  /**
   * Rules of another family that report the same problem. Where both report overlapping ranges, one finding stays and
   * gets the id of the other rule as an alias. Unlike `aliases`, that id is an alias only where both rules report.
   */
  readonly mergesWith?: readonly string[];
  readonly tags?: readonly string[];
  readonly wrong?: string;
  readonly right?: string;
  /**
   * Where the secret is that a finding of this rule points at: it is masked wherever source text is shown. `in-command`: an
   * argument of the command in the range, or the command where its syntax does not tell which.
   */
  readonly sensitive?: 'in-range' | 'after-range' | 'in-command';
  /**
   * The one edit that clears the findings of all rules with the same remedy in one file; `removal`: what the finding is
   * about has to leave the image, and nothing takes its place; `rebuild`: a build on the current base image;
   * `tagged-base-image`: any base image with a version; `version-tag`: a version of the image of one container.
   */
  readonly clearedBy?:
    | 'supported-base-image'
    | 'tagged-base-image'
    | 'version-tag'
    | 'minimal-image'
    | 'non-root-user'
    | 'rebuild'
    | 'removal';
  /** The fix of the rule changes how a program runs, or a build that works may fail with it: a person decides about it. */
  readonly fixMayBreak?: true;
  /** The problem is one of the build, wherever it is in the Dockerfile: the finding counts fully in a builder stage. */
  readonly affectsBuild?: true;
  /**
   * Rules that say nothing about a subject while this one has a finding about it, since it is worse or hides what they look
   * at: their findings are not fixed then. `*`: all rules of the check, in the whole file.
   */
  readonly supersedes?: readonly string[];
  /** A secret found in the same file replaces the finding: it names the secret. */
  readonly supersededBySecret?: boolean;
  /** What suppresses a finding where the usual comment of the family does not: a comment for the whole file, or no comment at all. */
  readonly suppressedBy?: 'file-comment' | 'policy';
}

/** The description of a rule, with its check. */
export interface RuleReference extends RuleDescription {
  readonly check: Check;
}

/** What a rule reports about one place. */
export interface Observation {
  readonly at: Range;
  readonly message: string;
  readonly severity?: Severity;
  /** Only in the set `all`, although the rule is in both. */
  readonly ruleSet?: 'all';
  readonly confidence?: Confidence;
  /** Other tools' ids for this observation, if not all aliases of the rule apply to it. */
  readonly aliases?: readonly string[];
  /** Tags of this observation, besides those of the rule. */
  readonly tags?: readonly string[];
  readonly fix?: Fix | undefined;
  /** What to do about it, where that differs from the remediation of the rule. */
  readonly advice?: string;
  readonly related?: readonly { readonly location: Location; readonly message: string }[];
  readonly details?: RuleFacts;
  /**
   * What the message is about, such as a container and its capability. It identifies the finding among those of the same
   * rule and file, so it must not change between runs or with the wording of the message. Absent in a Dockerfile: the text
   * in the range.
   */
  readonly about?: string | undefined;
  /** Findings of one file with the same text here are one problem, also of several rules: the most severe one stays. */
  readonly problem?: string;
  /** What `about` would be for weaker forms of the same problem: making it weaker adds no finding. */
  readonly includes?: readonly string[];
  /**
   * In a Dockerfile, the command or instruction that identifies the finding, where the text in the range, such as its name,
   * does not say what it does.
   */
  readonly identifiedBy?: Range;
  /** In a Dockerfile, the folder of the relative paths that the text names: in another one, it is another problem. */
  readonly folder?: string | undefined;
  /**
   * In a Dockerfile, the parts of the list that the message is about, such as packages, as texts or where they are, instead of
   * `about`. Their order is of no importance; a finding with fewer of them is not new.
   */
  readonly parts?: readonly (Range | string)[];
}

/** A rule that checks a subject of type `S`: one file each, with the rule as its default export. */
export interface Rule<S> extends RuleDescription {
  check(subject: S, report: (observation: Observation) => void): void;
}
