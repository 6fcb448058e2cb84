import type { ContentKind } from './image-difference.js';
import type { Location } from './location.js';

/**
 * What an image of one platform contains, without the contents of its files: a report keeps it, so that a later run can say
 * what changes in the image. The packages are those of the report.
 */
export interface ImageSnapshot {
  /** The name of the target. */
  readonly image: string;
  readonly platform?: string;
  readonly digest?: string;
  /** Bytes of the files in the final file system. */
  readonly size: number;
  readonly settings: ImageSettings;
  /** The lines of the Dockerfile that make the settings. */
  readonly settingLines: readonly SettingLine[];
  readonly accounts: AccountFiles;
  /** Lowest first. */
  readonly layers: readonly SnapshotLayer[];
  /** How many of the lowest layers belong to the base image. The contents of their files are not known. */
  readonly baseLayers: number;
  readonly baseImage?: string;
  /** When the highest layer of the base image was made: `2026-11-24T00:00:00Z`. */
  readonly baseCreated?: string;
  /** Who signed the image and its base image. Absent if that was not verified. */
  readonly signed?: Signed;
  readonly baseSigned?: Signed;
  /** The hosts that its configuration names. Reports of earlier versions have none. */
  readonly hosts?: HostsOfImage;
  /** What the layers above the base image delete, lowest layer first. */
  readonly deletions?: readonly Deletion[];
  /** What is not kept in full, because there is too much of it. */
  readonly cut?: readonly SnapshotPart[];
  readonly files: PackedFiles;
}

/** A part of a snapshot: what the layers delete, the checksums of packages. */
export type SnapshotPart = 'deletions' | 'checksums';

/** The result of a verification. */
export interface Signed {
  /** Absent without a valid signature. */
  readonly by?: string;
}

export interface HostsOfImage {
  readonly places: readonly HostsOfFile[];
  /** Some files are too large, or too many. */
  readonly isCut?: boolean;
}

/** The hosts that a configuration file or an environment variable names. */
export interface HostsOfFile {
  readonly path?: string;
  readonly variable?: string;
  /** `db.example.com`, `10.0.0.1`: without port, user and password. */
  readonly hosts: readonly string[];
}

/** A file or folder that a layer deletes. */
export interface Deletion {
  readonly path: string;
  readonly layer: number;
}

export interface SettingLine {
  /** The instruction, and the name if there are several: `USER`, `EXPOSE 80/tcp`. */
  readonly setting: string;
  readonly location: Location;
}

export interface SnapshotLayer {
  readonly diffID: string;
  /** Bytes as stored. */
  readonly size: number;
  /** The keyword in the image's history: `RUN`. */
  readonly instruction?: string;
  readonly location?: Location;
  /** A checksum of the whole instruction, which may contain secrets. */
  readonly step?: string;
}

/** What the configuration of an image says about the container. Secrets in its texts are masked. */
export interface ImageSettings {
  readonly architecture?: string;
  readonly user?: string;
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly workingDir?: string;
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
  readonly env: readonly NamedValue[];
  readonly labels: readonly NamedValue[];
  readonly healthcheck?: readonly string[];
  readonly stopSignal?: string;
  readonly shell?: readonly string[];
}

/** A variable or label. Its value may be a secret: only a short checksum tells that it changes. */
export interface NamedValue {
  readonly name: string;
  /** The first hex digits of the SHA-256 of the value: too few to guess the value by. */
  readonly sum: string;
  /** Only of variables that decide which code runs. */
  readonly value?: string;
}

/** The text files with the accounts of the system, without passwords. Empty if the image has none. */
export interface AccountFiles {
  readonly passwd: string;
  readonly group: string;
}

/** A list of files as columns, compressed: see src/image-diff/packed-files.ts. */
export interface PackedFiles {
  readonly count: number;
  /** What the files have in common; each names one by its index. */
  readonly attributes: readonly FileAttributes[];
  /** The SHA-256 of the columns, hex. */
  readonly sha256: string;
  /** The columns, compressed with Brotli, in base64. */
  readonly data: string;
}

export interface FileAttributes {
  readonly type: 'file' | 'directory' | 'symlink' | 'character' | 'block' | 'fifo' | 'hardlink';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** The layer that has the content. */
  readonly layer: number;
  /** The layer that has the path, if it is another one: that of a hard link. */
  readonly pathLayer?: number;
  /** Whether it replaces a file of the base image. */
  readonly overBase?: boolean;
  /** Another hard link counts for the size. */
  readonly isLink?: boolean;
  /** Whether the digest of the content is known. */
  readonly hasDigest?: boolean;
  /** What the content is, if that is known. */
  readonly is?: ContentKind;
  /** The digest leaves out what each build changes in such a file: `byte code of Python`. */
  readonly noise?: string;
  /** The extended attribute security.capability, in hex. */
  readonly capabilities?: string;
}
