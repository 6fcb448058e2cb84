import { type Finding, vulnerabilityDetails } from '../../core/finding.js';
import { highestVersion } from '../../lib/highest-version.js';
import { text } from '../../lib/json.js';

/** The package that a vulnerability is about, and its installed version; empty if they are not known. */
export function packageOf(finding: Finding): { readonly name: string; readonly installed: string } {
  const details = vulnerabilityDetails(finding);
  return { name: text(details?.package) ?? '', installed: text(details?.installed) ?? '' };
}

/** The version of one package that fixes all of these vulnerabilities of it; undefined if their order is not known. */
export function fixedIn(findings: readonly Finding[]): string | undefined {
  const [first, second] = findings;
  if (first && !second) return fixOf(first);
  const versions = new Set<string>();
  for (const finding of findings) {
    const version = fixOf(finding);
    if (version !== undefined) versions.add(version);
  }
  return versions.size > 1 ? highestVersion([...versions]) : versions.values().next().value;
}

function fixOf(finding: Finding): string | undefined {
  const details = vulnerabilityDetails(finding);
  const fixed = text(details?.fixed);
  return fixed ? (text(details?.upgrade?.to) ?? fixed) : undefined;
}
