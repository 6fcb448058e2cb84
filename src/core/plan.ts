import type { Severity } from './severity.js';

/**
 * What can be done about a finding, the cheapest first. Each finding has exactly one remedy:
 * - `rebuild`: the layer is older than the fix, and a build without the cache installs the fixed version.
 * - `move-digest`: the same tag of the base image has a newer digest.
 * - `move-tag`: another tag, or another image.
 * - `edit`: a line of a Dockerfile or manifest, a pin of a package in it or in a list of requirements.
 * - `raise`: an entry of a lockfile.
 * - `remove`: something in the image that nothing uses.
 * - `wait`: no fix is published.
 * - `not-affected`: the image does not contain the vulnerable code, or does not load it.
 * - `accept`: an exception in the policy, which somebody has to write.
 * - `accepted`: an exception of the policy covers it already.
 */
export const REMEDIES = [
  'rebuild',
  'move-digest',
  'move-tag',
  'edit',
  'raise',
  'remove',
  'wait',
  'not-affected',
  'accept',
  'accepted',
] as const;
export type Remedy = (typeof REMEDIES)[number];

/** What clears the findings of a report: the steps in the order in which to do them. Every finding is in exactly one. */
export interface Plan {
  readonly steps: readonly PlanStep[];
  /** What the plan of an earlier report promised, if there was one. */
  readonly proof?: PlanProof;
}

export interface PlanStep {
  /** Six or more hexadecimal digits: the same in each run, as long as the step is the same. `--step` takes it. */
  readonly id: string;
  readonly remedy: Remedy;
  /** An imperative in lower case, such as `upgrade minimist to 0.2.4`. It may hold untrusted text. */
  readonly title: string;
  /** The rule whose advice the title is. Other titles do not need it. */
  readonly rule?: string;
  /** Where the change is made. */
  readonly path?: string;
  readonly line?: number;
  /** The fingerprints of the findings. */
  readonly findings: readonly string[];
  readonly clears: ClearedCounts;
  /** The bytes that the image gets smaller, if that is known. */
  readonly savedBytes?: number;
  readonly risk: PlanRisk;
  /** Whether `portside fix --all-safe` does it: it can, and nobody has to decide anything. */
  readonly safe: boolean;
  /** The ids of the steps that have to be done before. */
  readonly after: readonly string[];
  /** Each a sentence: what the step rests on, what is not known, what to look at. */
  readonly notes: readonly string[];
  /** What `portside fix` changes; absent if a person has to do it. */
  readonly change?: PlanChange;
}

/** Findings by severity, and how many of them are malicious packages or exploited vulnerabilities. */
export type ClearedCounts = Readonly<Record<Severity, number>> & {
  readonly malicious: number;
  readonly exploited: number;
};

/** What may break: the part of the version that changes, the C library, or packages that are gone. */
export type PlanRisk = 'none' | 'patch' | 'minor' | 'major' | 'libc' | 'removal' | 'unknown';

/**
 * What a step changes, by meaning: the file may have changed since. An editor finds the place in the text of the day, and
 * refuses if it does not say what is expected there.
 */
export type PlanChange =
  /** The reference of an image: in a Dockerfile (FROM, COPY --from, the ARG that holds it), a Compose or Kubernetes file. */
  | {
      readonly kind: 'image';
      readonly path: string;
      readonly line: number;
      /** The other lines of the file that name the same image. */
      readonly lines?: readonly number[];
      readonly from: string;
      readonly to: string;
    }
  /** The version of a package that a RUN instruction installs: apt, apk, dnf, pip, npm, gem. */
  | {
      readonly kind: 'installed-package';
      readonly path: string;
      readonly line: number;
      readonly manager: string;
      readonly name: string;
      /** Absent if the line names none. */
      readonly from?: string;
      readonly to: string;
    }
  /**
   * The upgrade of packages of a base image, in a marked RUN instruction where root is in force. If the stage has one
   * already, it upgrades these packages, too.
   */
  | {
      readonly kind: 'upgrade';
      readonly path: string;
      /** Of the FROM of the stage. */
      readonly line: number;
      /** `apt`, `apk`, `dnf`, `yum`, `microdnf`. */
      readonly manager: string;
      /** The base image that should have the versions, without its digest. */
      readonly base: string;
      /** The user of the base image; absent for root. */
      readonly user?: string;
      readonly packages: readonly UpgradedPackage[];
    }
  /** The removal of that instruction: the base image has the versions. */
  | {
      readonly kind: 'retired-upgrade';
      readonly path: string;
      /** Of the FROM of the stage. */
      readonly line: number;
      readonly packages: readonly UpgradedPackage[];
    }
  /** An entry of a list of dependencies that people write: requirements.txt, `overrides` in package.json. */
  | {
      readonly kind: 'dependency';
      readonly path: string;
      /** `pip`, `npm`. */
      readonly manager: string;
      readonly name: string;
      readonly from?: string;
      readonly to: string;
      /** `sha256:…` of the files of the new version, for a list with hashes. */
      readonly hashes?: readonly string[];
    }
  /** An entry of a lockfile, raised by the package manager itself. */
  | {
      readonly kind: 'locked-package';
      readonly path: string;
      readonly manager: string;
      readonly name: string;
      readonly from: string;
      readonly to: string;
      /** The command; Portside runs it only if it runs no code of the project. */
      readonly command: readonly string[];
      readonly runsProjectCode: boolean;
    }
  /** The fix of a rule; of several rules about one place of a manifest, that of the first is named. */
  | {
      readonly kind: 'rule-fix';
      readonly path: string;
      readonly rule: string;
      readonly line: number;
      /** The other lines of a Dockerfile that get the same kind of edit. */
      readonly lines?: readonly number[];
    }
  /** A build without the cache: nothing is edited. */
  | { readonly kind: 'rebuild'; readonly path?: string; readonly command: readonly string[] };

/** An installed package, and the version that it should have at least. */
export interface UpgradedPackage {
  readonly name: string;
  readonly version: string;
}

/** What became of the steps of an earlier plan. */
export interface PlanProof {
  /** Where the plan was: a branch, a commit. */
  readonly of: string;
  readonly promised: number;
  readonly cleared: number;
  /** Findings of other steps that are gone as well; absent if there are none. */
  readonly more?: number;
  /** Further steps whose edits the files have, and whose findings this run did not look for; absent if there are none. */
  readonly unchecked?: number;
  /** What is left of the promise, and why. */
  readonly left: readonly { readonly finding: string; readonly reason: string }[];
}

/** Whether `portside fix` can do a step: what it changes is known, and it edits files or runs a package manager that it knows. */
export function isDoable({ change }: Pick<PlanStep, 'change'>): boolean {
  if (!change || change.kind === 'rebuild') return false;
  return (
    change.kind !== 'locked-package' || (!change.runsProjectCode && RAISED.has(change.manager))
  );
}

/** The managers of src/remedy/apply/lockfiles/managers.ts. */
const RAISED: ReadonlySet<string> = new Set(['npm', 'cargo']);
