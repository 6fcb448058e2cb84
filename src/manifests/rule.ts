import type { Rule } from '../findings/rule.js';
import type { Manifest } from './manifest.js';

/** A rule over one manifest; one file each under rules/. */
export type ManifestRule = Rule<Manifest>;

export function defineRule(rule: ManifestRule): ManifestRule {
  return rule;
}
