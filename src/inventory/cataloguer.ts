import type { Distribution, Package } from '../findings/package.js';

/** A file that a cataloguer asked for. */
export interface CataloguedFile {
  /** In the image, without a leading slash. */
  readonly path: string;
  readonly size: number;
  readonly mode: number;
  readonly bytes: Uint8Array;
}

/** A package as one file proves it; the layer is added by whoever knows the layers. */
export type FoundPackage = Omit<Package, 'paths' | 'layer' | 'location' | 'related' | 'purl'> & {
  /** The purl without the distribution's qualifiers, which are added later. */
  readonly purl: string;
  readonly paths?: readonly string[];
};

/**
 * Reads one kind of package database. Knows nothing of images, walkers or other cataloguers; adding one touches
 * cataloguers.ts and its test.
 */
export interface Cataloguer {
  /** The format: dpkg, apk, npm … */
  readonly id: string;
  /** Bytes of the body that are wanted: 0 for none, Infinity for all. Decides by path, size and mode alone. */
  wants(path: string, size: number, mode: number): number;
  /** Fixed paths of its database, wanted wherever links lead: `var/lib/dpkg/status`. */
  readonly wellKnown?: readonly string[];
  /** The packages in the file; throws CatalogueError when it is no such file. */
  read(file: CataloguedFile, distribution: Distribution | undefined): readonly FoundPackage[];
}
