import { compareNumbers } from './digits.js';
import { defineScheme } from './scheme.js';
import { comparePrereleases, readLenient } from './semver.js';

/**
 * NuGet: semantic versions with a fourth number; pre-release labels ignore case.
 * Source: learn.microsoft.com/nuget/concepts/package-versioning.
 */
export const nuget = defineScheme(
  'nuget',
  (text) => readLenient(text.toLowerCase()),
  (a, b) => compareNumbers(a.numbers, b.numbers) || comparePrereleases(a.prerelease, b.prerelease),
);
