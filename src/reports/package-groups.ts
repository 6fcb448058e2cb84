import type { Finding } from '../core/finding.js';
import { compareByUrgency } from '../core/urgency.js';
import { groupBy } from '../lib/group-by.js';
import { highestVersion } from '../lib/highest-version.js';
import {
  type PackagesByPurl,
  type VulnerabilityFacts,
  vulnerabilityFacts,
} from './vulnerability-facts.js';

/** The vulnerabilities of one package at one place, which one upgrade fixes. */
export interface PackageGroup {
  /** The most urgent first. */
  readonly findings: readonly [Finding, ...Finding[]];
  readonly facts: VulnerabilityFacts;
  readonly exploited: boolean;
  /** The vulnerabilities' ids in the order of the findings, each once. */
  readonly rules: readonly string[];
  readonly remediation: PackageRemediation;
}

/** What fixes a package. */
export interface PackageRemediation {
  /** The lowest version that fixes every fixable vulnerability; when it is unknown, the versions that fix any of them. */
  readonly versions: readonly string[];
  /** How many vulnerabilities of the package have no fix. */
  readonly unfixed: number;
  /** None of the vulnerabilities has a fix, and the distribution plans none. */
  readonly willNotFix: boolean;
  /** The base image that contains the package: a newer base image fixes it. */
  readonly baseImage: string | undefined;
}

/** Groups findings by package and place, in the order of the most urgent finding of each group. */
export function groupByPackage(
  findings: readonly Finding[],
  packages: PackagesByPurl,
): PackageGroup[] {
  const groups = groupBy([...findings].sort(compareByUrgency), (finding) =>
    JSON.stringify([
      finding.subject?.image,
      finding.subject?.purl ?? finding.subject?.path ?? finding.rule,
      finding.status,
      finding.location,
    ]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first, ...rest] = group;
    return first ? [packageGroup([first, ...rest], packages)] : [];
  });
}

function packageGroup(findings: PackageGroup['findings'], packages: PackagesByPurl): PackageGroup {
  const facts = findings.map((finding) => vulnerabilityFacts(finding, packages));
  const [first = vulnerabilityFacts(findings[0], packages)] = facts;
  // Findings of an external report have no version for the whole package.
  const versions = [...new Set(facts.flatMap(({ fixed }) => fixed ?? []))];
  const highest = highestVersion(versions);
  return {
    findings,
    facts: first,
    exploited: facts.some(({ exploited }) => exploited),
    rules: [...new Set(findings.map(({ rule }) => rule))],
    remediation: {
      versions: highest === undefined ? versions : [highest],
      unfixed: facts.filter(({ fixed }) => fixed === undefined).length,
      willNotFix: facts.every(({ fixed, willNotFix }) => fixed === undefined && willNotFix),
      baseImage: first.baseImage,
    },
  };
}
