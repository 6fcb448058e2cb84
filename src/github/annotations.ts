import { type AnnotationProperties, error, notice, warning } from '@actions/core';
import type { Finding } from '../findings/finding.js';
import type { Report } from '../findings/report.js';
import { plain, repositoryPath, shorten } from '../reports/escape.js';
import { byUrgency } from '../reports/order.js';

type Level = 'error' | 'warning' | 'notice';

/** What GitHub shows of one step, a level. */
const SHOWN = 10;

/**
 * Writes workflow commands that annotate lines of new findings: the most severe first, at most ten a level, fewer of
 * warnings when `warnings` were written by this step already. Returns how many were written and how many left out.
 */
export function annotate(
  report: Report,
  warnings: number,
): { readonly written: number; readonly left: number } {
  const room: Record<Level, number> = {
    error: SHOWN,
    warning: Math.max(0, SHOWN - warnings),
    notice: SHOWN,
  };
  const placed = report.findings.filter((f) => f.status === 'new' && f.location).sort(byUrgency);
  let written = 0;
  for (const finding of placed) {
    const level = LEVELS[finding.severity];
    if (room[level] === 0) continue;
    room[level]--;
    written++;
    WRITE[level](shorten(plain(finding.message), 4_000), properties(finding));
  }
  return { written, left: placed.length - written };
}

const WRITE = { error, warning, notice } as const;

const LEVELS = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
} as const;

function properties(finding: Finding): AnnotationProperties {
  const at = finding.location;
  const title = shorten(`${finding.severity}: ${plain(finding.rule)}`, 255);
  const file = at && repositoryPath(plain(at.path));
  if (!at || !file) return { title };
  return {
    title,
    file,
    startLine: at.startLine,
    endLine: at.endLine,
    // GitHub takes columns on one line only, and its end is inclusive.
    ...(at.startLine === at.endLine
      ? { startColumn: at.startColumn, endColumn: Math.max(at.startColumn, at.endColumn - 1) }
      : {}),
  };
}
