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
  /** How many changes there are of each risk: a comment of several jobs has not all of them. */
  readonly counts: Readonly<Record<Risk, number>>;
  /** Differences that a rebuild makes and that say nothing. */
  readonly noise: readonly NoiseCount[];
  /** The layers whose size changes, the largest change first. */
  readonly sizes: readonly LayerSizeChange[];
  /** The folders that change. Reports of earlier versions, and comments of several jobs, have none. */
  readonly folders?: FolderChanges;
  /** What was compared in less detail: each a sentence. */
  readonly limits: readonly string[];
  /** What could not be compared, and why. */
  readonly gaps: readonly string[];
}

export interface FolderChanges {
  /** By path, each after the folder that it is in. */
  readonly list: readonly FolderChange[];
  /** Further folders that change. */
  readonly left: number;
}

/** A folder, with everything that is below it. */
export interface FolderChange {
  /** Without slashes around it; empty for the root. */
  readonly path: string;
  /** Bytes of its files. */
  readonly before: number;
  readonly after: number;
  /** How many of its files change. */
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

export interface NoiseCount {
  /** What the files are: `byte code of Python`. */
  readonly kind: string;
  readonly files: number;
}

/** The size of what one instruction adds to the image. */
export interface LayerSizeChange {
  /** The keyword in the image's history: `RUN`. */
  readonly instruction?: string;
  readonly location?: Location;
  /** Stored bytes of the layer; absent if the image has no layer of that instruction. */
  readonly before?: number;
  readonly after?: number;
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
  /** What it gives to its user, and did not give before. */
  readonly privilege?: 'setuid' | 'setgid' | 'capabilities';
}

/** What a regular file is, by its content. */
export type ContentKind = 'program' | 'library' | 'script' | 'archive' | 'key' | 'file';
export type FileKind = ContentKind | 'link' | 'directory' | 'device' | 'pipe';
export type FileAspect = 'content' | 'mode' | 'owner' | 'type' | 'capabilities' | 'target';

/** A setting of the image's configuration, or an account of its system. */
export interface SettingChange {
  readonly kind: 'setting';
  /** `user`, `entry point`, `environment`, `account` … */
  readonly setting: string;
  /** The file that has the setting, without a leading slash. */
  readonly path?: string;
  readonly before?: string;
  readonly after?: string;
  /** The entry point or command runs through a shell now, and did not before. */
  readonly throughShell?: boolean;
  /** The container runs as root now, and did not before. */
  readonly becomesRoot?: boolean;
  /** The base image was made earlier than the one before. */
  readonly isOlder?: boolean;
  /** The image or its base image has no verified signature, and had one before. */
  readonly losesSigner?: boolean;
  /** Another signer or builder than before has signed the same image or base image. */
  readonly changesSigner?: boolean;
}
