import { compareDigits } from './digits.js';
import { defineScheme } from './scheme.js';

/**
 * R packages: integers separated by `.` or `-`; when all common integers are equal, the longer version is newer.
 * Source: R's package_version().
 */
export const cran = defineScheme('cran', parse, compareComponents);

function parse(text: string): readonly string[] | undefined {
  return /^[0-9]+(?:[.-][0-9]+)*$/.test(text) ? text.split(/[.-]/) : undefined;
}

export function compareComponents(a: readonly string[], b: readonly string[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = compareDigits(a[i] ?? '', b[i] ?? '');
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
