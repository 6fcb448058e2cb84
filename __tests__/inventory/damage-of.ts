import { CatalogError } from '../../src/inventory/catalog-error.js';
import type { FoundPackage } from '../../src/inventory/cataloger.js';
import { named } from './build/file.js';

/** The first part of the message that a cataloger throws, and the packages that it found anyway. */
export function damageOf(read: () => readonly FoundPackage[]): string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof CatalogError)
      return [error.message.split(',')[0] ?? '', ...named(error.found)];
    throw error;
  }
  return ['no damage'];
}
