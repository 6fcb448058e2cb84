import { shorten } from './escape.js';
import type { PackageGroup } from './package-groups.js';

/** Versions that a row names. */
const MAX_VERSIONS = 3;
/** Characters of the title of a vulnerability. */
const MAX_TITLE = 120;

/** What to do about the vulnerabilities of a package: `Update to 4.17.21 (fixes 1 of 2)`. Not escaped. */
export function packageFix({
  findings,
  remediation: { versions, unfixed, willNotFix, baseImage },
}: PackageGroup): string {
  if (findings[0].check === 'malware') return 'Remove it';
  if (versions.length === 0) return willNotFix ? 'Will not be fixed' : 'No fix yet';
  const shown = versions.slice(0, MAX_VERSIONS).map((version) => shorten(version, 80));
  const more = versions.length > MAX_VERSIONS ? ' …' : '';
  const part = unfixed > 0 ? ` (fixes ${findings.length - unfixed} of ${findings.length})` : '';
  const how = baseImage === undefined ? 'Update to' : 'Use a newer base image with';
  return `${how} ${shown.join(', ')}${more}${part}`;
}

/**
 * The title of a vulnerability without the name of its package, which many advisories put first. Cut between words; empty if
 * the advisory has none. Not escaped.
 */
export function vulnerabilityTitle({ summary = '', package: name }: PackageGroup['facts']): string {
  const prefix = summary.toLowerCase().startsWith(name.toLowerCase()) ? name.length : 0;
  const title = summary.slice(prefix).replace(/^(?: before [^ :]{1,40})?: /, '');
  const text = title === summary.slice(prefix) ? summary : title;
  if (text.length <= MAX_TITLE) return text;
  const words = shorten(text, MAX_TITLE).replace(/\s+\S{0,40}$/, '');
  return `${words.replace(/[.,;:…]{1,3}$/, '')}…`;
}

/** The title of the most urgent vulnerability, and how many more there are: `prototype pollution, and 2 more`. Not escaped. */
export function groupTitle({ facts, rules }: PackageGroup): string {
  const title = vulnerabilityTitle(facts);
  return title === '' || rules.length === 1 ? title : `${title}, and ${rules.length - 1} more`;
}

/** The public page of an advisory, built from its id: addresses inside advisories are untrusted. */
export function advisoryPage(id: string): string | undefined {
  return /^[A-Z][A-Z0-9]*-[A-Za-z0-9:-]{4,60}$/.test(id)
    ? `https://osv.dev/vulnerability/${id}`
    : undefined;
}
