import { affectedPackages } from '../../core/affected-packages.js';
import type { Coverage } from '../../core/coverage.js';
import { type Finding, vulnerabilityDetails } from '../../core/finding.js';
import type { Report } from '../../core/report.js';
import type { Format, ReportContext } from '../format.js';
import { gapMessages, wasChecked } from '../gaps.js';
import { type ImageWithDigest, renderStatements, VERIFIER_ID } from './in-toto/statement.js';

/**
 * An unsigned vulnerability attestation: all vulnerabilities and malicious packages that were found, those that the policy
 * suppresses included.
 * There is none for an image whose check did not run, since an empty result would say that it has no vulnerabilities.
 * What a check left out is in the extension field `incomplete`.
 * Source: in-toto/attestation spec/predicates/vuln.md, version 0.2; spec/v1/README.md, "Parsing rules".
 */
export const inTotoVulnerabilities: Format = {
  id: 'in-toto-vuln',
  description: 'vulnerabilities of each image, an in-toto statement to sign',
  render: (report, context) =>
    renderStatements(report, 'https://in-toto.io/attestation/vulns/v0.2', (subject) =>
      scan(subject, report, context),
    ),
};

function scan(
  { name }: ImageWithDigest,
  report: Report,
  { started, ended, advisories }: ReportContext,
) {
  const isOwn = ({ check, target }: Coverage) => check === 'vulnerability' && target === name;
  if (!wasChecked(report, 'vulnerability', name)) return undefined;
  const gaps = gapMessages(report).filter(({ gap }) => isOwn(gap));
  const found = report.findings.filter(
    ({ check, status, subject }) =>
      (check === 'vulnerability' || check === 'malware') &&
      status !== 'fixed' &&
      (subject?.image === undefined || subject.image === name),
  );
  return {
    scanner: {
      uri: VERIFIER_ID,
      version: report.tool.version,
      db: { lastUpdate: advisories ?? oldestSource(report.coverage.filter(isOwn)) },
      result: found.map(result),
    },
    ...(gaps.length > 0 && {
      [`${VERIFIER_ID}/incomplete`]: gaps.map(({ text }) => text),
    }),
    metadata: { scanStartedOn: started.toISOString(), scanFinishedOn: ended.toISOString() },
  };
}

/** The oldest date in the sources of the advisories; undefined if they have none, as an interface without dates. */
function oldestSource(rows: readonly Coverage[]): string | undefined {
  const days = rows.flatMap(({ source = '' }) => source.match(/\b\d{4}-\d\d-\d\d\b/g) ?? []);
  const [oldest] = days.sort();
  return oldest === undefined ? undefined : `${oldest}T00:00:00Z`;
}

function result(finding: Finding) {
  const { rule, severity, subject, status } = finding;
  const cvss = cvssOf(vulnerabilityDetails(finding)?.cvss);
  const packages = affectedPackages(finding);
  return {
    id: rule,
    severity: [
      { method: 'portside', score: severity },
      ...(cvss === undefined ? [] : [{ method: 'cvss', score: cvss }]),
    ],
    annotations:
      packages.length === 0
        ? [{ path: subject?.path || undefined, status }]
        : packages.map(({ purl, paths: [path] }) => ({
            purl: purl || undefined,
            path: path || undefined,
            status,
          })),
  };
}

/** The score of `details.cvss`, which is a score or an object with a score and a vector. */
function cvssOf(cvss: unknown): string | undefined {
  const score = typeof cvss === 'object' && cvss !== null && 'score' in cvss ? cvss.score : cvss;
  return typeof score === 'number' || typeof score === 'string' ? String(score) : undefined;
}
