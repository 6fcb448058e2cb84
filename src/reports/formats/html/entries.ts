import type { Finding } from '../../../core/finding.js';
import { groupBy } from '../../../lib/group-by.js';
import { compareByUrgency } from '../../finding-lists.js';
import { groupByPackage, type PackageGroup } from '../../package-groups.js';
import { isAboutPackage, type PackagesByPurl } from '../../vulnerability-facts.js';

/** Findings that share their explanation and their fix. */
export interface HtmlEntry {
  /** The most urgent first. */
  readonly findings: readonly [Finding, ...Finding[]];
  /** Of the vulnerabilities of one package at one place. */
  readonly group?: PackageGroup;
}

/**
 * Every finding in exactly one entry: the vulnerabilities of a package at one place, as in the comment, or the findings of one
 * rule with the same severity and status. The most urgent entry comes first.
 */
export function groupEntries(findings: readonly Finding[], packages: PackagesByPurl): HtmlEntry[] {
  const vulnerabilities = groupByPackage(findings.filter(isAboutPackage), packages);
  const others = groupBy(
    findings.filter((finding) => !isAboutPackage(finding)).sort(compareByUrgency),
    ({ check, rule, severity, status }) => [check, rule, severity, status].join('\n'),
  );
  return [
    ...vulnerabilities.map((group): HtmlEntry => ({ findings: group.findings, group })),
    ...[...others.values()].flatMap(([first, ...rest]): HtmlEntry[] =>
      first ? [{ findings: [first, ...rest] }] : [],
    ),
  ].sort((a, b) => compareByUrgency(a.findings[0], b.findings[0]));
}
