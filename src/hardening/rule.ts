import type { Rule } from '../findings/rule.js';
import type { FileSystem, Image } from '../images/image.js';

/** What hardening rules look at: the configuration and the final file system of one image. */
export interface InspectedImage {
  readonly image: Image;
  readonly files: FileSystem;
}

/** What a rule says; `layer` or `instruction` tells which Dockerfile line is to blame. */
export interface HardeningObservation {
  readonly message: string;
  /** The layer that did it. */
  readonly layer?: number;
  /** The Dockerfile instruction that would mend it, e.g. USER; else the finding stands on the FROM line. */
  readonly instruction?: string;
  readonly path?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A rule over one image; one file each under rules/. */
export interface HardeningRule extends Omit<Rule<InspectedImage>, 'check'> {
  check(subject: InspectedImage, report: (observation: HardeningObservation) => void): void;
}

export function defineRule(rule: HardeningRule): HardeningRule {
  return rule;
}
