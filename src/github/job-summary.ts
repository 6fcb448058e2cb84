import { summary } from '@actions/core';
import { reason } from '../findings/errors.js';
import type { Report } from '../findings/report.js';
import type { ReportContext } from '../reports/format.js';
import { renderMarkdown, SUMMARY } from '../reports/markdown.js';
import type { Log } from './client.js';

/** Adds the report to the job's summary, within the 1 MiB of a step. False, with a warning, when that fails. */
export async function writeSummary(
  report: Report,
  context: ReportContext,
  host: Log,
): Promise<boolean> {
  try {
    await summary.addRaw(renderMarkdown(report, context, SUMMARY), true).write();
    return true;
  } catch (error) {
    host.warning(`The job's summary was not written: ${reason(error)}`);
    return false;
  }
}
