import type { Finding } from '../core/finding.js';
import { vulnerabilityDetails } from '../core/finding.js';
import type { Report } from '../core/report.js';
import { compareByUrgency } from '../core/urgency.js';
import { groupBy } from '../lib/group-by.js';
import { pluralize } from '../lib/text.js';

/** What one new advisory changed in several images. */
export interface SharedFinding {
  /** The most urgent first. */
  readonly findings: readonly [Finding, ...Finding[]];
  readonly images: readonly string[];
  /** The installed versions of its package; none for a finding that is not about a package. */
  readonly versions: readonly string[];
}

/** Findings that are in one image, and those that several images share. */
export interface SplitFindings {
  readonly own: readonly Finding[];
  readonly shared: readonly SharedFinding[];
}

/**
 * Joins the changes of a scan of many images: one vulnerability of a package, or one message, in several images. A report of
 * other findings shares none: there, the findings of an image belong together.
 */
export function splitShared({ scope }: Report, findings: readonly Finding[]): SplitFindings {
  if (scope !== 'changes') return { own: findings, shared: [] };
  const groups = groupBy(findings, (finding) =>
    JSON.stringify([
      finding.rule,
      finding.status,
      vulnerabilityDetails(finding)?.package ?? finding.message,
    ]),
  );
  const shared: SharedFinding[] = [];
  const own: Finding[] = [];
  for (const group of groups.values()) {
    const [first, ...others] = group.toSorted(compareByUrgency);
    const images = distinct(group, ({ subject }) => subject?.image);
    if (!first || images.length < 2) own.push(...group);
    else {
      const versions = distinct(group, (one) => vulnerabilityDetails(one)?.installed);
      shared.push({ findings: [first, ...others], images, versions });
    }
  }
  return { own, shared };
}

function distinct(
  findings: readonly Finding[],
  value: (finding: Finding) => string | undefined,
): string[] {
  return [...new Set(findings.flatMap((one) => value(one) ?? []))];
}

/** Images that a row names. */
const MOST_NAMED = 3;

/** `200 images: a, b, c and 197 more`; `show` escapes a name. */
export function imagePhrase(images: readonly string[], show: (image: string) => string): string {
  const more = images.length - MOST_NAMED;
  const named = images.slice(0, MOST_NAMED).map(show).join(', ');
  return `${pluralize(images.length, 'image')}: ${named}${more > 0 ? ` and ${more} more` : ''}`;
}

/** `3.0.1 and 4 other versions` */
export function versionPhrase([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${pluralize(others.length, 'other version')}`;
}
