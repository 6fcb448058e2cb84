import { compareVersions, readTag } from './variants.js';

/**
 * The reference with the newest tag among `tags` of the same form, `24.19.0-slim`, and the same line: what came out
 * since the built-in table was written. The reference itself where there is none.
 */
export function newestTag(reference: string, line: string, tags: readonly string[]): string {
  const [name = '', tag = ''] = reference.split(':');
  const own = readTag(tag);
  if (!own) return reference;
  const suffix = tag.slice(own.version.length);
  const newest = tags
    .filter((candidate) => candidate.endsWith(suffix))
    .map((candidate) => candidate.slice(0, candidate.length - suffix.length))
    .filter(
      (version) =>
        /^\d{1,9}(?:\.\d{1,9}){0,4}$/.test(version) &&
        version.split('.').length === own.version.split('.').length &&
        `${version}.`.startsWith(`${line}.`),
    )
    .reduce((best, version) => (compareVersions(version, best) > 0 ? version : best), own.version);
  return `${name}:${newest}${suffix}`;
}
