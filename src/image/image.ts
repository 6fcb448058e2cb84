import type { PortsideError } from '../lib/errors.js';

/**
 * An opened image. Its reference has been resolved to a digest once; its layers are read where they are stored.
 * The sources (archive, layout, registry, engine, folder) create it; inventory, secrets and hardening read it.
 */
export interface Image {
  /** The reference as given, without its prefix: `app.tar`, `ghcr.io/acme/app:1`. */
  readonly name: string;
  /** `docker-archive`, `oci`, `oci-archive`, `registry`, `docker`, `dir`. */
  readonly source: string;
  /** The manifest's digest; without a manifest the configuration's (Docker's image ID). Absent for `dir`. */
  readonly digest?: string;
  /** The digest that the name pointed to: of the index, when the image is one of several platforms. */
  readonly root?: string;
  /** `os/architecture[/variant]`; absent for `dir`. */
  readonly platform?: string;
  readonly config: ImageConfig;
  /** Lowest first. */
  readonly layers: readonly Layer[];
  /** How many of the lowest layers belong to the base image, when the source knows it for certain. */
  readonly baseLayers?: number;
  /** The annotations of the manifest, if it has one. */
  readonly annotations?: ReadonlyMap<string, string>;
  /** Names that the archive or registry gives this image. */
  readonly tags: readonly string[];
  /**
   * Walks every layer once, lowest first, and passes each reader the files that it wants. Of layers with random access
   * only headers and wanted files are read. Throws PortsideError (incomplete) when an archive is damaged or exceeds a
   * limit; the readers keep the files that they got before.
   */
  scan(readers: readonly FileReader[], options?: ScanOptions): Promise<FileSystem>;
}

/** A platform of an image that is not inspected. */
export interface PlatformGap {
  readonly platform: string;
  readonly state: 'not-covered' | 'failed';
  readonly reason: string;
}

/** The images of one name: one for each platform. */
export interface ImageSet {
  /** At least one. */
  readonly images: readonly Image[];
  /** Platforms whose images cannot be inspected. */
  readonly gaps: readonly PlatformGap[];
  /** Closes the files that all images share. */
  close(): Promise<void>;
}

export interface ScanOptions {
  /** Hash every layer and compare it with the digest that names it. */
  readonly verifyDigests?: boolean;
  /** Gets how many stored bytes of the layers were read, whenever some were. */
  readonly progress?: (amount: { readonly done: number; readonly total: number }) => void;
  /** Which layers to read. The others count as empty, and their bytes are not downloaded. */
  readonly only?: (layer: number) => boolean;
  /**
   * Gets each reason why something could not be read (a damaged or missing layer, a file above a limit), and the scan
   * continues with the rest. When absent, the scan throws the first one.
   */
  readonly incomplete?: (error: PortsideError) => void;
  /**
   * Which files to keep so that `FileSystem.open` can read them after the scan. Those of uncompressed layers are read where
   * they are stored; the others are copied to a temporary file. When absent, no file can be opened.
   */
  readonly keep?: (entry: LayerEntry) => boolean;
}

/** The content of a file after the scan. */
export interface StoredFile {
  readonly size: number;
  /** A part of the content in a new buffer, shorter than requested at the end. */
  part(offset: number, length: number): Uint8Array;
}

export interface Layer {
  /** 0 is the lowest. */
  readonly index: number;
  /** The digest of the uncompressed tar. */
  readonly diffID: string;
  /** Bytes as stored. */
  readonly size: number;
  /** The history entry of the layer, when the history has exactly one entry for each layer. */
  readonly history?: HistoryEntry;
}

/** The members of an OCI image configuration that are used. */
export interface ImageConfig {
  readonly architecture?: string;
  readonly os?: string;
  readonly variant?: string;
  readonly created?: string;
  readonly history: readonly HistoryEntry[];
  readonly user?: string;
  readonly env: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly workingDir?: string;
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
  readonly labels: ReadonlyMap<string, string>;
  readonly healthcheck?: readonly string[];
  readonly stopSignal?: string;
  readonly shell?: readonly string[];
  /** Instructions that a build runs directly after its FROM. */
  readonly onBuild?: readonly string[];
}

export interface HistoryEntry {
  readonly created?: string;
  readonly createdBy?: string;
  readonly comment?: string;
  readonly author?: string;
  readonly emptyLayer: boolean;
}

