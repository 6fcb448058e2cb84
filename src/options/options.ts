import type { Check } from '../core/finding.js';
import type { Narrowing } from '../core/narrowing.js';
import type { Severity } from '../core/severity.js';
import type { Environment } from './environment.js';
import type { MalwareScanner } from './malware.js';
import type { PlainOptions } from './plain-options.js';

/** A report to write: to a file, or to standard output. */
export interface Output {
  readonly format: string;
  readonly file?: string;
}

/** Credentials that are sent to one registry only. */
export interface RegistryLogin {
  /** `ghcr.io`, `docker.io` */
  readonly registry: string;
  readonly username: string;
  readonly password: string;
}

/** A document in memory; messages use its name. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/**
 * The request of the user, typed and complete: from the command line (read-options.ts) or the Action's inputs (inputs.ts).
 * A plain option is a property by its declaration in option-table.ts; those of an option with `becomes` are here.
 */
export interface Options extends PlainOptions {
  /** The arguments after the command: folders, files, targets. */
  readonly positionals: readonly string[];
  readonly images: readonly string[];
  readonly dockerfiles: readonly string[];
  readonly outputs: readonly Output[];
  /** Days, from the policy. Older advisories make the vulnerability check incomplete. */
  readonly maximumAgeDays: number | undefined;
  /** OpenVEX, CSAF or CycloneDX VEX files. */
  readonly vex: readonly (string | NamedText)[];
  /** The file for the OpenVEX document about what is proved not to affect an image. */
  readonly vexOut: string | undefined;
  /** Reports of Trivy or Grype (JSON), or SARIF files, to merge. */
  readonly externalReports: readonly string[];
  /** Vendor feeds for the database, each `NAME` or `NAME=PATH`. */
  readonly feeds: readonly string[];
  /** The image, SBOM or JSON report to compare with, the name to show for it, and the commit that it was stored for. */
  readonly baseline:
    | { readonly from: string; readonly name?: string; readonly commit?: string }
    | undefined;
  /** The malware scanner to run on the files of the image. */
  readonly malware: MalwareScanner | undefined;
  /** For one registry, instead of the credentials in Docker's configuration. */
  readonly registryLogin: RegistryLogin | undefined;
  /** Registries on this machine and in private networks are not asked, because untrusted text names them. */
  readonly publicRegistriesOnly: boolean | undefined;
  /** Finding nothing to check makes the result incomplete. */
  readonly requireTargets: boolean;
  /** The platforms to inspect of an image that has several; all when empty. */
  readonly platforms: readonly string[];
  /** Replaces the severities of the policy's gates. */
  readonly failOn: Severity | undefined;
  /** Only these checks of `scan`. */
  readonly only: readonly Check[] | undefined;
  /** What is shown of the findings; the verdict is about all of them. */
  readonly shown: Narrowing | undefined;
  /** Whether the text report has colors; undefined: on a terminal that supports them. */
  readonly color: boolean | undefined;
  /** Milliseconds for the whole run. */
  readonly timeout: number | undefined;
  /** `fix`: what to do with the plan. */
  readonly remedy: RemedyOptions | undefined;
  readonly trust: SignatureOptions;
  readonly environment: Environment;
  readonly now: Date;
}

/** What neither the command line nor an input says: it is set where it is known. */
export const NOT_GIVEN = {
  maximumAgeDays: undefined,
  registryLogin: undefined,
  publicRegistriesOnly: undefined,
} as const satisfies Partial<Options>;

/** The options of `fix`. */
export interface RemedyOptions {
  /** The ids or numbers of the steps to do. */
  readonly steps: readonly string[];
  readonly allSafe: boolean;
  readonly write: boolean;
  /** Takes back the edits of the last `write`. */
  readonly undo: boolean;
  /** The file for the edits. */
  readonly patch?: string;
  readonly pullRequest: boolean;
  /** The safe steps that clear findings of published images, in a pull request, if the policy asks for it. */
  readonly rescan: boolean;
}

/** The options of `verify`. */
export interface SignatureOptions {
  readonly bundle?: string;
  readonly key?: string;
  readonly certificateIdentity?: string;
  readonly certificateOidcIssuer?: string;
  /** Claims in the certificate about the workflow run: each exact or a glob. */
  readonly workflowRepository?: string;
  readonly workflowRef?: string;
  readonly workflowTrigger?: string;
  /** The predicate type of the attestation to verify: a short name or a URI, as in core/predicate-types.ts. */
  readonly attestationType?: string;
  /** The repository in the signature: a glob over image references. */
  readonly signedIdentity?: string;
  readonly trustedRoot?: string;
  /** The annotations that the signature must have. */
  readonly annotations: ReadonlyMap<string, string>;
  /** What the provenance must contain; undefined if provenance is not requested. */
  readonly provenance?: {
    readonly source?: string;
    readonly builder?: string;
    readonly branch?: string;
    readonly tag?: string;
    readonly versionedTag?: string;
    readonly inputs: ReadonlyMap<string, string>;
  };
  readonly denySelfHosted: boolean;
  /** Whether a signature needs a transparency log entry; absent: one by a certificate does, one by a key does not. */
  readonly log?: 'required' | 'ignored' | undefined;
}
