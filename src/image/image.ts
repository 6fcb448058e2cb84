import type { PortsideError } from '../lib/errors.js';

/**
 * An opened image: resolved once to a digest, its layers read in place (DESIGN §5).
 * Sources (archive, layout, registry, daemon, folder) make one; inventory, secrets and hardening read it.
 */
export interface Image {
  /** The reference as it was given, without its scheme: `app.tar`, `ghcr.io/acme/app:1`. */
  readonly name: string;
  /** `docker-archive`, `oci`, `oci-archive`, `registry`, `docker`, `dir`. */
  readonly source: string;
  /** The manifest's digest where there is a manifest, else the configuration's (docker's image id); none for `dir:`. */
  readonly digest?: string;
  /** The digest that the name pointed to when it was resolved: an index's, where the image is one of several. */
  readonly root?: string;
  /** os/architecture[/variant]; none for `dir:`. */
  readonly platform?: string;
  readonly config: ImageConfig;
  /** Bottom first. */
  readonly layers: readonly Layer[];
  /** How many of the lowest are the base image's, where the source knows that for certain. */
  readonly baseLayers?: number;
  /** Names that the archive or registry gives this image. */
  readonly tags: readonly string[];
  /**
   * Walks every layer once, bottom to top, and hands the bodies that a reader wants to it. Layers whose bytes allow
   * random access are not read beyond headers and wanted bodies. Throws PortsideError (incomplete) when an archive is
   * damaged or a limit is passed; what was read before has been handed over.
   */
  scan(readers: readonly FileReader[], options?: ScanOptions): Promise<FileSystem>;
  close(): Promise<void>;
}

export interface ScanOptions {
  /** Hash every layer and the configuration, and compare with the digests that name them. */
  readonly verifyDigests?: boolean;
  readonly progress?: (message: string) => void;
  /** Layers to read; the others are as if they were empty, and their bytes are not fetched. */
  readonly only?: (layer: number) => boolean;
  /**
   * Where given, what could not be read (a damaged or absent layer, a body over a limit) is told here and the scan goes
   * on with the rest, so that everything found is reported beside the reason; otherwise the scan throws it.
   */
  readonly incomplete?: (error: PortsideError) => void;
}

export interface Layer {
  /** 0 is the lowest. */
  readonly index: number;
  /** sha256:… of the uncompressed tar. */
  readonly diffID: string;
  /** Bytes as stored. */
  readonly size: number;
  /** The history entry that made it, where history and layers agree. */
  readonly history?: HistoryEntry;
}

/** OCI image configuration, the parts that are used; read leniently, wrong types dropped. */
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
  /** The path is deleted from the layers below (`.wh.NAME`). */
  | 'whiteout'
  /** The directory hides all that the layers below have in it (`.wh..wh..opq`). */
  | 'opaque';

/** One member of one layer. */
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
  /** Target of a symbolic link as written, of a hard link normalized. */
  readonly linkTarget?: string;
  /** PAX extended attributes that matter, e.g. `security.capability`. */
  readonly xattrs?: ReadonlyMap<string, Uint8Array>;
}

/** A regular file of one layer, with its body. */
export interface LayerFile extends LayerEntry {
  /** Whole, unless the reader asked for less. Valid until the reader's `read` has ended: what is kept is copied. */
  readonly bytes: Uint8Array;
  /**
   * Reads a part of the body now, shorter than asked where the body ends; valid until the next part is asked for or the
   * reader's `read` has ended. Present where the layer's bytes allow random access.
   */
  readonly part?: (offset: number, length: number) => Uint8Array;
}

/** Takes the files it wants during the one pass over the layers. */
export interface FileReader {
  /**
   * How many bytes of the body are wanted: 0 for none, Infinity for all. Called for each regular file of each layer.
   * With `randomAccess` the file will have `part`, so that a reader of scattered pieces asks for little here.
   */
  wants(entry: LayerEntry, randomAccess?: boolean): number;
  /** Called for each wanted file, layers bottom to top, within a layer in archive order. */
  read(file: LayerFile): void | Promise<void>;
  /** Paths that it wants wherever links lead to them, e.g. `var/lib/dpkg/status`. */
  readonly wellKnown?: readonly string[];
}

/** The final file system and its past, after overlay semantics. */
export interface FileSystem {
  /** The final entry at this very path (links not followed). */
  get(path: string): LayerEntry | undefined;
  /** The final path of a file after following symbolic and hard links inside the image; undefined when it leads nowhere. */
  resolve(path: string): string | undefined;
  /** Every final entry, hidden and deleted ones left out. */
  entries(): Iterable<LayerEntry>;
  /** All that the layers say about this path, bottom first: files, whiteouts of it or of a directory above it (as `whiteout`). */
  history(path: string): readonly LayerEntry[];
  /** Every entry of a layer in archive order, whiteouts included. */
  layer(index: number): Iterable<LayerEntry>;
}
