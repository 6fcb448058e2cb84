import type { Finding } from '../../core/finding.js';
import { fingerprint } from '../../core/fingerprint.js';
import type { Report } from '../../core/report.js';
import type { Severity } from '../../core/severity.js';
import { compareByPlace } from '../../core/urgency.js';
import { sanitize, shorten, toJson, toRepositoryPath } from '../escape.js';
import type { Format } from '../format.js';
import { gapMessages, gapTarget } from '../gaps.js';
import { findingsFor } from '../gitlab-formats.js';

/**
 * GitLab's code quality report, a subset of Code Climate's format: merge requests show it in the widget and the diff. It has
 * the findings on lines of files that GitLab's security reports do not have.
 */
export const codeQuality: Format = {
  id: 'code-quality',
  description: 'Code Climate JSON for GitLab’s code quality widget',
  render,
};

function isStyle({ check, severity }: Finding): boolean {
  return check === 'lint' && (severity === 'info' || severity === 'low');
}

function render(report: Report): string {
  const issues = findingsFor(report, 'code-quality')
    .sort(compareByPlace)
    .map((finding) => {
      const { startLine = 1, endLine = 1, path = finding.subject?.path } = finding.location ?? {};
      return {
        type: 'issue',
        check_name: sanitize(finding.rule),
        categories: [isStyle(finding) ? 'Style' : 'Security'],
        description: `${sanitize(finding.rule)}: ${shorten(sanitize(finding.message), 1_000)}`,
        fingerprint: finding.fingerprint,
        severity: SEVERITIES[finding.severity],
        location: {
          path: sanitize(toRepositoryPath(path ?? '') ?? NO_FILE),
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
      path: sanitize(toRepositoryPath(gap.target) ?? NO_FILE),
      lines: { begin: 1, end: 1 },
    },
  };
}

/** Where the format asks for a file and there is none. */
const NO_FILE = 'Dockerfile';

const SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  info: 'info',
};
