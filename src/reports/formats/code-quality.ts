import type { Report } from '../../core/report.js';
import type { Severity } from '../../core/severity.js';
import { sanitize, shorten, toJson, toRepositoryPath } from '../escape.js';
import { compareByPlace, openFindings } from '../finding-lists.js';
import type { Format } from '../format.js';

/** GitLab's code quality report, a subset of Code Climate's format: merge requests show it in the widget and the diff. */
export const codeQuality: Format = {
  id: 'code-quality',
  description: 'Code Climate JSON for GitLab’s code quality widget',
  render,
};

function render(report: Report): string {
  const issues = openFindings(report.findings)
    .sort(compareByPlace)
    .flatMap((finding) => {
      const path = toRepositoryPath(finding.location?.path ?? '');
      if (!finding.location || path === undefined) return [];
      const { startLine, endLine } = finding.location;
      return {
        type: 'issue',
        check_name: sanitize(finding.rule),
        categories: [finding.check === 'lint' ? 'Style' : 'Security'],
        description: `${sanitize(finding.rule)}: ${shorten(sanitize(finding.message), 1_000)}`,
        fingerprint: finding.fingerprint,
        severity: SEVERITIES[finding.severity],
        location: {
          path: sanitize(path),
          lines: { begin: startLine, end: Math.max(startLine, endLine) },
        },
      };
    });
  return `${toJson(issues, 2)}\n`;
}

const SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  info: 'info',
};
