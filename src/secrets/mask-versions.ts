import type { Finding } from '../core/finding.js';
import type { RuleBook } from '../core/report.js';
import { redact } from './redact.js';

/** Two versions of a file. */
export interface FileVersions {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Both versions with dots for their secrets, for a diff. The findings are about the version before: what they point to is
 * masked in both. Undefined if a version cannot be searched completely.
 */
export function maskVersions(
  { path, before, after }: FileVersions,
  findings: readonly Finding[],
  rules: RuleBook,
): FileVersions | undefined {
  const mask = (text: string, about: readonly Finding[]) =>
    redact(about, () => text, rules).source(path);
  const own = findings.filter(({ location }) => location?.path === path);
  const [old, now] = [mask(before, own), mask(after, [])];
  if (old === undefined || now === undefined) return undefined;
  const values = maskedValues(before, old);
  const dots = (text: string) =>
    values.reduce((shown, value) => shown.replaceAll(value, '•'.repeat(value.length)), text);
  return { path, before: dots(old), after: dots(now) };
}

/** What became dots: the mask keeps the columns. Longer values come first, since one may contain another. */
function maskedValues(text: string, masked: string): readonly string[] {
  const values = [...masked.matchAll(/•+/g)].map(({ 0: { length }, index }) =>
    text.slice(index, index + length),
  );
  return [...new Set(values)]
    .filter((value) => !/^•*$/.test(value))
    .sort((a, b) => b.length - a.length);
}
