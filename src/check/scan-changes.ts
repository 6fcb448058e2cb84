import { compareWithBaseline, type InspectedScope } from '../baseline/compare.js';
import type { Coverage } from '../core/coverage.js';
import type { Check, Finding } from '../core/finding.js';
import type { Report } from '../core/report.js';
import { openFindings } from '../reports/finding-lists.js';
import { ruleBook } from './rule-book.js';

/** What is different from an earlier report of the same target. */
export interface ScanChanges {
  /** The report with its new and fixed findings only, without packages, and without checks that do not apply. */
  readonly report: Report;
  readonly isChanged: boolean;
}

/**
 * Compares two reports of a target. Unlike with a baseline, a vulnerability that was published in between is new. A finding
 * is fixed only if its check ran. The verdict is about all findings. Without an earlier report nothing is new.
 */
export function scanChanges(
  report: Report,
  earlier: Report | undefined,
  how: ScanManner = {},
): ScanChanges {
  const open = openFindings(report.findings);
  const compared = earlier
    ? compareWithBaseline(
        open,
        {
          name: 'the earlier scan',
          findings: openFindings(earlier.findings),
          checks: new Set(earlier.coverage.map(({ check }) => check)),
        },
        {
          targets: report.targets,
          incomplete: report.incomplete,
          wholeRepository: false,
          only: [...checksOf(report)],
          uncovered: lostCoverage(report, earlier),
          supersededBy: (rule) => ruleBook.get(rule)?.supersedes ?? [],
          ...how,
        },
      ).findings
    : [];
  const findings = compared.filter(({ status }) => status === 'new' || status === 'fixed');
  const { schema, tool, created, targets, incomplete, verdict } = report;
  return {
    isChanged: findings.length > 0,
    report: {
      ...{ schema, tool, targets, incomplete, verdict, findings },
      scope: 'changes',
      ...(created !== undefined && { created }),
      packages: [],
      notes: [],
      coverage: report.coverage.filter(({ state }) => state !== 'not-applicable'),
      ...(earlier && { baseline: { with: ['the earlier scan'], missing: [] } }),
    },
  };
}

/** What of a scan its report does not say. */
type ScanManner = Pick<InspectedScope, 'withoutVirusScan'>;

/**
 * Why an earlier report of the target says more: a check that it has `failed` in this scan or had no data, as without the
 * advisories of an ecosystem, or this scan has `fewer` checks.
 * Undefined if it does not say more.
 */
export function lossSince(
  report: Report,
  earlier: Report,
  { withoutVirusScan }: ScanManner = {},
): 'failed' | 'fewer' | undefined {
  const now = checksOf(report);
  const did = new Set(earlier.coverage.filter(wasDone).map(({ check }) => check));
  const isOfScanner = ({ check, details }: Finding) =>
    check === 'malware' && details !== undefined && 'scanner' in details;
  if ([...did].some((check) => !now.has(check))) return 'fewer';
  if (withoutVirusScan && openFindings(earlier.findings).some(isOfScanner)) return 'fewer';
  return lostCoverage(report, earlier).some(({ allowed }) => !allowed) ? 'failed' : undefined;
}

/** What this scan did not look at, by checks that the earlier one did; also gaps that the policy allows, which fix nothing. */
function lostCoverage(report: Report, earlier: Report): Coverage[] {
  const did = new Set(earlier.coverage.filter(wasDone).map(({ check }) => check));
  const does = new Set(report.coverage.filter(wasDone).map(({ check }) => check));
  const isLost = ({ check, state }: Coverage) =>
    did.has(check) && (state === 'failed' || (state === 'not-covered' && !does.has(check)));
  const isFewer = lostPackages(report, earlier);
  const isPart = ({ check, state }: Coverage) =>
    isFewer && check === 'vulnerability' && state === 'partial';
  return report.coverage.filter((row) => isLost(row) || isPart(row));
}

/** Whether more packages are left out than in the earlier scan, and one of them had a finding. */
function lostPackages(report: Report, earlier: Report): boolean {
  if (uncovered(report) <= uncovered(earlier)) return false;
  const open = new Set(report.findings.map(({ fingerprint }) => fingerprint));
  const listed = new Set(report.packages.map(({ purl }) => purl));
  return openFindings(earlier.findings).some(
    ({ fingerprint, subject }) => !open.has(fingerprint) && listed.has(subject?.purl ?? ''),
  );
}

function uncovered({ coverage }: Report): number {
  return coverage.reduce((sum, { uncoveredPackages = 0 }) => sum + uncoveredPackages, 0);
}

/** The checks of the scan, also those that failed. */
function checksOf({ coverage }: Report): ReadonlySet<Check> {
  return new Set(coverage.map(({ check }) => check));
}

function wasDone({ state }: Coverage): boolean {
  return state === 'checked' || state === 'partial';
}
