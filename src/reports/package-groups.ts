import type { Finding } from '../core/finding.js';
import { byUrgency, groupBy } from './order.js';
import {
  type PackagesByPurl,
  type VulnerabilityFacts,
  vulnerabilityFacts,
} from './vulnerability-facts.js';

/** The vulnerabilities of one package in one place: what a reader fixes at once. */
export interface PackageGroup {
  /** The most urgent first. */
  readonly findings: readonly [Finding, ...Finding[]];
  readonly facts: VulnerabilityFacts;
  readonly exploited: boolean;
  /** The ids, in the order of the findings, each once. */
  readonly rules: readonly string[];
  readonly remediation: PackageRemediation;
}

/** What fixes a package. */
export interface PackageRemediation {
  /** The smallest version that clears all that can be cleared; where that is not known, the versions that fix any. */
  readonly versions: readonly string[];
  /** How many of the package's vulnerabilities that leaves. */
  readonly unfixed: number;
  /** The base image that the package comes with: that is what to update. */
  readonly baseImage?: string;
}

/** Findings of packages as groups, in the order of their most urgent ones. */
export function groupByPackage(
  findings: readonly Finding[],
  packages: PackagesByPurl,
): PackageGroup[] {
  const groups = groupBy([...findings].sort(byUrgency), (finding) =>
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
  // Findings that another scanner brought know no version for the whole package.
  const targets = [
    ...new Set(facts.flatMap(({ fixed, upgrade }) => (fixed && upgrade) ?? fixed ?? [])),
  ];
  const highest = highestVersion(targets);
  const unfixed = facts.filter(({ fixed }) => fixed === undefined).length;
  return {
    findings,
    facts: first,
    exploited: facts.some(({ exploited }) => exploited),
    rules: [...new Set(findings.map(({ rule }) => rule))],
    remediation: {
      versions: highest === undefined ? targets : [highest],
      unfixed: unfixed,
      ...(first.baseImage === undefined ? {} : { baseImage: first.baseImage }),
    },
  };
}

/** The highest of versions that every ecosystem orders alike, `4.17.21`; undefined when one has letters and differs. */
export function highestVersion(versions: readonly string[]): string | undefined {
  if (versions.length <= 1) return versions[0];
  if (!versions.every((v) => /^\d{1,9}(\.\d{1,9})*$/.test(v))) return undefined;
  return versions.reduce((a, b) => (compareNumbers(a, b) < 0 ? b : a));
}

function compareNumbers(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  const at = left.findIndex((n, i) => n !== right[i]);
  return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
}
