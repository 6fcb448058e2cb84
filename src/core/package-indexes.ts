import type { Distribution } from './package.js';

/** A version of a package in a package repository of a distribution. */
export interface PublishedPackage {
  readonly version: string;
  /** The version of the source package that it is built from; that of the package if it names no other. */
  readonly sourceVersion: string;
}

/** The system that packages are upgraded in. */
export interface UpgradedSystem {
  readonly distribution: Distribution | undefined;
  /** As its package manager writes it: `amd64`, `x86_64`. */
  readonly arch: string;
  /** The package repositories that its package manager is configured to use, as `address suite component…`. */
  readonly sources: readonly string[];
}

/** What the official package repositories of distributions have today. */
export interface PackageIndexes {
  /**
   * The newest version of each of the packages in the repositories that the system uses. A package that is in none of them is left
   * out. Throws Error with the reason if they cannot be read.
   */
  newest(
    system: UpgradedSystem,
    names: ReadonlySet<string>,
  ): Promise<ReadonlyMap<string, PublishedPackage>>;
  /**
   * Negative, zero or positive as `a` is older than, equal to or newer than `b`, by the order of the type of package URL;
   * undefined if one of them is not a version.
   */
  compare(type: string, a: string, b: string): number | undefined;
}
