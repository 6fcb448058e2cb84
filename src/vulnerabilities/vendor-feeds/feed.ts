/**
 * A list of vulnerabilities that a vendor publishes in a format of its own, read into records of the OSV schema. From there,
 * these records are read, matched and reported like all others.
 */
export interface VendorFeed {
  /** `alpine-secdb`: names the feed in options and files. */
  readonly id: string;
  /** For messages: `Alpine secdb`. */
  readonly name: string;
  /** OSV's name for the ecosystem where OSV has one, else the distribution's name. */
  readonly ecosystem: string;
  /** Small feeds have less than 10 MB: a scan fetches them itself. Large ones are only part of a built database. */
  readonly size: 'small' | 'large';
  /** What it does not have; a note of the report. */
  readonly limit?: string;
  /** The page that documents the address. */
  readonly documentation: string;
  /** The files for a release, as queries write it; none if the feed has nothing about it. */
  files(release: string | undefined): readonly FeedFile[];
  /** The releases that a built database gets, of a feed with files for each release. */
  releases?(now: Date): readonly string[];
  /**
   * Reads one file into records. What it cannot read in the middle of a file is a problem of the content. Throws
   * InvalidFeed when the file as a whole is not readable.
   */
  read(content: FeedContent): AsyncIterable<OsvRecord>;
}

/** A file of a feed. */
export interface FeedFile {
  /** Its name in the cache and in a folder of the user, where `.gz` or `.zst` may follow: `alpine-v3.20-main.json`. */
  readonly name: string;
  /**
   * Where it is, the first that has it. All are HTTPS. None if the vendor publishes it without HTTPS only: then the user
   * has to download it.
   */
  readonly addresses: readonly string[];
  /**
   * What is at the address: the file itself, the `repomd.xml` of an rpm repository, which has the name and digest of its
   * updateinfo, a list of mirrors of such a repository, or a text with the name of an archive in the same folder.
   */
  readonly kind?: 'repomd' | 'mirror-list' | 'archive-name';
  readonly release: string | undefined;
}

/** A file that is open for reading. */
export interface FeedContent {
  readonly file: FeedFile;
  /** Decompressed. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /**
   * Reports a part that could not be read; the text completes "Alpine secdb (alpine-v3.20-main.json): ". With the name of a
   * package, it counts only if this package is queried: vendors write some entries by hand.
   */
  problem(message: string, name?: string): void;
}

/** The file is not one of this feed, or damaged; the message completes "Cannot read …: ". */
export class InvalidFeed extends Error {
  override readonly name = 'InvalidFeed';
}

/** A record in the form of the OSV schema, as readRecord() takes it. Source: ossf.github.io/osv-schema. */
export interface OsvRecord {
  readonly id: string;
  /** RFC 3339. */
  readonly modified?: string | undefined;
  readonly published?: string | undefined;
  readonly summary?: string | undefined;
  /** The vulnerabilities that the record is about. */
  readonly upstream?: readonly string[];
  readonly aliases?: readonly string[];
  readonly related?: readonly string[];
  readonly severity?: readonly { readonly type: string; readonly score: string }[];
  readonly affected: readonly OsvAffected[];
  readonly references?: readonly { readonly type: string; readonly url: string }[];
  /** The vendor's word for the severity. */
  readonly database_specific?: { readonly severity?: string | undefined };
}

/** A row of a record. One without ranges and versions says that the package is not affected: see merge.ts. */
export interface OsvAffected {
  readonly package: { readonly ecosystem: string; readonly name: string };
  readonly ranges: readonly {
    readonly type: 'ECOSYSTEM';
    readonly events: readonly OsvEvent[];
  }[];
  readonly severity?: readonly { readonly type: string; readonly score: string }[];
  readonly ecosystem_specific?: Readonly<Record<string, unknown>>;
}

export type OsvEvent =
  | { readonly introduced: string }
  | { readonly fixed: string }
  | { readonly last_affected: string };

/** A row for all versions before the fixed ones, for all versions without any, or for none if it is not affected. */
export function affectedRow(
  ecosystem: string,
  name: string,
  fixed: readonly string[] | 'not affected',
): OsvAffected {
  const row = (events: readonly OsvEvent[]) => ({
    type: 'ECOSYSTEM' as const,
    events: [{ introduced: '0' }, ...events],
  });
  const ranges =
    fixed === 'not affected'
      ? []
      : fixed.length === 0
        ? [row([])]
        : fixed.map((version) => row([{ fixed: version }]));
  return { package: { ecosystem, name }, ranges };
}

/** The ecosystem of a row: `Alpine:v3.20`. */
export function ecosystemOf(ecosystem: string, release: string | undefined): string {
  return release === undefined ? ecosystem : `${ecosystem}:${release}`;
}
