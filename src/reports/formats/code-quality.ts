import { fingerprint } from '../../core/fingerprint.js';
import type { Report } from '../../core/report.js';
import type { Severity } from '../../core/severity.js';
import { sanitize, shorten, toJson, toRepositoryPath } from '../escape.js';
import { compareByPlace, openFindings } from '../finding-lists.js';
import type { Format } from '../format.js';
import { gapMessages, gapTarget } from '../gaps.js';

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
  return `${toJson([...issues, ...gapMessages(report).map(gapIssue)], 2)}\n`;
}

/** A gap as an issue at the first line of its target: the format has no place for what was not checked. */
function gapIssue({ gap, isError, text }: ReturnType<typeof gapMessages>[number]) {
  return {
    type: 'issue',
    check_name: 'not-checked',
    categories: ['Security'],
    description: shorten(text, 1_000),
    fingerprint: fingerprint('not-checked', gap.check, gapTarget(gap)),
    severity: isError ? SEVERITIES.high : SEVERITIES.info,
    location: {
      path: sanitize(toRepositoryPath(gap.target) ?? 'Dockerfile'),
      lines: { begin: 1, end: 1 },
    },
  };
}

const SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  info: 'info',
};
