import type { Finding } from '../../core/finding.js';
import { fingerprint } from '../../core/fingerprint.js';
import type { Location } from '../../core/location.js';
import type { RuleDescription } from '../../core/rule.js';
import { ruleFinding } from '../../core/rule-finding.js';
import type { Severity } from '../../core/severity.js';
import { plainText } from '../../lib/text.js';
import type {
  ReleaseProvenance,
  ReleasePublisher,
} from '../../signatures/packages/package-release.js';
import {
  packageProvenanceLost,
  packagePublisherChanged,
} from '../../signatures/signature-rules.js';
import type { ChangedPackage } from './changed-packages.js';

/** What is known about both releases of a package. */
export interface ComparedPackage {
  readonly changed: ChangedPackage;
  readonly before: ReleasePublisher;
  readonly now: ReleaseProvenance;
}

/** What is wrong with the new release; undefined if the publisher of the earlier one built it. */
export function findingFor(compared: ComparedPackage, location: Location): Finding | undefined {
  const problem = problemOf(compared);
  if (!problem) return undefined;
  const { rule, message, severity = rule.severity } = problem;
  const { before, now } = compared.changed;
  const purl = `pkg:${now.ecosystem}/${now.name.replace('@', '%40')}@${encodeURIComponent(now.version)}`;
  return {
    ...ruleFinding(rule, 'trust'),
    severity,
    message,
    location,
    subject: { purl },
    fingerprint: fingerprint(rule.id, location.path, now.name),
    details: {
      package: now.name,
      installed: now.version,
      before: before.version,
      expected: { ...compared.before },
      ...(compared.now.kind === 'verified' && { actual: { ...compared.now.publisher } }),
    },
  };
}

/** Whether the new release has another publisher, or none that is proven. */
export function isOther(compared: ComparedPackage): boolean {
  return problemOf(compared) !== undefined;
}

interface Problem {
  readonly rule: RuleDescription;
  readonly message: string;
  readonly severity?: Severity;
}

function problemOf({ changed, before, now }: ComparedPackage): Problem | undefined {
  const name = plainText(`${changed.now.name} ${changed.now.version}`, 120);
  const old = plainText(changed.before.version, 60);
  if (now.kind === 'none')
    return {
      rule: packageProvenanceLost,
      message: `${name} has no provenance; ${old} was built by ${shown(before.repository)}`,
    };
  if (now.kind === 'invalid')
    return {
      rule: packageProvenanceLost,
      severity: 'critical',
      message: `${name} has no valid provenance, and ${old} had: ${plainText(now.reason, 160)}`,
    };
  const { publisher } = now;
  if (!isSame(publisher.repository, before.repository) || publisher.issuer !== before.issuer)
    return {
      rule: packagePublisherChanged,
      message: `${name} was built by ${shown(publisher.repository)}; ${old} by ${shown(before.repository)}`,
    };
  if (isSame(publisher.workflow, before.workflow)) return undefined;
  return {
    rule: packagePublisherChanged,
    // Maintainers rename their workflows, and whoever changes one can write to the repository.
    severity: 'medium',
    message: `${name} was built by ${shown(publisher.workflow)}; ${old} by ${shown(before.workflow)}`,
  };
}

/** Repositories have no case on the servers that sign, and the name of a workflow does not begin to differ in it. */
function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function shown(address: string): string {
  return plainText(address.replace(/^https:\/\//, ''), 160);
}
