/**
 * A built database: one folder with MANIFEST and a file for each ecosystem. A file is a header (Brotli, JSON) and then
 * blocks of records (Brotli, a line of ASCII for each record: see codec.ts), in the order of their packages' names. The
 * manifest holds the digest of every header, a header the digest of every block, so that what is read is checked without
 * reading the rest.
 */
export const MANIFEST_FILE = 'portside-advisories.json';

/** Readers refuse every other: a database is rebuilt, not migrated. */
export const SCHEMA = 'portside-advisories/2';

export interface Manifest {
  readonly schema: typeof SCHEMA;
  /** When it was built, ISO 8601. */
  readonly built: string;
  readonly ecosystems: Readonly<Record<string, ManifestEntry>>;
}

export interface ManifestEntry {
  readonly file: string;
  /** Bytes of the whole file. */
  readonly size: number;
  /** Bytes of the compressed header, which the file begins with. */
  readonly header: number;
  /** `sha256:…` of those bytes. */
  readonly digest: string;
  readonly records: number;
  /** Whether a dump of the ecosystem itself was read; else these are stray records of other ecosystems' dumps. */
  readonly dumped: boolean;
  /** The newest record, ISO 8601. */
  readonly modified: string | undefined;
  /** Releases that records name. */
  readonly releases: readonly string[];
}

export interface Header {
  /** Length, first record's number and digest (hex, 32 digits) of each block. */
  readonly blocks: readonly (readonly [length: number, first: number, digest: string])[];
  /** Normalized names, sorted, in one text with a line each. */
  readonly names: string;
  /** For each name its records: numbers and `from-to`, separated by commas, in one text with a line each. */
  readonly records: string;
}
