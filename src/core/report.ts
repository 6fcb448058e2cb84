import type { Coverage, FoundCoverage, Incomplete, MissingFact } from './coverage.js';
import type { Check, Finding } from './finding.js';
import type { Holder } from './holder.js';
import type { ImageDifference } from './image-difference.js';
import type { ImageSnapshot } from './image-snapshot.js';
import type { Location } from './location.js';
import type { Material } from './material.js';
import type { SingleOrigin } from './origin.js';
import type { Distribution, Package } from './package.js';
import type { Plan } from './plan.js';
import type { Removable } from './removable.js';
import type { RuleReference } from './rule.js';
import type { NotShown } from './rule-set.js';
import type { RuntimeFacts, ScannedNeeds } from './runtime-needs.js';
import type { BuildVariant } from './variants.js';

export type { Incomplete } from './coverage.js';

/** Something that was inspected. */
export interface Target {
  readonly kind: 'dockerfile' | 'manifest' | 'image' | 'sbom' | 'blob';
  readonly name: string;
  readonly digest?: string;
  readonly platform?: string;
  /** An SBOM that says that it describes an image. */
  readonly ofImage?: boolean;
  /** What an SBOM says that it describes, if it is not its file. */
  readonly describes?: string;
  /** The inspected images of an index, if there are several; `layers` are those of the first. */
  readonly platforms?: readonly PlatformImage[];
  /** The Dockerfile that built the image, if known; or the Compose file that has it in `dockerfile_inline`. */
  readonly dockerfile?: string;
  /** The tool that built the image without a Dockerfile, if it is recognized: `ko`, `Jib`, `Cloud Native Buildpacks` … */
  readonly builder?: string;
  /** The manifest that names the image, if it was scanned for that reason: the repository does not build it. */
  readonly deployedBy?: string;
  /** SLSA build level that the verified provenance of an image supports; absent if none was verified. */
  readonly buildLevel?: 0 | 1 | 2 | 3;
  /** The layers of an image, lowest first. */
  readonly layers?: readonly LayerSummary[];
  /** The distribution of an image or SBOM, if it has one. */
  readonly distribution?: Distribution;
  /** What an image needs when it runs, if its hardening was checked and something is known. */
  readonly runtime?: RuntimeFacts;
}

/** The image of one platform of an index. */
export interface PlatformImage {
  /** `linux/arm64` */
  readonly platform: string;
  readonly digest?: string;
}

/** One layer of an image. */
export interface LayerSummary {
  /** 0 is the lowest. */
  readonly index: number;
  /** sha256:… of the uncompressed layer. */
  readonly diffID: string;
  /** Bytes as stored. */
  readonly size: number;
  /** When it was made, ISO 8601. Absent if that is not known, also if the build replaced the time by a fixed one. */
  readonly created?: string;
  /** The keyword in the image's history: `RUN`. The rest of the instruction may contain secrets and is left out. */
  readonly instruction?: string;
  readonly location?: Location;
  /** The part of the build that made it. Absent if that is not known. */
  readonly origin?: SingleOrigin;
}

/** Information that is neither a finding nor a failure. */
export interface Note {
  readonly check?: Check;
  readonly target?: string;
  readonly message: string;
  /** Why a finding or a gap counts now and did not before: an exception has expired. */
  readonly urgent?: true;
}

/** The result of an inspector. */
export interface Inspection {
  readonly targets: readonly Target[];
  readonly packages: readonly Package[];
  readonly findings: readonly Finding[];
  readonly incomplete: readonly Incomplete[];
  readonly notes: readonly Note[];
  /** Findings that comments in files of the repository or of an image suppress: see suppression.ts. */
  readonly suppressed?: readonly Finding[];
  /** How much of its targets the inspector checked, besides what `incomplete` names. */
  readonly coverage?: readonly FoundCoverage[];
  /** Facts that gates of the policy may need. */
  readonly missingFacts?: readonly MissingFact[];
  /** What the images contain, if the report is to keep it or is compared. */
  readonly snapshots?: readonly ImageSnapshot[];
  /** What changes in the images, compared with the baseline. */
  readonly imageChanges?: readonly ImageDifference[];
  /** What enters the builds. */
  readonly buildInputs?: readonly Material[];
  /** Who signed the images whose signatures were verified. */
  readonly signers?: readonly ImageSigner[];
  /** Parts of the images that nothing in them uses. */
  readonly removable?: readonly Removable[];
  /** What the images need when they run. */
  readonly needs?: readonly ScannedNeeds[];
  /** What findings of manifests are about, and the variants of manifests and Dockerfiles. */
  readonly holders?: readonly Holder[];
  /** The builds of the Dockerfiles that files of the repository define. */
  readonly builds?: readonly BuildVariant[];
}

/** The result of a complete verification. Of an image that could not be verified there is none. */
export interface ImageSigner {
  /** As a reference with a tag or digest: `debian:13`. */
  readonly image: string;
  /** Absent without a valid signature of an accepted signer. */
  readonly by?: string;
}

export type Outcome = 'pass' | 'fail' | 'incomplete';

export interface Verdict {
  readonly outcome: Outcome;
  readonly reasons: readonly string[];
}

