import * as ignore from '../core/suppression.js';
import { type DockerfileRule, defineRule } from './rule.js';

/** The engine reports these rules itself: about suppression comments, and about rules that fail. */
const nothing = () => {};

export const UNKNOWN_RULE = defineRule({ ...ignore.UNKNOWN_RULE, check: nothing });
export const UNUSED_IGNORE = defineRule({ ...ignore.UNUSED_IGNORE, check: nothing });
export const EXPIRED_IGNORE = defineRule({ ...ignore.EXPIRED_IGNORE, check: nothing });
export const MALFORMED_IGNORE = defineRule({ ...ignore.MALFORMED_IGNORE, check: nothing });

/** A rule threw an error. */
export const RULE_FAILED = defineRule({
  id: 'PS0005',
  name: 'rule-failed',
  severity: 'medium',
  practice: 'maintainability',
  title: 'Rule could not be checked',
  why: 'A check that did not run is not a pass.',
  remediation: 'Report the message and the Dockerfile to the Portside project',
  suppressedBy: 'file-comment',
  check: nothing,
});

export const engineRules: readonly DockerfileRule[] = [
  UNKNOWN_RULE,
  UNUSED_IGNORE,
  EXPIRED_IGNORE,
  MALFORMED_IGNORE,
  RULE_FAILED,
];
