import type { FoundPackage } from './cataloger.js';

/** What a file that cannot be cataloged means for the inventory. */
export type CatalogFailure =
  /** Not the format its name promises, or damaged: said in a note, or incomplete when it is a system's database. */
  | 'malformed'
  /** A limit was passed, so what the file holds is not known: always incomplete. */
  | 'limit';

/** Thrown by catalogers: the file cannot be read as what its name promises. */
export class CatalogError extends Error {
  override readonly name = 'CatalogError';
  readonly failure: CatalogFailure;
  /** What was found before it failed. */
  readonly found: readonly FoundPackage[];

  /** `message` reads on after "it": "is not JSON". */
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
