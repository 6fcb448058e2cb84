import type { Finding } from '../../core/finding.js';
import type { Report } from '../../core/report.js';
import { compareByUrgency } from '../../core/urgency.js';
import { sanitize, toRepositoryPath } from '../escape.js';
import type { Format, ReportContext } from '../format.js';
import { gapsOf, wasChecked } from '../gaps.js';
import { findingsFor } from '../gitlab-formats.js';
import { identifiersOf, SCHEMA_VERSION, securityEntry, securityReport } from './gitlab/document.js';

/** GitLab's secret detection report, with the secrets in files and in images. The secrets themselves are not in it. */
export const gitlabSecretDetection: Format = {
  id: 'gitlab-secret-detection',
  description: `GitLab secret detection report ${SCHEMA_VERSION}`,
  render,
};

function render(report: Report, context: ReportContext): string {
  return securityReport(report, context, {
    type: 'secret_detection',
    isComplete:
      wasChecked(report, 'secret') && !gapsOf(report).open.some(({ check }) => check === 'secret'),
    vulnerabilities: findingsFor(report, 'gitlab-secret-detection')
      .sort(compareByUrgency)
      .map((finding) => entry(finding, report, context)),
  });
}

function entry(finding: Finding, { commits = [] }: Report, { rules }: ReportContext) {
  const { rule, message, advice, location, subject } = finding;
  const known = rules.get(rule);
  const type = sanitize(rule) || 'unknown';
  const path = toRepositoryPath(location?.path ?? subject?.path ?? '');
  return {
    ...securityEntry(finding, {
      name: known?.title ?? rule,
      description: message,
      solution: advice ?? known?.remediation,
    }),
    identifiers: identifiersOf(finding, [{ type: 'portside_rule', name: type, value: type }]),
    location: {
      file: sanitize(path ?? subject?.image ?? 'image'),
      ...(location && {
        start_line: location.startLine,
        end_line: Math.max(location.startLine, location.endLine),
      }),
      // GitLab's own analyzer writes zeros for a scan of files.
      commit: { sha: sanitize(commits[0] ?? '') || '0000000' },
    },
  };
}
