import type { Finding } from '../core/finding.js';
import type { Report, RuleBook } from '../core/report.js';
import type { HiddenFindings } from './hidden-findings.js';
import type { JoinedJobs } from './joined-jobs.js';

/** What a format shows in addition to the report. Passed in as data, so that a report always renders the same. */
export interface ReportContext {
  readonly rules: RuleBook;
  /** When the checks started and ended. */
  readonly started: Date;
  readonly ended: Date;
  /** Whether the text format uses ANSI colors. */
  readonly color?: boolean;
  /** Columns of the terminal: the text format wraps its lines. Absent when unknown: it then does not wrap. */
  readonly width?: number;
  /** Whether the text format lists every finding, instead of counting the less urgent ones. */
  readonly complete?: boolean;
  /** The text of a file of the repository, for source lines; undefined when it cannot be read. */
  readonly source?: (path: string) => string | undefined;
  /** What the findings were compared with (a branch, an image, a file); absent when all of them count as new. */
  readonly baseline?: string | undefined;
  /** Why there was no baseline, as the end of a sentence; absent when none was requested. */
  readonly noBaseline?: string | undefined;
  /** The Dockerfiles that the user selected; absent when all were checked. */
  readonly dockerfiles?: readonly string[];
  /** Age of the advisories, such as `2026-11-24`. */
  readonly advisories?: string;
  /** Where the policy came from, such as `.github/portside.yml@main`. */
  readonly policy?: string;
  /** The SHA-256 digest of the policy file, in hexadecimal digits; absent if it is not known. */
  readonly policyDigest?: string;
  /** The command applies a policy of its own: no policy file can allow a gap. */
  readonly isFixedPolicy?: boolean;
  /** Whether a finding fails a gate of the policy; absent when the policy is not known, as for merged reports. */
  readonly fails?: (finding: Finding) => boolean;
  readonly repository?: RepositoryContext | undefined;
  /** What the result is about, if that is not the pull request or branch of the run: `commit 3f2a1c4d of main, not …`. */
  readonly about?: string | undefined;
  /** The result was computed by a run that could not be trusted, such as that of a pull request from a fork. */
  readonly untrusted?: boolean;
  /** The findings that the report leaves out, as requested. Absent if there are none. */
  readonly hidden?: HiddenFindings;
  /** The report is that of several jobs, and does not have all of their findings. */
  readonly joined?: JoinedJobs;
  /** Replaces `portside` in the categories of code scanning. */
  readonly category?: string | undefined;
}

/** The repository on its server, for links. */
interface RepositoryContext {
  /** `owner/name` */
  readonly name: string;
  /** https://github.com */
  readonly server: string;
  /** The commit that links to lines lead to: 40 hex digits. */
  readonly commit?: string | undefined;
  /** The address of the workflow run. */
  readonly run?: string | undefined;
  /** The server is GitLab, which has other links and other words. GitHub if absent. */
  readonly isGitLab?: boolean;
}

/** What the server calls a proposed change. */
export function changeName({ repository }: Pick<ReportContext, 'repository'>): string {
  return repository?.isGitLab ? 'merge request' : 'pull request';
}

/** A report format: one file each in formats/, listed in all-formats.ts. */
export interface Format {
  /** The value of `--format`. */
  readonly id: string;
  /** One line for `--help`. */
  readonly description: string;
  /** The complete document, ending in a line break. Never throws, for any findings. */
  render(report: Report, context: ReportContext): string;
}

/** The part of the context that describes the baselines which a stored report names. */
export function baselineContext({
  baseline,
}: Pick<Report, 'baseline'>): Pick<ReportContext, 'baseline' | 'noBaseline'> {
  return {
    baseline: baseline?.with.join(', ') || undefined,
    noBaseline: baseline?.missing.join('; ') || undefined,
  };
}
