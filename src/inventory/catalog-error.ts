import { plainText, pluralize } from '../lib/text.js';
import type { FoundPackage } from './cataloger.js';

/** What a file that cannot be read means for the inventory. */
export type CatalogFailure =
  /** The file is damaged. The coverage is partial; of a system database without a readable package it fails. */
  | 'malformed'
  /** The file has another format than its name suggests, or belongs to a package that is known. A note. */
  | 'other-format'
  /** All packages of the file are known, and the message says what is unusual. A note. */
  | 'note'
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

/** Some records of a database are damaged; the packages of the others were found. */
export function damagedRecords(count: number, found: readonly FoundPackage[]): CatalogError {
  const records = count === 1 ? 'a damaged record' : `${count} damaged records`;
  return new CatalogError(`has ${records}, whose packages are not known`, 'malformed', found);
}

const MOST_NAMED = 3;
/** Of a character that consists of two units: no URL can encode it. */
const HALF = /\p{Cs}/gu;

/** Records with a name or version that no package URL can have; the packages of the others were found. */
export function unnamedPackages(
  records: readonly FoundPackage[],
  found: readonly FoundPackage[],
): CatalogError {
  const more = records.length - MOST_NAMED;
  const named = records
    .slice(0, MOST_NAMED)
    .map(
      ({ name, version }) => `"${plainText(`${name} ${version}`, 120).replace(HALF, '\ufffd')}"`,
    );
  const list = [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  const what = records.length === 1 ? 'a package' : pluralize(records.length, 'package');
  return new CatalogError(
    `has ${what} whose name or version is invalid: ${list}`,
    'malformed',
    found,
  );
}
