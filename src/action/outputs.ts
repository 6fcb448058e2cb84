import type { Report } from '../core/report.js';

/** Where reports were written, relative to the workspace. */
export interface ReportFiles {
  readonly report?: string;
  readonly sarif?: string;
}

/** Sets the outputs of action.yml. Called before the gate fails the step, so that later steps always have them. */
export async function setOutputs(report: Report, files: ReportFiles): Promise<void> {
  // Lazy: it brings an HTTP client that takes longer to load than most checks take.
  const { setOutput } = await import('@actions/core');
  const standing = report.findings.filter((f) => f.status === 'new' || f.status === 'existing');
  setOutput('verdict', report.verdict.outcome);
  setOutput('report', files.report ?? '');
  setOutput('sarif', files.sarif ?? '');
  setOutput('findings', standing.length);
  setOutput('new-findings', standing.filter((f) => f.status === 'new').length);
}
