/**
 * A built database: a folder with a manifest and one file for each ecosystem. A file is a header (Brotli, JSON) followed
 * by blocks of records (Brotli; each record is a line of ASCII: see codec.ts), sorted by package name. The manifest has
 * the digest of every header, and a header the digest of every block, so that any part can be verified without reading
 * the rest.
 */
export const MANIFEST_FILE = 'portside-advisories.json';

/** A database of any other format is rejected: it has to be built again, there is no migration. */
export const SCHEMA = 'portside-advisories/4';

export interface DatabaseManifest {
  readonly schema: typeof SCHEMA;
  /** When the database was built, ISO 8601. */
  readonly built: string;
  readonly ecosystems: Readonly<Record<string, ManifestEntry>>;
  /** Facts that age, as the Portside that built the database knew them: see facts.ts, which also checks them. */
  readonly facts?: unknown;
  /** The vendor feeds that the records contain. */
  readonly feeds: readonly ManifestFeed[];
}

export interface ManifestFeed {
  readonly feed: string;
  readonly name: string;
  readonly ecosystem: string;
  readonly releases: readonly string[];
  /** The date of its oldest file, ISO 8601. */
  readonly dated: string;
}

export interface ManifestEntry {
  readonly file: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Bytes of the compressed header at the beginning of the file. */
  readonly header: number;
  /** `sha256:…` of the compressed header. */
  readonly digest: string;
  readonly records: number;
  /** Whether the ecosystem's own dump was read; otherwise these are the few records found in other ecosystems' dumps. */
  readonly dumped: boolean;
  /** The modification time of the newest record, ISO 8601. */
  readonly modified: string | undefined;
  /** The releases that the records name. */
  readonly releases: readonly string[];
}

export interface Header {
  /** For each block its length, the number of its first record, and its digest (32 hexadecimal digits). */
  readonly blocks: readonly (readonly [length: number, first: number, digest: string])[];
  /** Normalized package names, sorted, one a line. */
  readonly names: string;
  /** For each name the numbers of its records, one name a line: numbers and `from-to`, separated by commas. */
  readonly records: string;
}
