import type { Finding } from '../../core/finding.js';
import type { Report } from '../../core/report.js';
import { compareByUrgency } from '../../core/urgency.js';
import { sanitize, shorten } from '../../reports/escape.js';
import {
  ANNOTATION_LEVELS,
  annotationCommand,
  foldBaseImages,
} from '../../reports/formats/github-annotations.js';

/** GitHub shows ten annotations of each level for one step. */
const MAX_PER_LEVEL = 10;

/**
 * Writes workflow commands that annotate the lines of new findings, the most urgent first. `warnings` is the number of
 * warnings that this step has written already: they count too. Returns how many were written and how many were not.
 */
export function writeAnnotations(
  report: Report,
  warnings: number,
): { readonly written: number; readonly left: number } {
  const room = {
    error: MAX_PER_LEVEL,
    warning: Math.max(0, MAX_PER_LEVEL - warnings),
    notice: MAX_PER_LEVEL,
  };
  const findings = annotatedFindings(report).sort(compareByUrgency);
  let written = 0;
  for (const finding of findings) {
    const level = ANNOTATION_LEVELS[finding.severity];
    if (room[level] === 0) continue;
    room[level]--;
    written++;
    const title = shorten(`${finding.severity}: ${sanitize(finding.rule)}`, 255);
    process.stdout.write(`${annotationCommand(finding, title)}\n`);
  }
  return { written, left: findings.length - written };
}

/** Whether there are more annotations than a step can show. */
export function exceedsStepLimit(report: Report): boolean {
  const levels = annotatedFindings(report).map((f) => ANNOTATION_LEVELS[f.severity]);
  return (['error', 'warning', 'notice'] as const).some(
    (level) => levels.filter((l) => l === level).length > MAX_PER_LEVEL,
  );
}

/** New findings with a location; those of a base image as one. */
export function annotatedFindings(report: Report): Finding[] {
  return foldBaseImages(report.findings.filter(isAnnotated));
}

export function isAnnotated({ status, location }: Finding): boolean {
  return status === 'new' && location !== undefined;
}
