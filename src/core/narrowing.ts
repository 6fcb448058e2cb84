import { SBOM_FORMATS } from './sbom-formats.js';
import type { Severity } from './severity.js';

/** Which findings people want to see. It changes what is shown, and never the verdict. */
export interface Narrowing {
  /** Only findings at or above this severity. */
  readonly severity?: Severity;
  /** Only vulnerabilities that have a fix; findings of other checks are kept. */
  readonly onlyFixed: boolean;
  /** No findings in files whose paths match one of these globs. */
  readonly exclude: readonly string[];
}

/** Formats for programs, which have all findings: a report is compared with them, or they list all packages. */
export const COMPLETE_FORMATS: ReadonlySet<string> = new Set([
  'json',
  ...SBOM_FORMATS,
  'in-toto-vsa',
  'in-toto-vuln',
]);
