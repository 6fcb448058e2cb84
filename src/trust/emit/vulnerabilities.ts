import type { Finding } from '../../findings/finding.js';
import {
  type Checker,
  type StatementSubject,
  type UnsignedStatement,
  unsignedStatement,
} from './statement.js';

/** A scan for vulnerabilities and what it found. */
export interface VulnerabilitiesInput {
  readonly subject: StatementSubject;
  readonly checker: Checker;
  readonly started: Date;
  readonly finished: Date;
  /** Where the advisories come from, and of when they are. */
  readonly database: { readonly uri: string; readonly updated: Date };
  /** Those of other checks are left out. */
  readonly findings: readonly Finding[];
}

/**
 * A vulnerability attestation, unsigned. Everything that was found is in it, excepted or not.
 * Source: in-toto/attestation spec/predicates/vuln.md, version 0.2.
 */
export function vulnerabilities(input: VulnerabilitiesInput): UnsignedStatement {
  const { subject, checker, started, finished, database, findings } = input;
  const found = findings.filter(
    ({ check, status }) => check === 'vulnerability' && status !== 'fixed',
  );
  return unsignedStatement(subject, 'https://in-toto.io/attestation/vulns/v0.2', {
    scanner: {
      uri: checker.id,
      version: checker.version,
      db: { uri: database.uri, lastUpdate: database.updated.toISOString() },
      result: found.map(result),
    },
    metadata: { scanStartedOn: started.toISOString(), scanFinishedOn: finished.toISOString() },
  });
}

function result({
  rule,
  severity,
  subject,
  status,
  details,
}: Finding): Readonly<Record<string, unknown>> {
  const score = details?.cvss;
  const cvss =
    typeof score === 'number' || typeof score === 'string'
      ? [{ method: 'cvss', score: String(score) }]
      : [];
  const { purl, path } = subject ?? {};
  const annotations = { ...(purl ? { purl } : {}), ...(path ? { path } : {}), status };
  return {
    id: rule,
    severity: [{ method: 'portside', score: severity }, ...cvss],
    annotations: [annotations],
  };
}
