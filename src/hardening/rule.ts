import type { Observation, RuleDescription } from '../core/rule.js';
import type { FileSystem, Image, LayerEntry } from '../image/image.js';
import type { StartedCommand } from '../start/started-commands.js';

/** What a rule checks: the configuration, the history and the file system of one image. */
export interface InspectedImage {
  readonly image: Image;
  readonly files: FileSystem;
  /** The number of layers of the base image, which are the lowest; 0 if there is no base image or it is not known. */
  readonly baseLayers: number;
  /** The text of a small file that was collected (text-files.ts), as the container sees it. */
  textOf(path: string): string | undefined;
  /** The commands that the container runs when it starts. */
  readonly started: readonly StartedCommand[];
  readonly dependencies: RuleDependencies;
}

/** Facts and functions of other folders that rules need. */
export interface RuleDependencies {
  readonly now: Date;
  /** Whether a variable of this name and value contains a secret. */
  isSecret(name: string, value: string): boolean;
  /** Whether only its name says that a value is a secret: it is a placeholder or a word. */
  isGuessable?(value: string): boolean;
  /** The products in an image such as `node:18.20`, and the last days of their support, or a day that is later. */
  supportPeriods(
    reference: string,
  ): readonly { readonly what: string; readonly until: string; readonly exact: boolean }[];
}

/** One result of a rule. `layer` or `instruction` selects the Dockerfile line; without them it is the FROM line. */
export interface HardeningObservation
  extends Pick<Observation, 'message' | 'severity' | 'confidence' | 'details'> {
  /** The layer that causes the finding. */
  readonly layer?: number;
  /** Several layers of the base image cause the finding. */
  readonly inBaseImage?: boolean;
  /** The Dockerfile instruction that causes or would fix the finding: `USER`. */
  readonly instruction?: string;
  /** A text in the instruction, to select the last one that contains it. */
  readonly mention?: string;
  /** The file, or the first of several. */
  readonly path?: string;
  /** Identifies the finding among those of the rule if it has no path. It must not change when the image is rebuilt. */
  readonly about?: string;
}

/** Receives the files of the image. The files are walked once for all rules. */
export interface FileWatcher {
  /** Called for every entry of the final file system. */
  visible?(entry: LayerEntry): void;
  /** Called for every entry of every layer, lowest first: deleted and replaced files and whiteouts too. */
  stored?(entry: LayerEntry): void;
  /** Called after the last entry. */
  end?(): void;
}

/** A rule for one image. */
export interface HardeningRule extends RuleDescription {
  /** Reports what the configuration and history show. Returns a watcher if the rule needs the files. */
  check(
    subject: InspectedImage,
    report: (observation: HardeningObservation) => void,
    // biome-ignore lint/suspicious/noConfusingVoidType: most rules return nothing.
  ): FileWatcher | void;
}

export function defineHardeningRule(rule: HardeningRule): HardeningRule {
  return rule;
}
