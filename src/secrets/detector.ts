import type { Confidence } from '../findings/finding.js';
import type { Severity } from '../findings/severity.js';

/** One kind of secret, written from its provider's documented format. */
export interface Detector {
  /** kebab-case: github-token */
  readonly id: string;
  /** What it is, for a sentence: "a GitHub token". */
  readonly what: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Lower-case words, one of which stands in or just before every such secret: only their surroundings are searched. */
  readonly keywords: readonly string[];
  /** Matches the secret; its group `secret` is the secret itself. Flags `dg` and no nested repetition. */
  readonly pattern: RegExp;
  /** Says no to placeholders and look-alikes. */
  readonly accept?: (secret: string) => boolean;
  readonly reference: string;
}
