import { compareText } from '../../lib/text.js';

/** Compares two runs of decimal digits of any length by value; an empty run is 0. */
export function compareDigits(a: string, b: string): number {
  const [x, y] = [withoutLeadingZeros(a), withoutLeadingZeros(b)];
  return x.length - y.length || compareText(x, y);
}

/** Compares lists of such runs; missing ones are 0. */
export function compareNumbers(a: readonly string[], b: readonly string[]): number {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = compareDigits(a[i] ?? '', b[i] ?? '');
    if (difference !== 0) return difference;
  }
  return 0;
}

export function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text);
}

function withoutLeadingZeros(digits: string): string {
  let at = 0;
  while (at < digits.length && digits.charCodeAt(at) === 48) at++;
  return at === 0 ? digits : digits.slice(at);
}
