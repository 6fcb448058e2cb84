import type { FileSystem, LayerFile } from '../image/image.js';

/** The package managers whose records are compared with the files, or with the names and versions of packages (npm). */
export type Manager = 'dpkg' | 'apk' | 'rpm' | 'pip' | 'npm';

export type DigestAlgorithm = 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

/** For files without a recorded digest. */
export const DEFAULT_ALGORITHM: DigestAlgorithm = 'sha256';

/** What a package manager recorded of one file when it installed a package. */
export interface RecordedFile {
  /** In the image, without a leading slash. */
  readonly path: string;
  /** Where the file is if another package or the administrator took its path. */
  readonly divertedTo?: string;
  readonly algorithm?: DigestAlgorithm;
  /** Of the content, in lower-case hexadecimal digits; apk stores only the first 20 bytes of a SHA-256 digest. */
  readonly digest?: string;
  /** The target, if the package installed a symbolic link. */
  readonly link?: string;
  /** If the file is a symbolic link, the digest may be that of its target's name. */
  readonly digestOfLink?: true;
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode?: number;
  /** The extended attribute as text, empty for none. Undefined when the manager does not record it. */
  readonly capabilities?: string;
}

/** A package as a manager recorded it in the layer that installed it. */
export interface RecordedPackage {
  readonly manager: Manager;
  readonly name: string;
  readonly version: string;
  /** The layer that installed this version. */
  readonly layer: number;
  /** The file that holds the record. */
  readonly recordPath: string;
  /** The files, configuration left out. Throws CatalogError when the record is damaged; the files before are yielded. */
  files(): Iterable<RecordedFile>;
  /** Its configuration files, of which the manager recorded a digest, too. */
  configuration?(): Iterable<RecordedFile>;
  /** The layer that wrote the record that counts, if that is not the one that installed the package. */
  readonly recordedIn?: number;
  /**
   * Whether its manager lets the package overwrite a file that another package had before, `path` in the image. A record says
   * nothing of such a file otherwise.
   */
  mayReplace(other: RecordedPackage, path: string): boolean;
  /** Where the manager lists the files of the package without digests. */
  readonly fileLists?: readonly string[];
  /** The last layer above that wrote all files and the record again, with other contents of one version. */
  readonly reinstalledIn?: number;
  /** The first layer above that changed the record, and not the version. */
  readonly changedIn?: number;
}

/** Collects the records of one manager. Adding one changes record-systems.ts and adds a test. */
export interface RecordSystem {
  /** Fixed paths, read even where links lead to the file. */
  readonly wellKnown: readonly string[];
  wants(path: string): boolean;
  /** Gets the files, which are valid until it has ended. Throws CatalogError when it cannot read one. */
  read(file: LayerFile): void;
  /** Must be called once all files were read. */
  installed(files: FileSystem): Iterable<RecordedPackage>;
  /** Packages whose files are not compared with their record, because the manager itself changes them. */
  uncompared?(files: FileSystem): Iterable<RecordedPackage>;
  /** The names of packages whose files nothing was recorded of. Absent if the list of the packages is their record. */
  unrecorded?(files: FileSystem, isOfPackage: (path: string) => boolean): Iterable<string>;
}
