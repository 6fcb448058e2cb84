import { type Finding, vulnerabilityDetails } from '../../core/finding.js';
import { highestVersion } from '../../lib/highest-version.js';

/** The version of one package that fixes all of these vulnerabilities of it; undefined if their order is not known. */
export function fixedIn(findings: readonly Finding[]): string | undefined {
  const versions = findings.flatMap((finding) => {
    const details = vulnerabilityDetails(finding);
    return details?.fixed ? (details.upgrade?.to ?? details.fixed) : [];
  });
  return highestVersion([...new Set(versions)]);
}
