import type { Rule } from '../core/rule.js';
import type { LintConfig } from './lint-config.js';
import type { Dockerfile } from './parser/model.js';

/** What a Dockerfile rule looks at: the model and the project's settings. */
export interface LintSubject extends Dockerfile {
  readonly config: LintConfig;
}

/** A Dockerfile rule: one file, exported as default. */
export interface DockerfileRule extends Rule<LintSubject> {
  /** Off unless a severity is set for it (DL1001, DL3057) or `# check=experimental=` names it. */
  readonly optIn?: boolean;
  /**
   * Rules of another family that say the same: where both fire on overlapping ranges one finding stays, with the
   * other's id as an alias. Unlike `aliases` these are only named where they fire too.
   */
  readonly mergesWith?: readonly string[];
}

/** Gives a rule its type; see README.md in this folder. */
export function defineRule(rule: DockerfileRule): DockerfileRule {
  return rule;
}
