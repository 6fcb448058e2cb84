import { CatalogError } from '../inventory/catalog-error.js';

/** Bytes of records that stay in memory until they are compared. */
export interface RecordBudget {
  /** Throws CatalogError when all records together are larger than the limit. */
  take(bytes: number): void;
}

export function createRecordBudget(mebibytes: number): RecordBudget {
  let left = mebibytes * 2 ** 20;
  return {
    take: (bytes) => {
      left -= bytes;
      if (left < 0) throw new CatalogError(`is beyond the limit of ${mebibytes} MiB for records`);
    },
  };
}
