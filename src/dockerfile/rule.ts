import type { Rule } from '../core/rule.js';
import type { LintConfig } from './lint-config.js';
import type { Dockerfile } from './parser/model.js';

/** The input of a Dockerfile rule: the parsed file and the project's configuration. */
export interface LintSubject extends Dockerfile {
  readonly config: LintConfig;
}

/** A Dockerfile rule: one file, exported as default. */
export interface DockerfileRule extends Rule<LintSubject> {
  /** Off unless the configuration sets a severity for it, or `# check=experimental=` names it. */
  readonly optIn?: boolean;
  /** It is about the default values of arguments, whatever builds set. */
  readonly isAboutDefaults?: true;
  /** It is about the image that is built: a build of another stage has another one. */
  readonly isAboutImage?: true;
}

/** Declares a rule. README.md in this folder describes the input of `check`. */
export function defineDockerfileRule(rule: DockerfileRule): DockerfileRule {
  return rule;
}
