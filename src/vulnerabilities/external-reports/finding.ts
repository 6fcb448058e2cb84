import type { Finding } from '../../core/finding.js';
import { fingerprint, imageName } from '../../core/fingerprint.js';
import { isSeverity, type Severity } from '../../core/severity.js';
import { plainText } from '../../lib/text.js';

/** A vulnerability as another scanner reports it. */
export interface ReportedVulnerability {
  /** `trivy`, `grype`. */
  readonly source: string;
  /** The scanner's id first. */
  readonly ids: readonly string[];
  readonly name: string;
  readonly version: string;
  readonly type: string;
  readonly purl: string | undefined;
  readonly path: string | undefined;
  readonly fixed: string | undefined;
  /** The scanner's word, any case. */
  readonly severity: string | undefined;
  readonly cvss:
    | { readonly version: string; readonly score: number; readonly vector: string }
    | undefined;
  readonly exploited: boolean;
  readonly epss: number | undefined;
  readonly summary: string | undefined;
  readonly references: readonly string[];
}

const UNRATED: Severity = 'medium';

/** A finding of another scanner in our form. */
export function externalFinding(
  imported: ReportedVulnerability,
  image: string | undefined,
): Finding {
  const { name, version, type, purl, path, fixed, source } = imported;
  const rule = imported.ids.find((id) => id.startsWith('CVE-')) ?? imported.ids[0] ?? 'unknown';
  const severity = severityOf(imported.severity);
  const malware = imported.ids.some((id) => id.startsWith('MAL-'));
  const about = imported.summary
    ? `: ${plainText(imported.summary, 300).replace(/[.\s]+$/, '')}`
    : '';
  const fix =
    fixed === undefined ? 'no fixed version is known' : `fixed in ${plainText(fixed, 120)}`;
  return {
    rule,
    aliases: imported.ids.filter((id) => id !== rule),
    check: malware ? 'malware' : 'vulnerability',
    severity: malware ? 'critical' : (severity ?? UNRATED),
    confidence: 'high',
    tags: ['practice:image-security'],
    message: `${plainText(name, 120)} ${plainText(version, 120)} is affected by ${rule}${about}; ${fix} (${source}).`,
    subject: {
      ...(image !== undefined && { image }),
      ...(purl !== undefined && { purl }),
      ...(path !== undefined && { path }),
    },
    fingerprint: fingerprint(rule, type, name, image && imageName(image), path),
    status: 'new',
    details: {
      id: imported.ids[0] ?? rule,
      aliases: imported.ids,
      package: name,
      installed: version,
      fixed: fixed ?? null,
      cvss: imported.cvss ?? null,
      rating: severity ?? 'unknown',
      ratedBy: severity ? source : 'unknown',
      exploited: imported.exploited,
      epss: imported.epss ?? null,
      summary: imported.summary ?? null,
      references: imported.references,
      sources: [source],
    },
  };
}

function severityOf(word: string | undefined): Severity | undefined {
  const lower = word?.toLowerCase() ?? '';
  if (lower === 'negligible') return 'info';
  return isSeverity(lower) ? lower : undefined;
}
