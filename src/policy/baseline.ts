import type { Check, Finding } from '../core/finding.js';
import { imageName } from '../core/fingerprint.js';
import type { Material } from '../core/material.js';
import type { Package } from '../core/package.js';
import type { Plan } from '../core/plan.js';
import type { Incomplete, Note, Report, Target } from '../core/report.js';
import type { SuppressionsBefore } from '../core/suppression.js';
import { alignRepeated } from './align-repeated.js';
import { type SupersededRules, supersededTest } from './superseded.js';

/** The state before the pull request: the base branch, another image, or an SBOM. */
export interface Baseline {
  /** The name in messages: `main at 3f2a1c4d`, a file. */
  readonly name: string;
  /**
   * Its findings. Vulnerabilities are matched with today's advisories, so that a newly published one is not reported as
   * new in the pull request.
   */
  readonly findings: readonly Finding[];
  /** What comments suppress there. */
  readonly suppressed?: SuppressionsBefore;
  /** It is a commit that was checked in the same run, as in the first pull request of a repository. */
  readonly isCommit?: boolean;
  /** Its packages, with the current names of their images. */
  readonly packages?: readonly Package[];
  /** The checks that it covers. An SBOM covers no Dockerfiles. */
  readonly checks: ReadonlySet<Check>;
  /** What its coverage says that was not checked: images, files and folders. Absent: nothing. */
  readonly notRun?: readonly CheckedTarget[];
  /** What a stored report keeps of its images; absent for a baseline without files, such as an SBOM. */
  readonly images?: Pick<Report, 'packages' | 'snapshots'> & Partial<Pick<Report, 'targets'>>;
  /** What enters its builds; absent if that is not known, as for an image. */
  readonly buildInputs?: readonly Material[];
  /** What would have cleared its findings; absent for a baseline that is not a stored report. */
  readonly plan?: Plan;
}

/** One check of an image, a file or a folder. */
export interface CheckedTarget {
  readonly check: Check;
  readonly target: string;
}

/** The scope of this run, which decides whether a missing finding is fixed. */
export interface InspectedScope {
  readonly targets: readonly Target[];
  readonly incomplete: readonly Incomplete[];
  /** Files, and folders such as Helm charts, that a check did not look at; absent: none. */
  readonly uncovered?: readonly CheckedTarget[];
  /** Fingerprints of the findings that comments suppress: these are not fixed; absent: none. */
  readonly suppressed?: ReadonlySet<string>;
  /** All files of the repository were discovered, so a file that is not among the targets was deleted. */
  readonly wholeRepository: boolean;
  /** The only checks that ran; absent: all that apply to the targets. */
  readonly only?: readonly Check[] | undefined;
  /** No virus scanner looked at the images; absent: one did, if the baseline has findings of one. */
  readonly withoutVirusScan?: boolean;
  /** The rules that a rule supersedes; absent: none. */
  readonly supersededBy?: SupersededRules;
  /** Whether the policy lowers the severity of a finding; absent: of none. */
  readonly isLowered?: (finding: Finding) => boolean;
}

/**
 * The findings, with the status `existing` for those that the baseline has as well, followed by those that only the
 * baseline has, with the status `fixed`. Findings are the same if their fingerprints are: rule, package, image and path,
 * or the text of the line, never its number. A finding that only the baseline has lowered, since it was in a builder stage
 * or a folder of tests, is new; so is one about the end of life of an older release. A finding is fixed only if its check ran. Fingerprints are unique on both
 * sides.
 */
export function compareWithBaseline(
  given: readonly Finding[],
  baseline: Baseline,
  inspected: InspectedScope,
): { readonly findings: Finding[]; readonly notes: Note[] } {
  const isLowered = inspected.isLowered ?? (() => false);
  const before = findingsByIdentity(baseline.findings);
  const findings = alignRepeated(given, before);
  const isThere = (finding: Finding) => {
    const old = before.get(finding.fingerprint);
    return (
      old !== undefined &&
      (finding.joined ?? []).every((one) => before.has(one)) &&
      (!isLowered(old) || isLowered(finding)) &&
      !isOlderRelease(finding, old)
    );
  };
  const now = new Set(findings.map((f) => f.fingerprint));
  const isSuperseded = supersededTest(findings, (f) => !isThere(f), inspected.supersededBy);
  const gone = baseline.findings.filter(
    (f) =>
      (f.status === 'new' || f.status === 'existing') &&
      // Custom rules are applied later, to the findings of this run.
      f.check !== 'policy' &&
      !now.has(f.fingerprint) &&
      !inspected.suppressed?.has(f.fingerprint) &&
      !isSuperseded(f) &&
      wasChecked(f, inspected),
  );
  // The licenses of packages are compared later, whatever the baseline is.
  const uncovered = [...new Set(findings.map((f) => f.check))]
    .filter((check) => !baseline.checks.has(check))
    .map((check) => (check === 'policy' ? 'the policy file' : check));
  return {
    findings: [
      ...findings.map((f): Finding => {
        // VEX documents except findings before the comparison.
        const isOpen = f.status !== 'excepted';
        return isOpen && isThere(f) ? { ...f, status: 'existing' } : f;
      }),
      ...gone.map((f): Finding => ({ ...f, status: 'fixed' })),
    ],
    notes: [
      ...(uncovered.length === 0
        ? []
        : [
            {
              message: `The baseline ${baseline.name} does not cover ${uncovered.join(', ')}: all these findings count as new`,
            },
          ]),
      ...notComparedNote(
        findings.filter((f) => f.status !== 'excepted' && !isThere(f)),
        baseline,
      ),
    ],
  };
}

