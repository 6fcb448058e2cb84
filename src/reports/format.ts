import type { Report, RuleBook } from '../core/report.js';

/** What a format needs to know beside the report; all of it is handed in, so that a report renders the same twice. */
export interface ReportContext {
  readonly rules: RuleBook;
  /** When the checks began and ended. */
  readonly started: Date;
  readonly ended: Date;
  /** ANSI colors in the text format. */
  readonly color?: boolean;
  /** Columns of the terminal; 100 when unknown. */
  readonly width?: number;
  /** The text of a file of the repository, for source lines; undefined when it cannot be read. */
  readonly source?: (path: string) => string | undefined;
  /** What the findings were compared with (a branch, an image, a file); absent when all of them count as new. */
  readonly baseline?: string;
  /** Why nothing could be compared with the base branch, as the end of a sentence; absent when that was not wanted. */
  readonly noBaseline?: string;
  /** The Dockerfiles that alone were checked; absent when all were. */
  readonly dockerfiles?: readonly string[];
  /** Age of the advisories, such as `2026-11-24`. */
  readonly advisories?: string;
  /** Where the policy came from, such as `.github/portside.yml@main`. */
  readonly policy?: string;
  readonly repository?: RepositoryContext;
}

/** What a context says of the baselines that a report names, for reports that were stored. */
export function baselineContext({
  baseline,
}: Pick<Report, 'baseline'>): Pick<ReportContext, 'baseline' | 'noBaseline'> {
  const [before, missing] = [baseline?.with.join(', '), baseline?.missing.join('; ')];
  return {
    ...(before ? { baseline: before } : {}),
    ...(missing ? { noBaseline: missing } : {}),
  };
}

/** The repository on its server, for links. */
interface RepositoryContext {
  /** `owner/name` */
  readonly name: string;
  /** https://github.com */
  readonly server: string;
  /** 40 hex digits: the commit that lines are linked at. */
  readonly commit?: string;
  /** The address of the workflow run. */
  readonly run?: string;
}

/** A way to write a report down: one a file, listed in reports.ts. */
export interface Format {
  /** What `--format` calls it. */
  readonly id: string;
  /** One line for `--help`. */
  readonly description: string;
  /** The whole document, ending in a line break. Never throws for what a finding says. */
  render(report: Report, context: ReportContext): string;
}
