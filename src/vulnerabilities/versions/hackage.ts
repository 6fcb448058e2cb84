import { compareComponents } from './cran.js';
import { defineScheme } from './scheme.js';

/**
 * Haskell packages: integers separated by `.`, compared one by one.
 * Source: the Haskell Package Versioning Policy and Data.Version.
 */
export const hackage = defineScheme(
  'hackage',
  (text) => (/^[0-9]+(?:\.[0-9]+)*$/.test(text) ? text.split('.') : undefined),
  compareComponents,
);
