import type { Finding } from '../findings/finding.js';
import type { Report } from '../findings/report.js';
import { code, shorten } from './escape.js';
import type { ReportContext } from './format.js';
import { count, countBySeverity, groupBy, open, withStatus } from './order.js';
import { isVulnerability, type Packages, vulnerability } from './vulnerability.js';

/** The verdict in one plain line, not yet escaped: it is what an e-mail shows first. */
export function headline(report: Report, context: ReportContext): string {
  const { outcome, reasons } = report.verdict;
  const fresh = withStatus(report.findings, 'new');
  const why = shorten(reasons.join('; '), 300);
  if (outcome === 'fail') {
    return `❌ Container check failed: ${why || count(fresh.length, 'new finding')}`;
  }
  if (outcome === 'incomplete') {
    const unchecked = report.incomplete.map((i) => i.check);
    return `⚠️ Container check incomplete: ${why || `${[...new Set(unchecked)].join(', ')} could not be checked`}`;
  }
  if (fresh.length === 0) {
    const old = open(report.findings).length;
    return `✅ Container check passed: nothing new${old > 0 && context.baseline ? `, ${old} known` : ''}`;
  }
  const noun = context.baseline === undefined ? 'finding' : 'new finding';
  return `✅ Container check passed with ${count(fresh.length, noun)}: ${countBySeverity(fresh)}`;
}

/** The one update that mends the most, in Markdown; undefined when none mends two or more. */
export function fixFirst(findings: readonly Finding[], packages: Packages): string | undefined {
  const mendable = findings.filter(isVulnerability).flatMap((f) => {
    const facts = vulnerability(f, packages);
    return facts.fixed === undefined ? [] : [{ fixed: facts.fixed, facts }];
  });
  const groups = groupBy(mendable, (m) => `${m.facts.package}\n${m.facts.installed ?? ''}`);
  const best = [...groups.values()].sort((a, b) => b.length - a.length)[0];
  const first = best?.[0];
  if (!best || !first || best.length < 2) return undefined;
  // The findings come most urgent first; without a comparator for every ecosystem no version is called the highest.
  const versions = [...new Set(best.map((m) => m.fixed))];
  const target = versions.length === 1 ? ` to ${code(shorten(first.fixed, 80))}` : '';
  const vulnerabilities = findings.filter(isVulnerability).length;
  return `update ${code(shorten(first.facts.package, 120))} ${code(shorten(first.facts.installed ?? '', 80))}${target}: mends ${best.length} of ${count(vulnerabilities, 'vulnerability', 'vulnerabilities')}`;
}
