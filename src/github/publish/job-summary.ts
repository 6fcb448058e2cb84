import { appendFile } from 'node:fs/promises';
import type { Report } from '../../core/report.js';
import { reason } from '../../lib/errors.js';
import type { ReportContext } from '../../reports/format.js';
import { renderMarkdown, SUMMARY_SIZE } from '../../reports/formats/markdown.js';
import type { GitHubLogger } from '../client.js';

/** Adds the report to the job's summary, within the 1 MiB of a step. False, with a warning, when that fails. */
export async function writeSummary(
  report: Report,
  context: ReportContext,
  file: string | undefined,
  host: GitHubLogger,
): Promise<boolean> {
  if (file === undefined) return false;
  try {
    await appendFile(file, renderMarkdown(report, context, SUMMARY_SIZE));
    return true;
  } catch (error) {
    host.warning(`The job's summary was not written: ${reason(error)}`);
    return false;
  }
}
