import type { Cvss } from '../../core/details.js';
import { parsePackageUrl } from '../../core/package-url.js';
import { isObject, type JsonObject, number, objects, text, texts } from '../../lib/json.js';
import { cleanId, webAddresses } from '../sanitize.js';
import type { ReadReport, ReportedVulnerability } from './finding.js';

/** Source: grype's JSON output, `descriptor.name`. */
export function isGrypeReport(json: JsonObject): boolean {
  return (
    Array.isArray(json.matches) && isObject(json.descriptor) && json.descriptor.name === 'grype'
  );
}

export function readGrypeReport(json: JsonObject): ReadReport {
  const matches = Array.isArray(json.matches) ? json.matches.map(readMatch) : [];
  return {
    vulnerabilities: matches.flat(),
    leftOut: { damaged: matches.filter((match) => match.length === 0).length },
  };
}

function readMatch(match: unknown): ReportedVulnerability[] {
  if (!isObject(match) || !isObject(match.vulnerability) || !isObject(match.artifact)) return [];
  const { vulnerability, artifact } = match;
  const [id, name] = [text(vulnerability.id), text(artifact.name)];
  if (!id || !name) return [];
  const related = objects(match.relatedVulnerabilities);
  const fix = isObject(vulnerability.fix) ? vulnerability.fix : {};
  const [epss] = objects(vulnerability.epss);
  const [location] = objects(artifact.locations);
  const purl = text(artifact.purl) || undefined;
  return [
    {
      source: 'grype',
      ids: [...new Set([id, ...related.map((one) => text(one.id) ?? '')])]
        .filter((one) => one !== '')
        .map(cleanId),
      name,
      version: text(artifact.version) ?? '',
      type: parsePackageUrl(purl ?? '')?.type ?? text(artifact.type) ?? 'generic',
      purl,
      path: text(location?.path)?.replace(/^\/+/, '') || undefined,
      fixed: texts(fix.versions)[0] || undefined,
      willNotFix: fix.state === 'wont-fix',
      severity: text(vulnerability.severity),
      cvss: cvssOf([vulnerability, ...related]),
      exploited: objects(vulnerability.knownExploited).length > 0,
      epss: epss === undefined ? undefined : number(epss.epss),
      summary: text(vulnerability.description)?.split('\n', 1)[0],
      references: webAddresses([
        text(vulnerability.dataSource) ?? '',
        ...texts(vulnerability.urls),
      ]),
    },
  ];
}

/** The highest CVSS version of the first record that has any. */
function cvssOf(records: readonly JsonObject[]): Cvss | undefined {
  for (const record of records) {
    const scores = objects(record.cvss).flatMap((cvss) => {
      const [version, vector] = [text(cvss.version), text(cvss.vector)];
      const score = isObject(cvss.metrics) ? number(cvss.metrics.baseScore) : undefined;
      return version && vector && score !== undefined ? [{ version, vector, score }] : [];
    });
    const [highest] = scores.sort((a, b) => (a.version < b.version ? 1 : -1));
    if (highest) return highest;
  }
  return undefined;
}
