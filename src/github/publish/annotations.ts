import type { Report } from '../../core/report.js';
import { sanitize, shorten } from '../../reports/escape.js';
import { compareByUrgency } from '../../reports/finding-lists.js';
import { ANNOTATION_LEVELS, annotationCommand } from '../../reports/formats/github-annotations.js';

/** What GitHub shows of one step, a level. */
const SHOWN = 10;

/**
 * Writes workflow commands that annotate lines of new findings: the most severe first, at most ten a level, fewer of
 * warnings when `warnings` were written by this step already. Returns how many were written and how many left out.
 */
export function writeAnnotations(
  report: Report,
  warnings: number,
): { readonly written: number; readonly left: number } {
  const room = { error: SHOWN, warning: Math.max(0, SHOWN - warnings), notice: SHOWN };
  const placed = report.findings
    .filter((f) => f.status === 'new' && f.location)
    .sort(compareByUrgency);
  let written = 0;
  for (const finding of placed) {
    const level = ANNOTATION_LEVELS[finding.severity];
    if (room[level] === 0) continue;
    room[level]--;
    written++;
    const title = shorten(`${finding.severity}: ${sanitize(finding.rule)}`, 255);
    process.stdout.write(`${annotationCommand(finding, title)}\n`);
  }
  return { written, left: placed.length - written };
}

/** Whether a step cannot show all: more than ten lines of one level. */
export function needsCheckRun(report: Report): boolean {
  const levels = report.findings
    .filter((f) => f.status === 'new' && f.location)
    .map((f) => ANNOTATION_LEVELS[f.severity]);
  return (['error', 'warning', 'notice'] as const).some(
    (level) => levels.filter((l) => l === level).length > SHOWN,
  );
}
