import type { Cvss } from '../../core/details.js';
import { type Finding, vulnerabilityDetails } from '../../core/finding.js';
import { fingerprint, imageName } from '../../core/fingerprint.js';
import { isSeverity, type Severity } from '../../core/severity.js';
import { plainText } from '../../lib/text.js';
import type { ExploitData } from '../exploit-data.js';
import { NO_FIX, WILL_NOT_FIX } from '../finding.js';
import { UNRATED } from '../severity.js';
import type { ReportedResult } from './file-results.js';

/** A vulnerability as another scanner reports it. */
export interface ReportedVulnerability {
  /** `trivy`, `grype`. */
  readonly source: string;
  /** The scanner's own id first. */
  readonly ids: readonly string[];
  readonly name: string;
  readonly version: string;
  readonly type: string;
  readonly purl: string | undefined;
  readonly path: string | undefined;
  /** The lock file or program that was scanned, if the report names it. */
  readonly scanned?: string | undefined;
  readonly fixed: string | undefined;
  /** The scanner reports that the distribution does not plan a fix. */
  readonly willNotFix?: boolean;
  /** As the scanner writes it, in any case. */
  readonly severity: string | undefined;
  readonly cvss: Cvss | undefined;
  readonly exploited: boolean;
  readonly epss: number | undefined;
  readonly summary: string | undefined;
  readonly references: readonly string[];
}

/** The kinds of entries that are not read. */
export type LeftOut = 'secret' | 'misconfiguration' | 'license' | 'damaged' | 'other';

/** What is read of the report of another scanner. */
export interface ReadReport {
  readonly vulnerabilities: readonly ReportedVulnerability[];
  /** Results about files of the repository. */
  readonly results?: readonly ReportedResult[];
  /** How many entries of each kind are not read. */
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>;
}

/** The finding for a vulnerability that another scanner reports. */
export function externalFinding(
  reported: ReportedVulnerability,
  image: string | undefined,
): Finding {
  const { ids, name, version, type, purl, path, source } = reported;
  const rule = ids.find((id) => id.startsWith('CVE-')) ?? ids[0] ?? 'unknown';
  const severity = readSeverity(reported.severity);
  const isMalware = ids.some((id) => id.startsWith('MAL-'));
  return {
    rule,
    aliases: ids.filter((id) => id !== rule),
    check: isMalware ? 'malware' : 'vulnerability',
    severity: isMalware ? 'critical' : (severity ?? UNRATED),
    confidence: 'high',
    tags: ['practice:image-security'],
    message: messageOf(rule, reported),
    subject: { image, purl, path },
    fingerprint: fingerprint(rule, type, name, image && imageName(image), path),
    status: 'new',
    details: {
      id: ids[0] ?? rule,
      aliases: ids,
      package: name,
      installed: version,
      fixed: reported.fixed ?? null,
      state: isNotToBeFixed(reported) ? 'will-not-fix' : undefined,
      cvss: reported.cvss ?? null,
      rating: severity ?? 'unknown',
      ratedBy: severity ? source : 'unknown',
      exploited: reported.exploited,
      epss: reported.epss ?? null,
      summary: reported.summary ?? null,
      references: reported.references,
      sources: [source],
    },
  };
}

/** The finding with what KEV and EPSS know of it; scanners report neither, or older data. */
export function withExploitData(finding: Finding, { exploited, epss }: ExploitData): Finding {
  const details = vulnerabilityDetails(finding);
  if (!details || (finding.check !== 'vulnerability' && finding.check !== 'malware'))
    return finding;
  const ids = [finding.rule, ...finding.aliases];
  const scores = ids.flatMap((id) => epss.get(id) ?? []);
  return {
    ...finding,
    details: {
      ...details,
      exploited: details.exploited || ids.some((id) => exploited.has(id)),
      epss: scores.length > 0 ? Math.max(...scores) : details.epss,
    },
  };
}

function messageOf(rule: string, reported: ReportedVulnerability): string {
  const { source, name, version, fixed, summary } = reported;
  const installed = `${plainText(name, 120)} ${plainText(version, 120)}`;
  const about = summary ? `: ${plainText(summary, 300).replace(/[.\s]+$/, '')}` : '';
  const noFix = isNotToBeFixed(reported) ? WILL_NOT_FIX : NO_FIX;
  const fix = fixed === undefined ? noFix : `fixed in ${plainText(fixed, 120)}`;
  return `${installed} is affected by ${rule}${about}; ${fix} (reported by ${source})`;
}

function isNotToBeFixed({ fixed, willNotFix = false }: ReportedVulnerability): boolean {
  return fixed === undefined && willNotFix;
}

function readSeverity(word: string | undefined): Severity | undefined {
  const lower = word?.toLowerCase() ?? '';
  if (lower === 'negligible') return 'info';
  return isSeverity(lower) ? lower : undefined;
}
