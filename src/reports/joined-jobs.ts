import type { Outcome } from '../core/report.js';
import type { Severity } from '../core/severity.js';

/** The jobs whose results one comment shows. */
export interface JoinedJobs {
  readonly jobs: readonly JoinedJob[];
  /** Jobs of the matrix, and those of them that have not reported. */
  readonly total: number;
  readonly missing: number;
  /** Findings that count, but that the joined report does not have: comments have little room. */
  readonly omitted: ListCounts;
}

/** The result of one job. */
export interface JoinedJob {
  /** The images or files that it checked: `app:1, worker:1`. Not escaped. */
  readonly name: string;
  readonly outcome: Outcome;
  /** What was checked: `lint (1 Dockerfile), secret`. Not escaped. */
  readonly checked: string;
  readonly counts: ListCounts;
}

/** The number of findings by list, severity and in total. */
type ListCounts = Readonly<
  Record<'new' | 'existing' | 'fixed' | 'suppressed', Readonly<Record<Severity | 'total', number>>>
>;