/** The result of a run: the JSON report has these members. */
export interface Report {
  readonly schema: 'portside-report/1';
  readonly tool: { readonly name: 'portside'; readonly version: string };
  /** When the checks started, ISO 8601; of a merged report the oldest. Absent in reports of earlier versions. */
  readonly created?: string;
  /** The findings are only what changed since the earlier reports of the targets. Absent if they are all. */
  readonly scope?: 'changes';
  readonly targets: readonly Target[];
  readonly packages: readonly Package[];
  readonly findings: readonly Finding[];
  readonly incomplete: readonly Incomplete[];
  readonly notes: readonly Note[];
  /** How much of each target each check looked at. */
  readonly coverage: readonly Coverage[];
  /** The findings that are not in the rule set of the policy. Absent if there are none, and in reports of earlier versions. */
  readonly notShown?: readonly NotShown[];
  /** The files of the repository. Absent if it was not searched, in merged reports, and in reports of earlier versions. */
  readonly files?: FileCounts;
  /** Suppressed findings; `existing` if the base branch suppresses them too. Absent if there are none. */
  readonly suppressed?: readonly Finding[];
  /** What the images contain, so that a later run can say what changes in them. Absent if there are no images. */
  readonly snapshots?: readonly ImageSnapshot[];
  /** What changes in the images, compared with the baseline. Absent if none was compared. */
  readonly imageChanges?: readonly ImageDifference[];
  /** What enters the builds, compared with the baseline. Absent if nothing does, and in reports of earlier versions. */
  readonly buildInputs?: readonly Material[];
  /** What findings of manifests are about, so that a later run finds it under another name. Absent if there is nothing. */
  readonly holders?: readonly Holder[];
  /** The commits of the checkouts: what the result is about. Absent without a checkout, and if it has changes. */
  readonly commits?: readonly string[];
  /** The repositories whose workflows wrote it: `acme/app`. Absent outside a workflow, and in reports of earlier versions. */
  readonly repositories?: readonly string[];
  /** What the findings were compared with; absent if no comparison was requested. */
  readonly baseline?: Compared;
  /** What the pull request changes of the policy, in sentences; absent if it changes nothing. */
  readonly policyChange?: readonly string[];
  /**
   * What the pull request suppresses in addition, one phrase each: by comments in files, and in the policy and in ignore
   * files, which apply after the merge. Absent if there is nothing.
   */
  readonly addedSuppressions?: readonly string[];
  /** What clears the findings. Absent in reports of earlier versions. */
  readonly plan?: Plan;
  readonly verdict: Verdict;
}

/**
 * The files that Git tracks in the repository, and other files that were read. Those that were neither read nor left out are
 * only searched for secrets.
 */
export interface FileCounts {
  readonly total: number;
  /** How many were read, by what they are: `Dockerfile`, `workflow`. Each counts once. */
  readonly read: readonly { readonly kind: string; readonly count: number }[];
  /** How many were not read, although a check might have to do with them: the coverage says why. */
  readonly notRead: number;
}

/** Why a report with targets that no check looked at is incomplete. */
export const NOTHING_CHECKED = 'no check looked at the targets, only their packages are listed';

/** The targets that no check looked at, not even in vain: a list of their packages, as `portside sbom` makes it. */
export function uncheckedTargets({ targets, coverage }: Pick<Report, 'targets' | 'coverage'>) {
  const checked = new Set(coverage.map(({ target }) => target));
  return targets.filter(({ name }) => !checked.has(name));
}

/** The baselines of a run or, merged, of several. */
export interface Compared {
  /** The names of the baselines: a branch, an image, a file. */
  readonly with: readonly string[];
  /** Why there was no baseline, each as the end of a sentence. All findings are then new. */
  readonly missing: readonly string[];
}

/** Descriptions of the rules that a report may name. */
export type RuleBook = ReadonlyMap<string, RuleReference>;

/** Whether a target is an image, also one that another SBOM describes. */
export function isImageTarget({ kind }: Pick<Target, 'kind'>): boolean {
  return kind === 'image' || kind === 'sbom';
}

export const EMPTY_INSPECTION: Inspection = {
  targets: [],
  packages: [],
  findings: [],
  incomplete: [],
  notes: [],
};

/** All inspections as one, in order. */
export function mergeInspections(inspections: readonly Inspection[]): Inspection {
  return {
    targets: inspections.flatMap((i) => i.targets),
    packages: inspections.flatMap((i) => i.packages),
    findings: inspections.flatMap((i) => i.findings),
    incomplete: inspections.flatMap((i) => i.incomplete),
    notes: inspections.flatMap((i) => i.notes),
    suppressed: inspections.flatMap((i) => i.suppressed ?? []),
    coverage: inspections.flatMap((i) => i.coverage ?? []),
    missingFacts: inspections.flatMap((i) => i.missingFacts ?? []),
    snapshots: inspections.flatMap((i) => i.snapshots ?? []),
    imageChanges: inspections.flatMap((i) => i.imageChanges ?? []),
    removable: inspections.flatMap((i) => i.removable ?? []),
    needs: inspections.flatMap((i) => i.needs ?? []),
    buildInputs: inspections.flatMap((i) => i.buildInputs ?? []),
    signers: inspections.flatMap((i) => i.signers ?? []),
    holders: inspections.flatMap((i) => i.holders ?? []),
    builds: inspections.flatMap((i) => i.builds ?? []),
  };
}
