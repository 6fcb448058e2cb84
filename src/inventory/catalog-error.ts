import type { FoundPackage } from './cataloger.js';

/** What a file that cannot be read means for the inventory. */
export type CatalogFailure =
  /** The file is damaged or has another format. A note; for a system database the inventory is incomplete. */
  | 'malformed'
  /** A limit was exceeded, so the content of the file is unknown. The inventory is incomplete. */
  | 'limit';

/** Thrown by a cataloger when it cannot read a file. */
export class CatalogError extends Error {
  override readonly name = 'CatalogError';
  readonly failure: CatalogFailure;
  /** The packages that were found before the failure. */
  readonly found: readonly FoundPackage[];

  /** `message` follows "it": "is not JSON". */
  constructor(
    message: string,
    failure: CatalogFailure = 'malformed',
    found: readonly FoundPackage[] = [],
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.failure = failure;
    this.found = found;
  }
}
