import type { RuleDescription } from '../core/rule.js';
import {
  EXPIRED_IGNORE,
  MALFORMED_IGNORE,
  UNKNOWN_RULE,
  UNUSED_IGNORE,
} from '../core/suppression.js';
import type { DockerfileRule } from './rule.js';

/** A rule threw an error. */
export const RULE_FAILED: RuleDescription = {
  id: 'PS0005',
  name: 'rule-failed',
  severity: 'medium',
  severityReason: 'What the rule would have found is not known',
  supersedes: ['*'],
  practice: 'maintainability',
  title: 'Rule could not be checked',
  why: 'A check that did not run is not a pass.',
  remediation: 'Report the message and the Dockerfile to the Portside project',
  suppressedBy: 'file-comment',
};

/** The engine reports these rules itself: about suppression comments, and about rules that fail. */
export const engineRules: readonly DockerfileRule[] = [
  UNKNOWN_RULE,
  UNUSED_IGNORE,
  EXPIRED_IGNORE,
  MALFORMED_IGNORE,
  RULE_FAILED,
].map((rule) => ({ ...rule, check: () => {} }));
