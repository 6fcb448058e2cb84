import type { Finding } from '../findings/finding.js';
import type { Report } from '../findings/report.js';
import type { Severity } from '../findings/severity.js';
import { plain, repositoryPath, shorten } from './escape.js';
import type { Format } from './format.js';
import { byPlace, open } from './order.js';

/**
 * Workflow commands that annotate lines, for a step that runs the command line: `::error file=…,line=…::message`.
 * Source: docs.github.com, "Workflow commands for GitHub Actions".
 */
export const githubAnnotations: Format = {
  id: 'github',
  description: 'workflow commands that annotate lines on GitHub',
  render: (report: Report) =>
    [
      ...open(report.findings).sort(byPlace).map(command),
      `Portside: ${report.verdict.outcome}`,
      '',
    ].join('\n'),
};

const COMMANDS: Readonly<Record<Severity, string>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
};

function command({ severity, rule, message, location }: Finding): string {
  const file = location && repositoryPath(plain(location.path));
  const properties = {
    ...(location && file
      ? {
          file,
          line: location.startLine,
          endLine: location.endLine,
          // GitHub takes columns on one line only, and its end is inclusive.
          ...(location.startLine === location.endLine
            ? {
                col: location.startColumn,
                endColumn: Math.max(location.startColumn, location.endColumn - 1),
              }
            : {}),
        }
      : {}),
    title: shorten(plain(rule), 255),
  };
  const list = Object.entries(properties).map(
    ([name, value]) => `${name}=${property(String(value))}`,
  );
  return `::${COMMANDS[severity]} ${list.join(',')}::${data(shorten(plain(message), 4_000))}`;
}

/** As @actions/core escapes a command's message. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** As @actions/core escapes a command's property. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
