import type { ImageChange } from '../core/image-difference.js';
import type { RuleDescription } from '../core/rule.js';

/** A rule about what changes in an image: one file each, with the rule as its default export. */
export interface DifferenceRule extends RuleDescription {
  /** Whether the rule reports the change. */
  matches(change: ImageChange): boolean;
  /** What the files are that it reports, as a plural: `new setuid programs`. Absent for a rule about settings. */
  readonly files?: string;
}

export function defineDifferenceRule(rule: DifferenceRule): DifferenceRule {
  return rule;
}

/** Whether a rule is about a difference: its findings are never there before. */
export function isDifferenceRule(id: string): boolean {
  return id.startsWith('DIFF-');
}
