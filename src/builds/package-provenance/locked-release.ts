/** A file of a release. npm's registry has one, without a name in its lock file. */
export interface LockedFile {
  readonly name?: string;
  /** `sha512:<hex>` for npm, `sha256:<hex>` for PyPI. */
  readonly digest: string;
}

/** A release in a lock file. */
export interface LockedRelease {
  readonly ecosystem: 'npm' | 'pypi';
  readonly name: string;
  readonly version: string;
  /** The address of its registry, with a slash at the end; undefined for a file, a link or a Git repository. */
  readonly registry: string | undefined;
  /** Empty if the lock file has no digest of this kind. */
  readonly files: readonly LockedFile[];
  readonly line: number;
}
