import { CatalogError } from '../inventory/catalog-error.js';
import { reason } from '../lib/errors.js';

/** A record that could not be read. */
export interface DamagedRecord {
  readonly path: string;
  /** Follows the path. */
  readonly message: string;
}

/** Why a record cannot be read. An unexpected error does not end the run. */
export function damageOf(error: unknown): string {
  return error instanceof CatalogError ? error.message : `cannot be read (${reason(error)})`;
}
