import type { Fix } from './fix.js';
import type { Location } from './location.js';
import type { Severity } from './severity.js';

export const CHECKS = [
  'lint',
  'manifest',
  'vulnerability',
  'malware',
  'secret',
  'hardening',
  'trust',
  'policy',
] as const;

/** The family a finding belongs to. */
export type Check = (typeof CHECKS)[number];

export type Confidence = 'high' | 'medium' | 'low';

/** Against the base branch: `new` came with this change, `excepted` is allowed by the policy. */
export type Status = 'new' | 'existing' | 'fixed' | 'excepted';

/** What a finding is about, where it is not a place in the repository alone. */
export interface Subject {
  readonly image?: string;
  /** Layer index, 0 the lowest. */
  readonly layer?: number;
  readonly purl?: string;
  /** Path in the image, without a leading slash. */
  readonly path?: string;
}

/** The only currency between inspectors, policy and reports (DESIGN §3, §10). */
export interface Finding {
  readonly rule: string;
  /** Other tools' ids of the same vulnerability. */
  readonly aliases: readonly string[];
  readonly check: Check;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** `practice:…`, `cis:…`, `pss:…` */
  readonly tags: readonly string[];
  /** One plain sentence. */
  readonly message: string;
  readonly location?: Location;
  readonly related?: readonly { readonly location: Location; readonly message: string }[];
  readonly subject?: Subject;
  /** Stable over rebuilds: see fingerprint.ts. */
  readonly fingerprint: string;
  readonly status: Status;
  readonly exception?: Readonly<Record<string, unknown>>;
  readonly fix?: Fix;
  readonly details?: Readonly<Record<string, unknown>>;
}
