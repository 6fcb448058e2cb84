import type { Finding } from '../../src/core/finding.js';

/** The details of a finding as a reader of the JSON report sees them. */
export function detailsOf(finding: Finding | undefined): Readonly<Record<string, unknown>> {
  return { ...finding?.details };
}
