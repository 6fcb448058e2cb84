import type { Finding } from '../../core/finding.js';
import { compareByUrgency } from '../../core/urgency.js';
import { withStatus } from '../../reports/finding-lists.js';
import { type JobResult, omitFindings, withoutShared } from '../../reports/stored/job-result.js';
import { type CommentPart, type CommentState, encodeState } from './comment-state.js';

/** Characters of the state in a comment, which may have 65,536, and of each part if there are few. */
const MAX_STATE = 20_000;
const MAX_PART = 6_000;

/** Rows of new findings in a comment: at least these are kept, whatever else has to go. */
const ROWS = 10;

/** How many findings each job keeps in its lists, the most first. */
const LEVELS = [60, 30, ROWS].map((count) => ({
  new: count,
  existing: count,
  fixed: count,
  suppressed: count,
}));
const FEWEST = [
  { new: ROWS, existing: 3, fixed: 0, suppressed: 0 },
  { new: ROWS, existing: 0, fixed: 0, suppressed: 0 },
] as const;

/**
 * The text of the state with as many findings as fit. In the end it has the verdict and the numbers of each job, and the
 * ten most urgent new findings of all jobs.
 */
export function fitState(state: CommentState<JobResult>): string {
  const most = Math.min(MAX_STATE, MAX_PART * state.parts.size);
  for (const kept of [...LEVELS, ...FEWEST]) {
    const text = encodeState(mapResults(state, (result) => omitFindings(result, kept)));
    if (text.length <= most) return text;
  }
  const counted = mapResults(state, withoutShared);
  const urgent = mostUrgent(counted);
  return encodeState(
    mapResults(counted, (result) => {
      const own = result.report.findings.filter((finding) => urgent.has(finding)).length;
      return withoutShared(
        withoutDetails(omitFindings(result, { new: own, existing: 0, fixed: 0, suppressed: 0 })),
      );
    }),
  );
}

/** The most urgent new findings of all jobs. */
function mostUrgent({ parts }: CommentState<JobResult>): ReadonlySet<Finding> {
  const all = [...parts.values()].flatMap(({ content }) =>
    withStatus(content.report.findings, 'new'),
  );
  return new Set(all.sort(compareByUrgency).slice(0, ROWS));
}

/** Without what the comment of many jobs has no room for. */
function withoutDetails(result: JobResult): JobResult {
  const { report } = result;
  return {
    ...result,
    checked: '',
    report: {
      ...report,
      targets: report.targets.slice(0, 1),
      coverage: [],
      notes: [],
      incomplete: report.incomplete.slice(0, 1),
    },
  };
}

function mapResults(
  { run, parts }: CommentState<JobResult>,
  change: (result: JobResult) => JobResult,
): CommentState<JobResult> {
  const changed = [...parts].map(
    ([id, part]) => [id, { ...part, content: change(part.content) } satisfies CommentPart] as const,
  );
  return { run, parts: new Map(changed) };
}
