import type { PublishedPackage, UpgradedSystem } from '../../core/package-indexes.js';

/** A package of an index. */
export interface IndexedPackage extends PublishedPackage {
  readonly name: string;
}

/** A package repository at an official host of its distribution. */
export interface PackageRepository {
  /** Names its files in the cache: `alpine-v3.22-main-x86_64`. */
  readonly id: string;
  /** The file that the package manager reads first: APKINDEX.tar.gz, InRelease, repomd.xml. */
  readonly address: string;
  /** What that file has to say about itself, so that it is not the one of another release. */
  readonly suite?: string;
  /** `main/binary-amd64` */
  readonly component?: string;
}

/** A file with a digest that another file names. */
export interface NamedFile {
  readonly url: URL;
  readonly digest: string;
  readonly size: number | undefined;
}

/** How the index of a kind of package repository is read. */
export interface IndexFormat {
  /** The type of package URLs. */
  readonly type: 'apk' | 'deb' | 'rpm';
  /** The official repositories of the system that it is configured to use. */
  repositories(system: UpgradedSystem): readonly PackageRepository[];
  /**
   * The file with the packages, if it is another one than the first: its digest is in the first. Throws InvalidFeed if the
   * first file is not that of the repository, or is no longer valid.
   */
  locate?(first: string, repository: PackageRepository, now: Date): Promise<NamedFile>;
  /** The packages in the content of the file. Throws InvalidFeed. */
  packages(content: AsyncIterable<Uint8Array>): AsyncIterable<IndexedPackage>;
}

/** The words that an address may have from an image. */
export function isPathWord(word: string | undefined): word is string {
  return word !== undefined && /^[a-z0-9][a-z0-9._-]{0,40}$/.test(word);
}
