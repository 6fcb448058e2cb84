import type { Finding } from '../../../core/finding.js';
import type { Report } from '../../../core/report.js';
import { sanitize, shorten, toJson } from '../../escape.js';
import type { ReportContext } from '../../format.js';
import { gapMessages } from '../../gaps.js';

/** The version of GitLab's schemas of security reports. */
export const SCHEMA_VERSION = '15.2.1';

/** What the reports of all types have in common. */
export interface SecurityScan {
  /** `container_scanning` */
  readonly type: string;
  /** GitLab takes what a successful scan does not list for fixed. */
  readonly isComplete: boolean;
  readonly vulnerabilities: readonly object[];
}

/** A security report of GitLab. */
export function securityReport(
  report: Report,
  { started, ended }: ReportContext,
  { type, isComplete, vulnerabilities }: SecurityScan,
): string {
  const tool = {
    id: 'portside',
    name: 'Portside',
    version: report.tool.version,
    vendor: { name: 'Portside' },
  };
  const document = {
    version: SCHEMA_VERSION,
    scan: {
      analyzer: tool,
      scanner: tool,
      type,
      // The schema requires times without a zone, in UTC.
      start_time: started.toISOString().slice(0, 19),
      end_time: ended.toISOString().slice(0, 19),
      status: isComplete ? 'success' : 'failure',
      messages: gapMessages(report).map(({ isError, text }) => ({
        level: isError ? 'warn' : 'info',
        value: text,
      })),
    },
    vulnerabilities,
  };
  return `${toJson(document, 2)}\n`;
}

/** The schema's limits in characters. */
const LIMITS = { name: 255, description: 100_000, solution: 7_000 } as const;

/** The parts that the entries of all types have in common. */
export function securityEntry(
  { fingerprint, severity }: Finding,
  texts: {
    readonly name: string;
    readonly description: string;
    readonly solution?: string | undefined;
  },
) {
  const { name, description, solution } = texts;
  return {
    id: fingerprint,
    name: shorten(sanitize(name), LIMITS.name),
    description: shorten(sanitize(description), LIMITS.description),
    severity: SEVERITIES[severity],
    solution: solution && shorten(sanitize(solution), LIMITS.solution),
  };
}

const SEVERITIES = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Info',
} as const;

/**
 * The identifiers of a finding. GitLab takes two findings for one whose first identifier, file, line, image and package are
 * the same, such as a vulnerability of two versions of one package, or two secrets on one line: the first one is therefore
 * the fingerprint.
 */
export function identifiersOf({ rule, fingerprint }: Finding, others: readonly object[]) {
  const id = { type: 'portside', name: sanitize(rule) || 'unknown', value: fingerprint };
  return [id, ...others];
}
