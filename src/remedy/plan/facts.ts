import type { Finding } from '../../core/finding.js';
import type { Location } from '../../core/location.js';
import type { PlanChange, UpgradedPackage } from '../../core/plan.js';
import type { Removable } from '../../core/removable.js';

/** What a plan needs to know besides the findings. All of it is optional: what is not known is said in a note of the step. */
export interface PlanFacts {
  /** The layers of each image by the name of the target; without them, those of the report. */
  readonly layers?: ReadonlyMap<string, readonly LayerFacts[]>;
  /** What is known about the base images, one for each place that names one. */
  readonly bases?: readonly BaseFacts[];
  readonly removable?: readonly Removable[];
  /** Advice about base images that is not among the findings: `lint` reports none, but its steps follow it. */
  readonly advice?: readonly Finding[];
  /** The Python packages that others need, by package URL: what pip installs has to fit them. */
  readonly python?: ReadonlyMap<string, PythonNeeds>;
  /** Where the files of the repository name a package, by package URL. */
  readonly declarations?: ReadonlyMap<string, PackageDeclaration>;
  /** The lockfile entries of packages that the lockfiles have in another version than the image, by package URL. */
  readonly otherVersions?: ReadonlyMap<string, OtherVersion>;
  /** Lockfiles that do not fit their lists of dependencies, by path: the packages of no image can be installed from them. */
  readonly disagreements?: ReadonlyMap<string, Disagreement>;
  /** Whether the files of the repository have a change already. */
  readonly isMade?: (change: PlanChange) => boolean;
  /** Why Portside cannot make a change in the files of the repository, as a sentence without its end; undefined if it can. */
  readonly whyRefused?: (change: PlanChange) => string | undefined;
  /** How the repository builds an image, by the path of its Dockerfile. */
  readonly builds?: ReadonlyMap<string, BuildWay>;
}

/** An entry of a lockfile. */
export interface OtherVersion {
  readonly path: string;
  readonly line: number;
  readonly version: string;
}

/** How the repository builds a Dockerfile. */
export interface BuildWay {
  /** The file and the line that say so: `compose.yaml:3`. */
  readonly place: string;
  /** The command without the cache; absent if only a workflow builds it. */
  readonly command?: readonly string[];
}

export interface PythonNeeds {
  /** The names of the packages in the same image that need it. */
  readonly neededBy: readonly string[];
  /** The versions of it that some of them accept. */
  readonly ranges?: readonly PythonRange[];
}

/** `botocore 1.29.0` accepts `>=1.25.4,<1.27`. */
export interface PythonRange {
  readonly name: string;
  readonly version: string;
  readonly range: string;
}

export interface LayerFacts {
  /** 0 is the lowest. */
  readonly index: number;
  /** When it was made, ISO 8601; absent if that is not known, or if the build sets a fixed date. */
  readonly created?: string;
  /** Whether its instruction upgrades all packages, or installs some. Absent for every other instruction. */
  readonly effect?: 'upgrades' | 'installs';
  /** `apt`, `apk`, `dnf`. */
  readonly manager?: string;
  /** The versions that the instruction fixes, by package; `1.2*` fixes the beginning. */
  readonly pins?: ReadonlyMap<string, string>;
  /** Why a build gets the same packages again, as the end of a sentence: `the packages are those of snapshot.debian.org`. */
  readonly frozen?: string;
  /** The packages of languages that the instruction names. */
  readonly languages?: readonly InstalledByName[];
}

/** A package that an instruction installs by its name. */
export interface InstalledByName {
  /** `pip`, `npm`, `gem`. */
  readonly manager: string;
  readonly name: string;
  /** Absent if each build installs the newest. */
  readonly version?: string;
}

/** A base image at one place of a Dockerfile. */
export interface BaseFacts {
  readonly location: Location;
  /** As it is written, with variables replaced: `debian:12@sha256:…`. */
  readonly reference: string;
  /** What the tag refers to now, if its contents differ from those of the image that was used. */
  readonly newer?: NewerImage;
  /** The image that was used is what the tag refers to now. */
  readonly isCurrent?: boolean;
  /** The line names a digest, and the image is not built on that one: it was edited since. */
  readonly isUnbuilt?: boolean;
  /** Why it is not known what the tag refers to now: each a sentence. */
  readonly notes?: readonly string[];
  /** Not everything could be asked in this run: another run may find more. */
  readonly isPartial?: boolean;
  /** What is known about the recommended image that the plan should choose; absent if its registry was not asked. */
  readonly move?: RecommendedImage;
  /** Which fixes of its packages an instruction above it can install; absent if it has nothing to fix. */
  readonly upgrade?: UpgradeFacts;
  /** An upgrade that a plan added above it, and that it does not need any more. */
  readonly retired?: RetiredUpgrade;
}

