import type { BuildLevel } from '../provenance/builders.js';
import {
  type Checker,
  type StatementSubject,
  type UnsignedStatement,
  unsignedStatement,
} from './statement.js';

/** What a verification came to. */
export interface SummaryInput {
  readonly subject: StatementSubject;
  readonly checker: Checker;
  readonly time: Date;
  /** The policy that was applied. */
  readonly policy: { readonly uri: string; readonly digest?: string };
  readonly passed: boolean;
  /** What the provenance supports; absent when none was asked for. */
  readonly level?: BuildLevel;
}

/**
 * A SLSA verification summary, unsigned.
 * Source: slsa.dev/spec/v1.0/verification_summary.
 */
export function verificationSummary(input: SummaryInput): UnsignedStatement {
  const { subject, checker, time, policy, passed, level } = input;
  const [algorithm = '', hex = ''] = policy.digest?.split(':') ?? [];
  return unsignedStatement(subject, 'https://slsa.dev/verification_summary/v1', {
    verifier: { id: checker.id, version: { portside: checker.version } },
    timeVerified: time.toISOString(),
    resourceUri: resourceUri(subject),
    policy: { uri: policy.uri, ...(hex ? { digest: { [algorithm]: hex } } : {}) },
    verificationResult: passed ? 'PASSED' : 'FAILED',
    // A failed verification supports no level; level 0 says nothing and is left to mean what it is.
    verifiedLevels:
      passed && level !== undefined ? [`SLSA_BUILD_LEVEL_${level}`] : passed ? [] : ['FAILED'],
    slsaVersion: '1.0',
  });
}

/** `oci://` is no registered scheme, and what SLSA's own examples of images use is a package URL. */
function resourceUri({ name, digest }: StatementSubject): string {
  const bare = name.split('@')[0] ?? name;
  const last = bare.slice(bare.lastIndexOf('/') + 1).split(':')[0] ?? bare;
  const repository = bare.slice(0, bare.lastIndexOf('/') + 1) + last;
  return `pkg:oci/${last}@${encodeURIComponent(digest)}?repository_url=${encodeURIComponent(repository)}`;
}
