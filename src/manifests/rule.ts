import type { Location } from '../core/location.js';
import type { Rule } from '../core/rule.js';
import type { Build } from './compose/project.js';
import type { Manifest } from './manifest.js';

/** What is known beside one manifest. */
export interface ManifestRuleContext {
  /** All manifests of the repository, this one too: where an account or a network policy may stand. */
  readonly allManifests?: readonly Manifest[];
  /** Allowed registries and repositories of the policy; undefined allows all. */
  readonly registries?: readonly string[];
  /** What kind of secret a text holds ("a GitHub token"), and how sure that is. */
  readonly findSecret?: (text: string) => FoundSecret | undefined;
  /** Whose user a built image runs as, where its Dockerfile is there. */
  readonly builtImageUser?: (build: Build) => ImageUser | undefined;
  /** Whether a built image has a HEALTHCHECK of its own; undefined where its Dockerfile is not there. */
  readonly hasHealthcheck?: (build: Build) => boolean | undefined;
  /** The day that dates of ignore comments are compared with; absent for today. */
  readonly now?: Date;
}

/** The user of an image that a Dockerfile builds. */
export interface ImageUser {
  /** The last USER of its stages; absent where they have none, so that the base image decides. */
  readonly name?: string;
  /** The USER, or the FROM where there is none. */
  readonly at: Location;
  /** The stage is the Dockerfile's last, which the Dockerfile's own rules judge. */
  readonly last: boolean;
}

export interface FoundSecret {
  readonly kind: string;
  readonly confidence: 'high' | 'medium' | 'low';
}

/** One manifest among the others. */
interface ManifestRuleSubject extends Manifest, ManifestRuleContext {
  readonly allManifests: readonly Manifest[];
}

/** A rule over one manifest; one file each under rules/. */
export type ManifestRule = Rule<ManifestRuleSubject>;

export function defineRule(rule: ManifestRule): ManifestRule {
  return rule;
}
