import type { Location } from './location.js';

/** What a change does to an image, from its image before. */
export interface ImageDifference {
  /** The images that were compared, as they were named. */
  readonly before: ComparedImage;
  readonly after: ComparedImage;
  /** `linux/amd64`, if the images have several platforms. */
  readonly platform?: string;
  /** In order of risk, then by path or name. */
  readonly changes: readonly ImageChange[];
  /** Differences that a rebuild makes and that say nothing, by what they are: `byte code of Python`. */
  readonly noise: ReadonlyMap<string, number>;
  /** What could not be compared, and why. */
  readonly gaps: readonly string[];
}

export interface ComparedImage {
  readonly name: string;
  readonly digest?: string;
  /** Bytes of the files in the final file system. */
  readonly size: number;
}

/** How much a reviewer should care, the most urgent first. */
export const RISKS = ['high', 'medium', 'low', 'info'] as const;
export type Risk = (typeof RISKS)[number];

export type ImageChange = {
  readonly risk: Risk;
  /** One sentence: `New setuid program usr/bin/su`. Not escaped. */
  readonly message: string;
  /** The instruction of the Dockerfile that makes it. */
  readonly location?: Location;
} & (PackageChange | FileChange | SettingChange);

export interface PackageChange {
  readonly kind: 'package';
  readonly change: 'added' | 'removed' | 'raised' | 'lowered' | 'changed';
  /** The type of the package URL. */
  readonly type: string;
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
}

export interface FileChange {
  readonly kind: 'file';
  readonly change: 'added' | 'removed' | 'changed';
  /** Without a leading slash. */
  readonly path: string;
  /** What a new or changed file is: `program`, `script`. */
  readonly is?: FileKind;
  /** What of a changed file is different. */
  readonly aspects?: readonly FileAspect[];
  /** The package that owns it. */
  readonly package?: string;
}

export type FileKind = 'program' | 'library' | 'script' | 'archive' | 'key' | 'file' | 'link';
export type FileAspect = 'content' | 'mode' | 'owner' | 'type' | 'capabilities' | 'target';

/** A setting of the image's configuration, or an account of its system. */
export interface SettingChange {
  readonly kind: 'setting';
  /** `user`, `entry point`, `environment`, `account` … */
  readonly setting: string;
  readonly before?: string;
  readonly after?: string;
}
