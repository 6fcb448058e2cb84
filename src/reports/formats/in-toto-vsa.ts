import type { Report } from '../../core/report.js';
import type { Format, ReportContext } from '../format.js';
import { checkNames, gapsOf } from '../gaps.js';
import {
  type ImageWithDigest,
  imagePurl,
  renderStatements,
  VERIFIER_ID,
} from './in-toto/statement.js';

/**
 * An unsigned SLSA verification summary: the result of checking the image against the policy, and the build level that
 * its provenance supports. A check that the policy allows to leave out is named: `PORTSIDE_NOT_CHECKED_SECRET`.
 * Source: slsa.dev/spec/v1.0/verification_summary, "SlsaResult".
 */
export const inTotoVerificationSummary: Format = {
  id: 'in-toto-vsa',
  description: 'SLSA verification summary of each image, an in-toto statement to sign',
  render: (report, context) =>
    renderStatements(report, 'https://slsa.dev/verification_summary/v1', (subject) =>
      summary(subject, report, context),
    ),
};

function summary(subject: ImageWithDigest, report: Report, context: ReportContext) {
  const passed = report.verdict.outcome === 'pass';
  const { buildLevel } = subject;
  // A failed verification has no level. Without provenance the level is unknown.
  const levels = buildLevel === undefined ? [] : [`SLSA_BUILD_LEVEL_${buildLevel}`];
  // Values without the prefix SLSA_ are free: the policy passes the image, and these checks were left out.
  const { allowed, informational } = gapsOf(report);
  const leftOut = checkNames([...allowed, ...informational]).map(
    (name) => `PORTSIDE_NOT_CHECKED_${name.toUpperCase()}`,
  );
  return {
    verifier: { id: VERIFIER_ID, version: { portside: report.tool.version } },
    timeVerified: context.ended.toISOString(),
    resourceUri: imagePurl(subject),
    policy: {
      uri: policyUri(context),
      ...(context.policyDigest !== undefined && { digest: { sha256: context.policyDigest } }),
    },
    verificationResult: passed ? 'PASSED' : 'FAILED',
    verifiedLevels: passed ? [...levels, ...leftOut] : ['FAILED'],
    slsaVersion: '1.0',
  };
}

/** The address of the policy; its path when the repository is unknown; the built-in policy's page without a policy file. */
function policyUri({ policy, repository }: ReportContext): string {
  if (policy === undefined) return `${VERIFIER_ID}/blob/main/docs/policy.md`;
  const path = policy.split('@')[0] ?? policy;
  return repository?.commit === undefined
    ? path
    : `${repository.server}/${repository.name}/blob/${repository.commit}/${path}`;
}
