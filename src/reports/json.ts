import type { Report } from '../findings/report.js';
import { json as encode } from './escape.js';
import type { Format } from './format.js';

/** The whole report for programs, as docs/report.schema.json describes it (DESIGN §10). */
export const json: Format = {
  id: 'json',
  description: 'the whole report for programs (docs/report.schema.json)',
  render,
};

function render(report: Report): string {
  return `${encode(
    {
      schema: report.schema,
      tool: report.tool,
      targets: report.targets,
      packages: report.packages,
      findings: report.findings,
      incomplete: report.incomplete,
      notes: report.notes,
      ...(report.baseline && { baseline: report.baseline }),
      ...(report.policyChange && { policyChange: report.policyChange }),
      verdict: report.verdict,
    },
    2,
  )}\n`;
}
