import type { GoProgram } from '../core/go-program.js';
import type { Package } from '../core/package.js';

/** A file that a cataloger wants. */
export interface CatalogedFile {
  /** In the image, without a leading slash. */
  readonly path: string;
  readonly size: number;
  readonly mode: number;
  /** The full content, or its beginning when the cataloger reads parts. */
  readonly bytes: Uint8Array;
  /**
   * A part of the content, shorter than requested at the end. Valid until the next part is requested or `read` has
   * ended.
   */
  part(offset: number, length: number): Uint8Array;
}

/**
 * A package as one file shows it. The inventory adds the rest: the purl from the distribution, the layer from the
 * history of the file, the owner from other files.
 */
export type FoundPackage = Omit<
  Package,
  'purl' | 'paths' | 'ownedBy' | 'layer' | 'location' | 'related'
> & {
  /** Where inside the file: `BOOT-INF/lib/a.jar`. */
  readonly within?: string;
  /** The files of a distribution package as its database lists them: one a line, without a leading slash. */
  readonly files?: string;
  /** Who published a distribution package: `Origin` or `Maintainer` (dpkg), `Vendor` (rpm), the commit of its script (apk). */
  readonly publisher?: string;
  /** The Go program that the package is linked into. */
  readonly program?: GoProgram;
  /** The package manager was interrupted while it unpacked the package: some or all files may be missing. */
  readonly isInterrupted?: true;
  /** The package URL that an SBOM in the image writes. */
  readonly claimedPurl?: string;
  /** The path of a file that shows, if the image has it, that a package is installed although its list has no file of it. */
  readonly fileIfInstalled?: string;
  /** What it depends on: names of packages, or what packages provide. Not all need to be installed. */
  readonly requires?: readonly string[];
  /** What other packages may require instead of its name: `so:libc.so.6`, `mail-transport-agent`, `serde@1.0.1`. */
  readonly provides?: readonly string[];
};

/** The license of a package in a file of its own. */
export interface LicenseFiles {
  /** How many bytes of the file it wants: 0 for none. */
  wants(path: string, size: number): number;
  /** The licenses in the file, undefined if none is recognized. Throws CatalogError when it cannot read the file. */
  read(file: CatalogedFile): string | undefined;
  /** The path of the file with the licenses of the package, which may be a link. */
  pathOf(found: FoundPackage): string | undefined;
}

/** The files of one installed package, from a list outside of the database. */
export interface FileList {
  readonly name: string;
  readonly arch?: string;
  /** When the list belongs to one version of the package. */
  readonly version?: string;
  /** One a line, without a leading slash. A function, because the text of all lists together is large. */
  files(): string;
}

/** What a further file of the database says about one installed package. */
export type PackageDetails = Pick<
  FoundPackage,
  'type' | 'name' | 'license' | 'source' | 'publisher'
> & {
  readonly version?: string;
};

/** A package that the names of the files below a folder show. */
export interface FolderPackage {
  /** The folder, without a leading slash. */
  readonly folder: string;
  readonly found: FoundPackage;
}

/**
 * Reads one format of package metadata. A cataloger imports nothing of images, of the collector or of other catalogers.
 * Adding one changes catalogers/index.ts and adds a test.
 */
export interface Cataloger {
  /** The format: dpkg, apk, npm … */
  readonly id: string;
  /** How many bytes of a file it wants: 0 for none, Infinity for all. Decides by path, size and mode only. */
  wants(path: string, size: number, mode: number): number;
  /** Fixed paths of its database, read even where links lead to the file: `var/lib/dpkg/status`. */
  readonly wellKnown?: readonly string[];
  /** The database of the distribution. When it cannot be read, the inventory is incomplete. */
  readonly system?: true;
  /** Whether its database has a file or a folder for each package: one that is gone is a package that was removed. */
  readonly onePackage?: true;
  /** Whether its packages are what a file of the image claims, and not what is installed. */
  readonly claims?: true;
  /**
   * Whether its packages of the file are left out if a package of a database owns the file: the database lists the same
   * program with the version of the package. `isPublished` is whether the distribution publishes that package.
   */
  isListedByOwner?(path: string, isPublished: boolean): boolean;
  /** Reads a few parts of large files: when the layer allows random access, only these are read. */
  readonly parts?: true;
  /** The path of the database that belongs to this write-ahead log. `read` gets both. */
  journalOf?(path: string): string | undefined;
  /** The packages in the file. Throws CatalogError when it cannot read the file. */
  read(file: CatalogedFile, journal?: CatalogedFile): readonly FoundPackage[];
  /** The files with the licenses of packages, when they are not in the database. */
  readonly licenseFiles?: LicenseFiles;
  /** Lists of the files of packages, when they are not in the database. */
  readonly fileLists?: {
    wants(path: string): boolean;
    read(file: CatalogedFile): FileList;
  };
  /** Small files of the database that add to what the main one says. */
  readonly details?: {
    wants(path: string): boolean;
    read(file: CatalogedFile): PackageDetails;
  };
  /** The package whose folder a path is below: of stores that have no other list. Decides by the path only. */
  packageAt?(path: string): FolderPackage | undefined;
  /** The only folders below which `packageAt` finds packages. */
  readonly stores?: readonly string[];
}
