import type { Location } from '../core/location.js';
import type { Observation, RuleDescription } from '../core/rule.js';
import type { OwnStart, RuntimeNeeds, UnknownNeeds } from '../core/runtime-needs.js';
import type { Severity } from '../core/severity.js';
import type { Build } from './compose/builds.js';
import type { Holders } from './holders.js';
import type { Manifest } from './manifest.js';
import type { ObservedReach } from './observed-reach.js';

/** Facts from outside the manifest that rules need. */
export interface ManifestRuleContext {
  /** All manifests of the repository, this one included: service accounts and network policies can be in other files. */
  readonly allManifests?: readonly Manifest[];
  /** What findings are about, by manifest; undefined: it is looked for. */
  readonly holders?: (manifest: Manifest) => Holders;
  /** The registries and repositories that the policy allows; undefined allows all. */
  readonly registries?: readonly string[];
  /** Where a part of a value is written in its file; undefined if it is not written there as such. */
  readonly placeOf?: (part: string, value: Location) => Location | undefined;
  /** The first secret in a text, if any. */
  readonly findSecret?: (text: string) => FoundSecret | undefined;
  /** The user of an image that is built here; undefined if its Dockerfile is not in the repository. */
  readonly builtImageUser?: (build: Build) => ImageUser | undefined;
  /** Whether an image that is built here has a HEALTHCHECK; undefined if its Dockerfile is not in the repository. */
  readonly hasHealthcheck?: (build: Build) => boolean | undefined;
  /** Whether settings that take something from a container are proposed. */
  readonly leastPrivilege?: 'propose' | 'off' | undefined;
  /** What an image that was scanned needs when it is started so; undefined if it was not scanned. */
  readonly needsOf?: (
    image: StartedImage,
    start: OwnStart,
  ) => RuntimeNeeds | UnknownNeeds | undefined;
  /** Whether a build of the repository's top folder cannot get .git: by what its Dockerfile copies, or by an ignore file. */
  readonly leavesOutGit?: (dockerfile: string) => boolean;
  /** Is told what a rule could not look at because of a limit, in one sentence. */
  readonly onLimit?: (path: string, reason: string) => void;
  /** The date that expiry dates are compared with. */
  readonly now: Date;
}

/** The image of a service or container: its name, and the build that makes it. */
export interface StartedImage {
  readonly reference?: string;
  readonly build?: Build;
}

/** The user of the image that a stage of a Dockerfile builds. */
export interface ImageUser {
  /** The last USER of the stages; undefined if there is none and the base image decides. */
  readonly name?: string;
  /** The USER instruction, or FROM if there is none. */
  readonly at: Location;
  /** The stage is the last one of the Dockerfile: Dockerfile rules check its user. */
  readonly last: boolean;
}

export interface FoundSecret {
  /** With an article: `a GitHub token`. */
  readonly kind: string;
  readonly confidence: 'high' | 'medium' | 'low';
  /** That of the kind, the same wherever the secret is; absent if only a name tells that it is one. */
  readonly severity?: Severity;
  /** What fingerprints contain of all secrets in the text, whatever is around them; absent if their places are not known. */
  readonly marks?: readonly string[];
}

/** What a rule checks: one manifest with its context. */
interface ManifestRuleSubject extends Manifest, ManifestRuleContext {
  readonly allManifests: readonly Manifest[];
}

export interface ManifestObservation extends Observation {
  /**
   * Whom or what the problem reaches, such as the containers that mount a volume, if that can grow while `about` stays: with
   * one more than before, the finding is new. Their order is of no importance.
   */
  readonly reach?: readonly ObservedReach[];
}

/** A rule for one manifest. */
export interface ManifestRule extends RuleDescription {
  /** It is also about workflows that have nothing to do with images: whoever takes over one of them has its secrets. */
  readonly ofAnyWorkflow?: boolean;
  check(subject: ManifestRuleSubject, report: (observation: ManifestObservation) => void): void;
}

export function defineManifestRule(rule: ManifestRule): ManifestRule {
  return rule;
}
