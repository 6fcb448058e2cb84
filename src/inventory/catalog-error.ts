import type { FoundPackage } from './cataloger.js';

/** What a file that cannot be catalogued means for the inventory. */
export type CatalogueFailure =
  /** Not the format its name promises, or damaged: said in a note, or incomplete when it is a system's database. */
  | 'malformed'
  /** A limit was passed, so what the file holds is not known: always incomplete. */
  | 'limit';

/** Thrown by cataloguers: the file cannot be read as what its name promises. */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';
  readonly failure: CatalogueFailure;
  /** What was found before it failed. */
  readonly found: readonly FoundPackage[];

  /** `message` reads on after "it": "is not JSON". */
  constructor(
    message: string,
    failure: CatalogueFailure = 'malformed',
    found: readonly FoundPackage[] = [],
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.failure = failure;
    this.found = found;
  }
}
