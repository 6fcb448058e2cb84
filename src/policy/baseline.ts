import type { Check, Finding } from '../core/finding.js';
import type { Holder } from '../core/holder.js';
import type { Material } from '../core/material.js';
import type { Package } from '../core/package.js';
import type { Plan } from '../core/plan.js';
import type { Report } from '../core/report.js';
import type { SuppressionsBefore } from '../core/suppression.js';

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
  /** The rules with findings that it does not list, since its policy has another rule set. Absent: none. */
  readonly notShown?: ReadonlySet<string>;
  /** Why it is that commit, and not a stored report that the options name. */
  readonly note?: string;
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
  /** What its findings are about, and its variants; absent in reports of earlier versions. */
  readonly holders?: readonly Holder[];
  /** What would have cleared its findings; absent for a baseline that is not a stored report. */
  readonly plan?: Plan;
  /** The fingerprints that `findings` have, by those in `plan`, where they differ: an image or a file is renamed. */
  readonly renamed?: ReadonlyMap<string, string>;
}

/** One check of an image, a file or a folder. */
export interface CheckedTarget {
  readonly check: Check;
  readonly target: string;
}