/** The findings by their fingerprints, and by those of the findings that they stand for. */
function findingsByIdentity(findings: readonly Finding[]): ReadonlyMap<string, Finding> {
  // A stored report may hold anything.
  const included = findings.flatMap((f) =>
    [f.includes, f.joined].flatMap((list) =>
      Array.isArray(list) ? list.map((one) => [one, f] as const) : [],
    ),
  );
  return new Map([...included, ...findings.map((f) => [f.fingerprint, f] as const)]);
}

/** Whether the release that a finding is about has had no more fixes for longer: the repository of the image is the same. */
function isOlderRelease(finding: Finding, before: Finding): boolean {
  const [end, endBefore] = [finding, before].map(({ details }) =>
    details !== undefined && 'endOfLife' in details ? details.endOfLife : undefined,
  );
  // A stored report may hold anything in its details.
  return typeof end === 'string' && typeof endBefore === 'string' && end < endBefore;
}

/** Targets that one note names. */
const MOST_NAMED = 3;

/** Findings of checks that did not run for the baseline may be old: they count as new, as without a baseline. */
function notComparedNote(
  added: readonly Finding[],
  { name, notRun = [], checks }: Baseline,
): readonly Note[] {
  const rows = notRun.filter(
    (row) => checks.has(row.check) && added.some((finding) => wasNotRun(finding, [row])),
  );
  if (rows.length === 0) return [];
  const count = added.filter((finding) => wasNotRun(finding, rows)).length;
  const all = [...new Set(rows.map(({ check, target }) => `${check} of ${target}`))];
  const more = all.length > MOST_NAMED ? ` and ${all.length - MOST_NAMED} more` : '';
  const named = `${all.slice(0, MOST_NAMED).join(', ')}${more}`;
  const what = count === 1 ? '1 finding is' : `${count} findings are`;
  return [
    {
      message: `${what} not compared, and ${count === 1 ? 'counts' : 'count'} as new: the baseline ${name} did not check ${named}`,
    },
  ];
}

/** Whether one of the rows is about what a finding is about. */
export function wasNotRun(finding: Finding, rows: readonly CheckedTarget[]): boolean {
  const { subject, location } = finding;
  const own = runningCheck(finding);
  return rows.some(
    ({ check: one, target }) =>
      one === own &&
      ((subject?.image !== undefined && imageName(target) === imageName(subject.image)) ||
        (location !== undefined && isInside(location.path, target))),
  );
}

function isInside(path: string, folder: string): boolean {
  return folder === '.' || path === folder || path.startsWith(`${folder}/`);
}

/** Whether this run would have reported the finding if it still existed. */
function wasChecked(finding: Finding, inspected: InspectedScope): boolean {
  const { check, subject, location } = finding;
  const { targets, incomplete, uncovered = [], wholeRepository, only } = inspected;
  const own = runningCheck(finding);
  // The virus scanner runs with the vulnerability check, too.
  const wanted = check === 'malware' ? 'vulnerability' : check;
  if (only && ![check, wanted].some((one) => only.includes(one))) return false;
  if (own === 'malware' && inspected.withoutVirusScan) return false;
  const image = subject?.image;
  if (image !== undefined) {
    const isImage = (name: string) => imageName(name) === imageName(image);
    const failed = [...incomplete, ...uncovered].some((i) => i.check === own && isImage(i.target));
    return !failed && targets.some((t) => t.kind !== 'dockerfile' && isImage(t.name));
  }
  if (location === undefined || incomplete.some((i) => i.check === check)) return false;
  const { path } = location;
  if (uncovered.some((one) => one.check === check && isInside(path, one.target))) return false;
  return wholeRepository || targets.some((t) => t.name === location.path);
}

/** The check that finds findings of this kind: the vulnerability check also finds malicious packages. */
function runningCheck({ check, details }: Finding): Check {
  const isOfScanner = details !== undefined && 'scanner' in details;
  return check === 'malware' && !isOfScanner ? 'vulnerability' : check;
}
