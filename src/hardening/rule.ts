import type { Observation, RuleDescription } from '../core/rule.js';
import type { FileSystem, Image, LayerEntry } from '../image/image.js';
import type { StartedCommand } from './start-command.js';

/** What hardening rules look at: the configuration, the history and the file system of one image. */
export interface InspectedImage {
  readonly image: Image;
  readonly files: FileSystem;
  /** How many of the lowest layers are the base image's; 0 where there is none, or none is known. */
  readonly baseLayers: number;
  /** The text of a small file that was read (texts.ts), as the container sees it; undefined when there is none. */
  textOf(path: string): string | undefined;
  /** What the container runs when it starts. */
  readonly started: readonly StartedCommand[];
  readonly dependencies: RuleDependencies;
}

/** What other parts of Portside know and hardening rules ask. */
export interface RuleDependencies {
  readonly now: Date;
  /** Whether a variable of this name and value holds a secret that is written out. */
  isSecret(name: string, value: string): boolean;
  /** Products and the last days of their support, of a reference such as `node:18.20`. */
  supportPeriods(reference: string): readonly { readonly what: string; readonly until: string }[];
}

/** What a rule says; `layer` or `instruction` tells which Dockerfile line is to blame, else it is the FROM line. */
export interface HardeningObservation
  extends Pick<Observation, 'message' | 'severity' | 'confidence' | 'details'> {
  /** The layer that did it. */
  readonly layer?: number;
  /** The Dockerfile instruction that did or would fix it, e.g. USER. */
  readonly instruction?: string;
  /** The last such instruction that has this text is meant. */
  readonly mention?: string;
  /** The file, or the first of them. */
  readonly path?: string;
  /** What tells it from other findings of the rule, where that is no path: it stays the same over rebuilds. */
  readonly about?: string;
}

/** What a rule that looks at files is shown, in one walk for all rules. */
export interface FileWatcher {
  /** Every entry of the final file system. */
  visible?(entry: LayerEntry): void;
  /** Every entry of every layer, bottom first: what is deleted or replaced later, and whiteouts, too. */
  stored?(entry: LayerEntry): void;
  /** Called when all has been shown. */
  end?(): void;
}

/** A rule over one image; one file each under rules/. */
export interface HardeningRule extends RuleDescription {
  /** Judges what needs no files, and returns a watch when files have to be seen. */
  check(
    subject: InspectedImage,
    report: (observation: HardeningObservation) => void,
    // biome-ignore lint/suspicious/noConfusingVoidType: most rules return nothing.
  ): FileWatcher | void;
}

export function defineRule(rule: HardeningRule): HardeningRule {
  return rule;
}
