import type { Finding } from '../core/finding.js';
import type { Report } from '../core/report.js';
import { groupBy } from '../lib/group-by.js';
import { pluralize } from '../lib/text.js';
import { openFindings } from './finding-lists.js';
import { isAboutPackage } from './vulnerability-facts.js';

/** The formats that GitLab shows, by their `--format` names. Each finding is in exactly one of them. */
export type GitLabFormat = 'gitlab' | 'gitlab-secret-detection' | 'code-quality';

/**
 * The format of a finding: secrets in secret detection, what is about an image or a package in container scanning, and the
 * rest, which is about lines of Dockerfiles and manifests, in code quality.
 */
export function gitlabFormatOf(finding: Finding): GitLabFormat {
  const { check, subject } = finding;
  if (check === 'secret') return 'gitlab-secret-detection';
  if (check === 'lint' || check === 'manifest') return 'code-quality';
  return subject?.image !== undefined || isAboutPackage(finding) ? 'gitlab' : 'code-quality';
}

/** The open findings of a format. */
export function findingsFor({ findings }: Pick<Report, 'findings'>, format: GitLabFormat) {
  return openFindings(findings).filter((finding) => gitlabFormatOf(finding) === format);
}

/**
 * `2 findings are in no GitLab report: add gitlab-secret-detection=FILE (2)`, if some of GitLab's formats were requested and
 * others have findings. Undefined if nothing is missing.
 */
export function missingGitLabFormats(
  { findings }: Pick<Report, 'findings'>,
  formats: readonly string[],
): string | undefined {
  const open = [...groupBy(openFindings(findings), gitlabFormatOf)];
  if (!formats.some((format) => GITLAB_FORMATS.has(format))) return undefined;
  const missing = open.filter(([format]) => !formats.includes(format));
  const count = missing.reduce((sum, [, { length }]) => sum + length, 0);
  if (count === 0) return undefined;
  const add = missing.map(([format, { length }]) => `${format}=FILE (${length})`);
  return `${pluralize(count, 'finding')} ${count === 1 ? 'is' : 'are'} in no GitLab report: add ${add.join(', ')}`;
}

const GITLAB_FORMATS: ReadonlySet<string> = new Set<GitLabFormat>([
  'gitlab',
  'gitlab-secret-detection',
  'code-quality',
]);
