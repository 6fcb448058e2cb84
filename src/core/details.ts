import type { Location } from './location.js';
import type { Severity } from './severity.js';

/** Facts that a rule adds for readers of the JSON report. Their texts may quote a file, so secrets in them are masked. */
export type RuleFacts = Readonly<Record<string, unknown>>;

/** A CVSS rating: the base score, 0 to 10, of a vector of the named version. */
export interface Cvss {
  readonly version: string;
  readonly score: number;
  readonly vector: string;
}

/** The version to upgrade a package to. */
export interface Upgrade {
  readonly to: string;
  /** How many of the package's `of` vulnerabilities it clears. */
  readonly clears: number;
  readonly of: number;
}

/** One of several packages of a finding: built from one source package, or installed in several layers. */
export interface AffectedPackage {
  readonly name: string;
  /** The installed version. */
  readonly installed: string;
  /** The version that fixes this package, where it differs from that of the finding. */
  readonly fixed?: string;
  readonly purl: string;
  /** Files of the image, without a leading slash. */
  readonly paths: readonly string[];
  /** 0 is the lowest layer of the image. */
  readonly layer?: number;
  /** The line that introduced it, where it differs from that of the finding. */
  readonly location?: Location;
}

/** Whether a program contains the vulnerable code; `unknown` if the program or the advisory does not show it. */
export type ProgramResult = 'linked' | 'not-linked' | 'unknown';

/** `loaded` and `no-evidence` are about the package: whether the start command of the image loads its files. */
export type EvidenceResult = ProgramResult | 'loaded' | 'no-evidence';

/**
 * Whether the vulnerable code is in use: whether the vulnerable functions of a Go module are in the programs that are built
 * with it, and whether the start command of the image loads the package.
 */
export interface Evidence {
  /** `linked` if any program has the functions, `not-linked` if no program has them. Only `not-linked` is proof. */
  readonly result: EvidenceResult;
  /** `none of the functions net/http.Get is linked into usr/bin/tool` */
  readonly reason: string;
  /** The Go programs with the module. */
  readonly programs: readonly ProgramEvidence[];
}

/** What one program shows. */
export interface ProgramEvidence {
  /** Path in the image, without a leading slash. */
  readonly path: string;
  /** `linux/arm64`, if several platforms were inspected. */
  readonly platform?: string;
  readonly result: ProgramResult;
  /** `net/http.Transport.RoundTrip`: those that it has, or those that it was searched for. At most 50. */
  readonly functions: readonly string[];
}

/** A vulnerability of a package, or a malicious package. */
export interface VulnerabilityDetails {
  /** The id of the advisory. */
  readonly id: string;
  /** All ids of the vulnerability. */
  readonly aliases: readonly string[];
  /** The package's name. */
  readonly package: string;
  /** The installed version. */
  readonly installed: string;
  /** The source package, where its name differs. */
  readonly source?: string;
  /** All affected packages if there are several. The first is the one that the other fields are about. */
  readonly packages?: readonly AffectedPackage[];
  /** The lowest version that fixes it; null when there is none. */
  readonly fixed: string | null;
  /** The distribution does not plan to fix it. */
  readonly state?: 'will-not-fix';
  /** Why there is no fix, in the vendor's words: `Red Hat: Will not fix`, `inherited from Red Hat: Affected`. */
  readonly stateReason?: string;
  /** The day on which the fixed version was published, ISO 8601. Absent if it is not known. */
  readonly fixPublished?: string;
  /** Whose day it is: of the distribution's announcement, or of the first advisory, which may be earlier than the fix. */
  readonly fixDatedBy?: 'distribution' | 'advisory';
  /** A subscription that the fixed version needs. */
  readonly fixRequires?: string;
  readonly cvss: Cvss | null;
  readonly rating: Severity | 'unknown';
  /** Who rated it: `distribution`, `cvss`, `database`, `advisory`, the name of another scanner, or `unknown`. */
  readonly ratedBy: string;
  /** With `advisory`: the id of the advisory, which is about several vulnerabilities and rates the worst of them. */
  readonly ratedIn?: string;
  /** In CISA's catalog of known exploited vulnerabilities. */
  readonly exploited: boolean;
  /** Probability of exploitation within 30 days, 0 to 1. */
  readonly epss: number | null;
  /** The day of first publication, ISO 8601. */
  readonly published?: string | null;
  readonly summary: string | null;
  /** Web addresses. */
  readonly references: readonly string[];
  /** `osv`, or the other scanners that reported it. */
  readonly sources: readonly string[];
  readonly upgrade?: Upgrade | null;
  /** Nothing in the image shows the package but an SBOM or a lock file. */
  readonly claimed?: true;
  /** Of a package in an image. */
  readonly evidence?: Evidence;
  /** The base image that has the package. */
  readonly baseImage?: string;
}

/** A distribution that gets no more updates. */
export interface EndOfLifeDetails {
  /** `debian 10` */
  readonly distribution: string;
  /** The last day of free updates, ISO 8601. */
  readonly endOfLife: string;
  readonly extendedUntil: string | null;
}

/** A file that a malware scanner recognized. */
export interface MalwareFileDetails {
  readonly scanner: string;
  readonly signature: string;
  /** The base image that has the file. */
  readonly baseImage?: string;
}

/** A finding of a rule that the policy itself brings. */
export interface PolicyRuleDetails {
  /** The rule of the finding that the policy's rule matches; for a rule about packages, the package URL, or of several the image. */
  readonly about: string;
  readonly package?: string;
  /** Nothing in the image shows the package but an SBOM or a lock file. */
  readonly claimed?: true;
  readonly fixed?: string | null;
  /** Of a finding about a license: that of the package, as it is given. */
  readonly license?: string;
  /** The licenses in it that are the reason; empty if none is known. */
  readonly licenses?: readonly string[];
  /** Of a finding about unknown licenses: all packages that it is about. */
  readonly packages?: readonly UnlicensedPackage[];
}

/** A package whose license is not known. */
export interface UnlicensedPackage {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  /** The texts that the package gives as its licenses; empty if it gives none. */
  readonly licenses: readonly string[];
  /** Nothing in the image shows it but an SBOM or a lock file. */
  readonly claimed?: true;
}

/** What `details` may hold, by check. */
export interface DetailsByCheck {
  readonly lint: RuleFacts;
  readonly manifest: RuleFacts;
  readonly vulnerability: VulnerabilityDetails | EndOfLifeDetails;
  readonly malware: VulnerabilityDetails | MalwareFileDetails;
  readonly secret: RuleFacts;
  readonly hardening: RuleFacts;
  readonly trust: RuleFacts;
  readonly policy: PolicyRuleDetails;
}
