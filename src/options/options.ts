import type { Check } from '../core/finding.js';
import type { Severity } from '../core/severity.js';
import type { Environment } from './environment.js';
import type { MalwareScanner } from './malware.js';

/** A report to write: to a file, or to standard output. */
export interface Output {
  readonly format: string;
  readonly file?: string;
}

/** A document that is already read; the name is for messages. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** What the user asked for, typed and complete; made from options (options.ts) or from the Action's inputs. */
export interface Options {
  /** Words after the command: folders, files, targets. */
  readonly positionals: readonly string[];
  readonly images: readonly string[];
  readonly dockerfiles: readonly string[];
  readonly outputs: readonly Output[];
  /** A policy file instead of the one that the repository has. */
  readonly policy?: string;
  /** A Git revision: the policy and its like are read there, not in the checkout. */
  readonly baseRef?: string;
  readonly advisories?: string;
  /** Days; the policy says so. Older advisories leave the vulnerability check incomplete. */
  readonly maximumAgeDays?: number;
  /** OpenVEX, CSAF or CycloneDX VEX files. */
  readonly vex: readonly (string | NamedText)[];
  /** `scan`: the SBOM that is attested of the image, where the policy trusts who says so, instead of its layers. */
  readonly attestedSbom: boolean;
  /** Keep an issue while the policy fails, on runs that no pull request belongs to. */
  readonly issue: boolean;
  /** Reports of trivy or grype (JSON) to merge with ours. */
  readonly externalReports: readonly string[];
  /** CISA's catalog of known exploited vulnerabilities, a file. */
  readonly kev?: string;
  /** FIRST's EPSS scores, a file. */
  readonly epss?: string;
  /** Where `db build` reads dumps, and where it writes. */
  readonly from: readonly string[];
  readonly out?: string;
  /** An image, SBOM or report of Portside to compare with, and how to call it where the name says too little. */
  readonly baseline?: { readonly from: string; readonly name?: string };
  /** Look for malware in the image's files with this program. */
  readonly malware?: MalwareScanner;
  readonly offline: boolean;
  readonly platform?: string;
  readonly verifyDigests: boolean;
  /** Overrides the policy's severity gate. */
  readonly failOn?: Severity;
  /** Only these checks of `scan`. */
  readonly only?: readonly Check[];
  readonly quiet: boolean;
  /** `lint --fix`: edit the files; with `dryRun` print the edits as a diff instead. */
  readonly fix: boolean;
  readonly dryRun: boolean;
  readonly trust: SignatureOptions;
  readonly environment: Environment;
  readonly now: Date;
}

/** The options of `verify` (DESIGN §9). */
export interface SignatureOptions {
  readonly bundle?: string;
  readonly key?: string;
  readonly certificateIdentity?: string;
  readonly certificateOidcIssuer?: string;
  readonly trustedRoot?: string;
  /** Texts that the signature must carry. */
  readonly annotations: ReadonlyMap<string, string>;
  /** What the provenance must say; undefined when it is not asked for. */
  readonly provenance?: {
    readonly source?: string;
    readonly builder?: string;
    readonly branch?: string;
    readonly tag?: string;
    readonly versionedTag?: string;
    readonly inputs: ReadonlyMap<string, string>;
  };
  readonly denySelfHosted: boolean;
  readonly insecureRegistry: boolean;
}
