import type { Finding } from '../../core/finding.js';
import type { Report } from '../../core/report.js';
import type { Severity } from '../../core/severity.js';
import { compareByPlace } from '../../core/urgency.js';
import { groupBy } from '../../lib/group-by.js';
import { escapeHtml, shorten } from '../escape.js';
import { openFindings } from '../finding-lists.js';
import type { Format } from '../format.js';
import { gapMessages } from '../gaps.js';

/** Checkstyle XML with every open finding that has a location in the repository, and what was not checked. */
export const checkstyle: Format = {
  id: 'checkstyle',
  description: 'Checkstyle XML for editors and review bots',
  render,
};

function render(report: Report): string {
  const located = openFindings(report.findings).filter((f) => f.location !== undefined);
  const rows = [
    ...located
      .sort(compareByPlace)
      .map((f) => ({ path: f.location?.path ?? '', xml: renderError(f) })),
    ...gapMessages(report).map((message) => ({
      path: message.gap.target,
      xml: renderGap(message),
    })),
  ];
  const files = groupBy(rows, ({ path }) => path);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<checkstyle version="4.3">',
    ...[...files].flatMap(([path, errors]) => [
      `  <file name="${escapeHtml(path)}">`,
      ...errors.map(({ xml }) => xml),
      '  </file>',
    ]),
    '</checkstyle>',
    '',
  ].join('\n');
}

function renderError(finding: Finding): string {
  const { startLine = 1, startColumn = 1 } = finding.location ?? {};
  const message = escapeHtml(shorten(finding.message, 4_000));
  const source = escapeHtml(shorten(`portside.${finding.check}.${finding.rule}`, 500));
  return `    <error line="${startLine}" column="${startColumn}" severity="${LEVELS[finding.severity]}" message="${message}" source="${source}"/>`;
}

function renderGap({ gap, isError, text }: ReturnType<typeof gapMessages>[number]): string {
  return `    <error line="1" column="1" severity="${isError ? 'error' : 'info'}" message="${escapeHtml(text)}" source="portside.${gap.check}.not-checked"/>`;
}

const LEVELS: Readonly<Record<Severity, string>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'info',
  info: 'info',
};
