import type { Finding } from '../findings/finding.js';
import type { Report } from '../findings/report.js';
import { code, shorten } from './escape.js';
import type { ReportContext } from './format.js';
import { count, countBySeverity, groupBy, open, withStatus } from './order.js';
import { isVulnerability, type Packages, vulnerability } from './vulnerability.js';

/** The verdict in one plain line, not yet escaped: it is what an e-mail shows first. */
export function headline(report: Report, context: ReportContext): string {
  const { outcome } = report.verdict;
  const fresh = withStatus(report.findings, 'new');
  const why = shorten(verdictReasons(report).join('; '), 300);
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

/**
 * Why the verdict is what it is. What could not be checked is said in full elsewhere: here it is counted, so that the
 * line stays one.
 */
export function verdictReasons(report: Report): string[] {
  const said = new Set(report.incomplete.map((i) => i.reason));
  const own = report.verdict.reasons.filter((r) => ![...said].some((reason) => r.endsWith(reason)));
  const unchecked = report.verdict.reasons.length - own.length;
  if (unchecked === 0) return own;
  return [...own, `${count(unchecked, 'check')} could not run`];
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
  const version = highest(best.map((m) => m.fixed));
  const target = version === undefined ? '' : ` to ${code(shorten(version, 80))}`;
  const vulnerabilities = findings.filter(isVulnerability).length;
  return `update ${code(shorten(first.facts.package, 120))} ${code(shorten(first.facts.installed ?? '', 80))}${target}: mends ${best.length} of ${count(vulnerabilities, 'vulnerability', 'vulnerabilities')}`;
}

/** The highest of versions that every ecosystem orders alike, `4.17.21`; undefined when one has letters and differs. */
function highest(versions: readonly string[]): string | undefined {
  const different = [...new Set(versions)];
  if (different.length <= 1) return different[0];
  if (!different.every((v) => /^\d{1,9}(\.\d{1,9})*$/.test(v))) return undefined;
  return different.reduce((a, b) => (compareNumbers(a, b) < 0 ? b : a));
}

function compareNumbers(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  const at = left.findIndex((n, i) => n !== right[i]);
  return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
}
