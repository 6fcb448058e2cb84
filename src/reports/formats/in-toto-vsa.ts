import type { Report } from '../../core/report.js';
import type { Format, ReportContext } from '../format.js';
import { type ImageWithDigest, renderStatements, VERIFIER_ID } from './in-toto/statement.js';

/**
 * A SLSA verification summary: that Portside checked the image against a policy, what came of it, and the build level
 * that its provenance supports. Unsigned.
 * Source: slsa.dev/spec/v1.0/verification_summary.
 */
export const inTotoVerificationSummary: Format = {
  id: 'in-toto-vsa',
  description: 'a SLSA verification summary of each image, an in-toto statement to sign',
  render: (report, context) =>
    renderStatements(report, 'https://slsa.dev/verification_summary/v1', (subject) =>
      summary(subject, report, context),
    ),
};

function summary(subject: ImageWithDigest, report: Report, context: ReportContext) {
  const passed = report.verdict.outcome === 'pass';
  const { buildLevel } = subject;
  // A failed verification supports no level, and one without provenance says nothing about any.
  const levels = buildLevel === undefined ? [] : [`SLSA_BUILD_LEVEL_${buildLevel}`];
  return {
    verifier: { id: VERIFIER_ID, version: { portside: report.tool.version } },
    timeVerified: context.ended.toISOString(),
    resourceUri: resourceUri(subject),
    policy: { uri: policyUri(context) },
    verificationResult: passed ? 'PASSED' : 'FAILED',
    verifiedLevels: passed ? levels : ['FAILED'],
    slsaVersion: '1.0',
  };
}

/** Where the policy can be read; without a repository only its name is known, without a policy the built-in one. */
function policyUri({ policy, repository }: ReportContext): string {
  if (policy === undefined) return `${VERIFIER_ID}/blob/main/docs/policy.md`;
  const path = policy.split('@')[0] ?? policy;
  return repository?.commit === undefined
    ? path
    : `${repository.server}/${repository.name}/blob/${repository.commit}/${path}`;
}

/** `oci://` is no registered scheme, and what SLSA's own examples of images use is a package URL. */
function resourceUri({ name, digest }: ImageWithDigest): string {
  const bare = name.split('@')[0] ?? name;
  const last = bare.slice(bare.lastIndexOf('/') + 1).split(':')[0] ?? bare;
  const repository = bare.slice(0, bare.lastIndexOf('/') + 1) + last;
  return `pkg:oci/${encode(last)}@${encode(digest)}?repository_url=${encode(repository)}`;
}

/** Half of a surrogate pair is nothing that can be encoded. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '?'));
}
