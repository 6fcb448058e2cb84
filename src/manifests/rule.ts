import type { Rule } from '../findings/rule.js';
import type { Manifest } from './manifest.js';

/** What is known beside one manifest. */
export interface Surroundings {
  /** All manifests of the repository, this one too: where an account or a network policy may stand. */
  readonly set?: readonly Manifest[];
  /** Allowed registries and repositories of the policy; undefined allows all. */
  readonly registries?: readonly string[];
  /** What kind of secret a text holds ("a GitHub token"), and how sure that is. */
  readonly secretIn?: (text: string) => FoundSecret | undefined;
}

export interface FoundSecret {
  readonly what: string;
  readonly confidence: 'high' | 'medium' | 'low';
}

/** One manifest among the others. */
interface Subject extends Manifest, Surroundings {
  readonly set: readonly Manifest[];
}

/** A rule over one manifest; one file each under rules/. */
export type ManifestRule = Rule<Subject>;

export function defineRule(rule: ManifestRule): ManifestRule {
  return rule;
}