export type EntryType =
  | 'file'
  | 'directory'
  | 'symlink'
  | 'hardlink'
  | 'character'
  | 'block'
  | 'fifo'
  /** Deletes the path of the lower layers (`.wh.NAME`). */
  | 'whiteout'
  /** Deletes everything that the lower layers have in the directory (`.wh..wh..opq`). */
  | 'opaque';

/**
 * One member of one layer, or a name in the file system. `hardlink` is the type of members, and in the file system of links to
 * what no layer has.
 */
export interface LayerEntry {
  /** Normalized: no leading slash, no `.` or `..`. */
  readonly path: string;
  readonly type: EntryType;
  readonly layer: number;
  readonly size: number;
  /** Permission bits with setuid, setgid and sticky: 0o4755. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970. */
  readonly mtime: number;
  /** Target of a symbolic link as written; of a member that is a hard link, normalized. */
  readonly linkTarget?: string;
  /** The extended attribute `security.capability`, the only one that is kept. */
  readonly xattrs?: ReadonlyMap<string, Uint8Array>;
  /** The file of the name, if a layer has hard links to it. */
  readonly inode?: SharedFile;
}

/** A file that has, or had, several names. Each is an entry with the facts of the file, and the layer that made the name. */
export interface SharedFile {
  /** The same for all names. */
  readonly id: number;
  /** The layer that has the content. */
  readonly layer: number;
  /**
   * The path under which readers get the content in that layer, whether or not the file still has this name. Undefined if
   * that layer has another file at the path: then they get it under the other names only.
   */
  readonly path?: string;
}

/** A regular file of one layer with its content. */
export interface LayerFile extends LayerEntry {
  /** The full content, or as much as the reader wanted. Valid until the reader's `read` has ended: copy what to keep. */
  readonly bytes: Uint8Array;
  /**
   * Reads a part of the content, shorter than requested at the end. Valid until the next part is requested or the
   * reader's `read` has ended. Present when the layer's bytes allow random access.
   */
  readonly part?: (offset: number, length: number) => Uint8Array;
}

/** Gets the files that it wants during the one walk over the layers. */
export interface FileReader {
  /**
   * How many bytes of the file it wants: 0 for none, Infinity for all. Called for each regular file of each layer. With
   * `randomAccess` the file will have `part`, so a reader of scattered parts can ask for little here.
   */
  wants(entry: LayerEntry, randomAccess?: boolean): number;
  /** Whether it still wants a large file after its first bytes, so that a file that it ignores is not kept for it. */
  wantsContent?(head: Uint8Array): boolean;
  /** Called for each wanted file: layers lowest first, within a layer in archive order. */
  read(file: LayerFile): void | Promise<void>;
  /** Paths that it wants even where links lead to the file, such as `var/lib/dpkg/status`. */
  readonly wellKnown?: readonly string[];
  /**
   * Whether it wants the file at a path through links, `entry.path`, and not only at its own. When absent, links lead it to
   * well-known paths only.
   */
  wantsLinked?(entry: LayerEntry, target: LayerEntry): boolean;
  /**
   * Called once, after all other files were read: the files that it wants to read then, final or hidden, as the file system
   * names them. `wants` is asked for each.
   */
  wantsLater?(files: FileSystem): Iterable<LayerEntry>;
  /** Called once, after the files of `wantsLater` were read: what it wants to read because of what it found in them. */
  wantsLast?(files: FileSystem): Iterable<LayerEntry>;
}

/** The final file system, with whiteouts and links applied, and the history of its paths. */
export interface FileSystem {
  /** The final entry at exactly this path; links are not followed. */
  get(path: string): LayerEntry | undefined;
  /**
   * The final path of a file after following symbolic links inside the image; undefined for a broken link. Of a file with
   * several names, always the same one.
   */
  resolve(path: string): string | undefined;
  /** All final entries. Hidden and deleted ones are left out. */
  entries(): Iterable<LayerEntry>;
  /**
   * All entries of the layers for this path, lowest first: its files and whiteouts, and whiteouts of directories above
   * it, as `whiteout`.
   */
  history(path: string): readonly LayerEntry[];
  /** All entries of a layer in archive order, whiteouts included. */
  layer(index: number): Iterable<LayerEntry>;
  /** All final paths below a directory, at any depth; links are not followed. */
  below?(path: string): Iterable<string>;
  /** The names of the final entries directly in a directory; links are not followed. */
  names?(path: string): Iterable<string>;
  /**
   * The file to which the path leads, until the image is closed; undefined if it cannot be read any more. Present when the
   * scan kept files.
   */
  open?(path: string): StoredFile | undefined;
  /** Deletes the kept files. */
  release?(): void;
}
