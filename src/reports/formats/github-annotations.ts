import { CHECK_NAMES } from '../../core/check-names.js';
import type { Finding } from '../../core/finding.js';
import type { Report } from '../../core/report.js';
import type { Severity } from '../../core/severity.js';
import { compareByPlace, compareByUrgency } from '../../core/urgency.js';
import { sanitize, shorten, toRepositoryPath } from '../escape.js';
import { openFindings } from '../finding-lists.js';
import type { Format } from '../format.js';
import { gapMessages } from '../gaps.js';
import { verdictSentence } from '../headline.js';
import { splitBaseImages } from '../origin-groups.js';
import { workflowCommand } from '../workflow-command.js';

/**
 * Workflow commands that annotate lines, for a workflow step that runs the command line:
 * `::error file=…,line=…::message`.
 * Source: docs.github.com, "Workflow commands for GitHub Actions".
 */
export const githubAnnotations: Format = {
  id: 'github',
  description: 'workflow commands that annotate lines on GitHub',
  render: (report: Report) =>
    [
      ...annotated(openFindings(report.findings))
        .sort(compareByPlace)
        .map((f) => annotationCommand(f, shorten(sanitize(f.rule), 255))),
      ...gapMessages(report).map(({ gap, isError, text }) =>
        workflowCommand(isError ? 'error' : 'notice', text, {
          title: `Not checked: ${CHECK_NAMES[gap.check]}`,
        }),
      ),
      `Portside: ${sanitize(verdictSentence(report, report.verdict.outcome))}`,
      '',
    ].join('\n'),
};

/** What the pull request did not bring is folded apart, so that it does not look new. */
function annotated(findings: readonly Finding[]): Finding[] {
  const isExisting = ({ status }: Finding) => status === 'existing';
  return [
    ...foldBaseImages(findings.filter((one) => !isExisting(one))),
    ...foldBaseImages(findings.filter(isExisting)),
  ];
}

/**
 * The findings to annotate. Those that a newer base image resolves are one on its FROM line, as severe as the worst of
 * them: a line would have dozens.
 */
export function foldBaseImages(findings: readonly Finding[]): Finding[] {
  const { own, bases } = splitBaseImages(findings);
  const folded = bases.map(({ findings: [first, ...others], name, summary }): Finding => {
    if (others.length === 0) return first;
    const [worst = first] = [first, ...others].sort(compareByUrgency);
    const base = name === undefined ? 'the base image' : `base image ${shorten(name, 120)}`;
    const message = `${others.length + 1} findings from ${base}: ${summary}`;
    return { ...worst, rule: 'base image', message };
  });
  return [...own, ...folded];
}

/** The annotation level of each severity. */
export const ANNOTATION_LEVELS = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
} as const satisfies Readonly<Record<Severity, string>>;

/** The workflow command that annotates the line of a finding. An existing one fails nothing: it is a notice. */
export function annotationCommand(
  { severity, message, location, status }: Finding,
  title: string,
): string {
  const file = location && toRepositoryPath(sanitize(location.path));
  const isExisting = status === 'existing';
  const level = isExisting ? 'notice' : ANNOTATION_LEVELS[severity];
  const text = `${shorten(sanitize(message), 4_000)}${isExisting ? ' (existing)' : ''}`;
  return workflowCommand(level, text, {
    title,
    ...(location && file
      ? {
          file,
          line: location.startLine,
          endLine: location.endLine,
          // GitHub accepts columns for a single line only, and the end column is inclusive.
          ...(location.startLine === location.endLine
            ? {
                col: location.startColumn,
                endColumn: Math.max(location.startColumn, location.endColumn - 1),
              }
            : {}),
        }
      : {}),
  });
}
