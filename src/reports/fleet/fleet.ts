import type { Outcome } from '../../core/report.js';
import type { Severity } from '../../core/severity.js';

/** What stored reports say of many images and repositories, over time. */
export interface Fleet {
  /** The worst first: see worst-first.ts. */
  readonly members: readonly FleetMember[];
  /** The day on which each vulnerability that is open now was first reported, ISO 8601. */
  readonly firstSeen: ReadonlyMap<string, string>;
  /** Reports that cannot be read. */
  readonly unread: readonly UnreadReport[];
}

/** An image, an SBOM or a repository. */
export interface FleetMember {
  readonly kind: 'image' | 'sbom' | 'repository';
  readonly name: string;
  /**
   * The repository whose reports these are; of an image whose reports do not name it, their path. Reports of one image by
   * two repositories are two members. Absent if it is not known, as in the history of an earlier version.
   */
  readonly source?: string;
  /** The name and the source, if another member has the same name. */
  readonly label?: string;
  /** One for each day with a report, oldest first, at least one. Points of reports without a date come first. */
  readonly points: readonly FleetPoint[];
  /** What the newest report lists; absent if only the history of an earlier page has it. */
  readonly newest?: NewestReport;
}

/** The result of one report. */
export interface FleetPoint {
  /** When the checks started, ISO 8601; empty if the report has no date. */
  readonly time: string;
  readonly outcome: Outcome;
  /** The number of open findings. */
  readonly counts: Readonly<Record<Severity | 'exploited', number>>;
}

/** The parts of the newest report that the page shows or searches. */
export interface NewestReport {
  /** When the newest layer of the image was made, ISO 8601. */
  readonly built?: string;
  readonly vulnerabilities: readonly FleetVulnerability[];
  readonly packages: readonly FleetPackage[];
}

/** An open vulnerability of a package. */
export interface FleetVulnerability {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly severity: Severity;
  /** Empty if the report does not name it. */
  readonly package: string;
}

export interface FleetPackage {
  readonly type: string;
  readonly name: string;
  readonly version: string;
}

/** A report that cannot be read, and why. */
export interface UnreadReport {
  readonly name: string;
  readonly reason: string;
}
