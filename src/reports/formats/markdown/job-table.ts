import type { Outcome } from '../../../core/report.js';
import { SEVERITIES } from '../../../core/severity.js';
import { pluralize } from '../../../lib/text.js';
import { escapeMarkdown, shorten } from '../../escape.js';
import type { JoinedJob, JoinedJobs } from '../../joined-jobs.js';
import { codeName } from './links.js';

/** Jobs that a comment lists. */
const MAX_ROWS = 50;

/** A row for each job whose result the comment shows, the worst first, and how many have not reported. */
export function jobTable({ jobs, missing }: JoinedJobs): string {
  const sorted = [...jobs].sort((a, b) => rank(a) - rank(b));
  const rows = sorted.slice(0, MAX_ROWS).map((job) => {
    const counts = SEVERITIES.flatMap((severity) => {
      const count = job.counts.new[severity];
      return count > 0 ? [`${count} ${severity}`] : [];
    });
    return `| ${codeName(job.name)} | ${OUTCOMES[job.outcome]} | ${counts.join(', ') || '0'} |`;
  });
  const more = sorted.length - rows.length;
  return [
    '| Job | Result | New |',
    '|---|---|---|',
    ...rows,
    ...(more > 0 ? [`| … and ${more} more | | |`] : []),
    ...(missing > 0 ? [`| ${pluralize(missing, 'more job')} | ⏳ not reported | |`, '', NOTE] : []),
  ].join('\n');
}

const NOTE =
  'A job that has not reported is still running, was cancelled, failed before Portside could report, or had nothing to report before this comment existed.';

/** What each job checked, one line each. */
export function checkedByJob({ jobs }: JoinedJobs): string {
  const lines = jobs
    .slice(0, MAX_ROWS)
    .map(({ name, checked }) => `- ${codeName(name)}: ${escapeMarkdown(shorten(checked, 300))}`);
  const more = jobs.length - lines.length;
  return [...lines, ...(more > 0 ? [`- … and ${more} more`] : [])].join('\n');
}

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  fail: '❌ failed',
  incomplete: '⚠️ incomplete',
  pass: '✅ passed',
};

function rank({ outcome }: JoinedJob): number {
  return Object.keys(OUTCOMES).indexOf(outcome);
}
