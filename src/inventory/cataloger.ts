import type { Package } from '../core/package.js';

/** A file that a cataloger asked for. */
export interface CatalogedFile {
  /** In the image, without a leading slash. */
  readonly path: string;
  readonly size: number;
  readonly mode: number;
  /** The body, or the beginning of it when the cataloger reads parts. */
  readonly bytes: Uint8Array;
  /**
   * A part of the body, from `bytes` or read from the layer now; shorter than asked where the body ends. Valid until
   * the next part is asked for or `read` has ended.
   */
  part(offset: number, length: number): Uint8Array;
}

/**
 * A package as one file proves it. The purl, the layer and the owner are added by those who know the distribution,
 * the layers and the other files.
 */
export type FoundPackage = Omit<
  Package,
  'purl' | 'paths' | 'ownedBy' | 'layer' | 'location' | 'related'
> & {
  /** Where inside the file: `BOOT-INF/lib/a.jar`. */
  readonly within?: string;
  /** The files of a distribution's package as its database lists them: one a line, without a leading slash. */
  readonly files?: string;
};

/** The files of one installed package, read from a list beside the database. */
export interface FileList {
  readonly name: string;
  readonly arch?: string;
  /** One a line, without a leading slash; a text only when asked for, since all lists together are large. */
  files(): string;
}

/**
 * Reads one kind of package database. Knows nothing of images, walkers or other catalogers; adding one touches
 * catalogers.ts and its test.
 */
export interface Cataloger {
  /** The format: dpkg, apk, npm … */
  readonly id: string;
  /** Bytes of the body that are wanted: 0 for none, Infinity for all. Decides by path, size and mode alone. */
  wants(path: string, size: number, mode: number): number;
  /** Fixed paths of its database, wanted wherever links lead: `var/lib/dpkg/status`. */
  readonly wellKnown?: readonly string[];
  /** The system's own database: when it cannot be read the inventory is incomplete, not merely poorer. */
  readonly system?: true;
  /** Reads a few parts of large files: where the layer allows it only those are read. */
  readonly parts?: true;
  /** The path of the database whose journal this file is: `read` gets the two together. */
  journalOf?(path: string): string | undefined;
  /** The packages in the file; throws CatalogError when it is no such file. */
  read(file: CatalogedFile, journal?: CatalogedFile): readonly FoundPackage[];
  /** Lists of the files that packages brought, kept apart from the database. */
  readonly fileLists?: {
    wants(path: string): boolean;
    read(file: CatalogedFile): FileList;
  };
}