/** What an instruction above a base image can upgrade. */
export interface UpgradeFacts {
  /** Why there can be no such instruction, as the end of a sentence: `it has no package manager`. */
  readonly impossible?: string;
  /** Why the index of the package repositories was not read; absent if it was. */
  readonly unproved?: string;
  readonly manager?: string;
  /** The user of the base image; absent for root. */
  readonly user?: string;
  /** The versions that the package repositories have, by package. */
  readonly versions: ReadonlyMap<string, string>;
  /** Why it does not clear a finding, by fingerprint, as a sentence. */
  readonly missing: ReadonlyMap<string, string>;
}

export interface RetiredUpgrade {
  readonly packages: readonly UpgradedPackage[];
  /** The image with the versions: the one in use, or the one of the newer digest or of the recommended tag. */
  readonly image: 'current' | 'newer' | 'recommended';
}

/** A recommended image in its registry. */
export interface RecommendedImage extends Omit<NewerImage, 'digest'> {
  /** As the recommendation has it. */
  readonly reference: string;
}

export interface NewerImage {
  readonly digest: string;
  /** ISO 8601. */
  readonly created?: string;
  /** The findings that it does not have, by fingerprint; absent if they are not known. */
  readonly clears?: ReadonlySet<string>;
  /** Signer, provenance, age: each a sentence. */
  readonly notes?: readonly string[];
  /** Its signature could not be asked for in this run. */
  readonly isPartial?: boolean;
  /** Why it is not proposed yet, as the end of a sentence: `younger than 2 days`. */
  readonly heldBack?: string;
}

/** The place in a file of the repository that decides about the version of a package. */
export interface PackageDeclaration {
  readonly path: string;
  readonly line?: number;
  readonly kind: 'manifest' | 'lockfile';
  /** `npm`, `pnpm`, `yarn`, `pip`, `cargo`, `go`, `composer`, `bundler`. */
  readonly manager: string;
  /** What the file says: a version or a range. */
  readonly version?: string;
  /** The ranges of all that need the package, as far as the file has them. */
  readonly ranges?: readonly string[];
  /** Whether the project itself needs it. Absent if the file does not say. */
  readonly isDirect?: boolean;
  /** Of a lockfile of npm: the folders of the workspaces that name the package. */
  readonly workspaces?: readonly string[];
  /** The lockfile of pnpm is that of several packages. */
  readonly isShared?: boolean;
  /** The lockfile is of Yarn 1. */
  readonly isClassic?: boolean;
  /** The file has hashes of the files of each version. */
  readonly hashed?: boolean;
  /** The environments in which pip installs the entry, if its version is not that of the image: `python_version < "3.8"`. */
  readonly condition?: string;
  /** Other lists of Python packages with versions of the package: pip may read them together. */
  readonly others?: readonly OtherList[];
  /** Of a lockfile of npm: the entry of package.json. */
  readonly manifest?: { readonly path: string; readonly line?: number };
}

export interface OtherList {
  readonly path: string;
  readonly line?: number;
  /** `==3.1.2`, `>=2,<3`. */
  readonly accepts: readonly string[];
  /** Whether one of the two lists names the other one, so that pip certainly reads both. */
  readonly isNamed: boolean;
}

/** A list of dependencies and its lockfile that do not fit: package managers refuse to install from them. */
export interface Disagreement {
  /** The list of dependencies. */
  readonly list: string;
  readonly lockfile: string;
  readonly manager: string;
  /** What the list asks for and the lockfile does not have. */
  readonly needs: readonly [Need, ...Need[]];
  /** Writes the lockfile that fits the list. */
  readonly command: readonly string[];
}

/** A package that a list of dependencies asks for, and that its lockfile does not have. */
export interface Need {
  readonly name: string;
  /** A version or a range, as the list has it. */
  readonly range: string;
  /** The version or range that the lockfile has; absent if it does not have the package. */
  readonly locked?: string;
}

/** What could not be asked about base images, each a sentence: another run may find more to do. */
export function unaskedOf(bases: readonly BaseFacts[] = []): readonly string[] {
  return bases.flatMap(({ reference, notes = [], isPartial, newer, move }) => {
    const part = [newer, move].find((image) => image?.isPartial);
    if (!isPartial && !part) return [];
    const [why = 'Not everything about it was asked.'] = isPartial ? notes : (part?.notes ?? []);
    return [`${reference}: ${why}`];
  });
}
