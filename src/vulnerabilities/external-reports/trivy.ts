import type { Cvss } from '../../core/details.js';
import { parsePackageUrl } from '../../core/package-url.js';
import { isObject, type JsonObject, list, number, objects, text, texts } from '../../lib/json.js';
import { cleanId, webAddresses } from '../sanitize.js';
import type { ReadReport, ReportedVulnerability } from './finding.js';

/** Source: trivy's documentation, "Report formats", SchemaVersion 2. */
export function isTrivyReport(json: JsonObject): boolean {
  return json.SchemaVersion === 2 && (json.Results === undefined || Array.isArray(json.Results));
}

export function readTrivyReport(json: JsonObject): ReadReport {
  const results = objects(json.Results);
  const entries = results.flatMap((result) =>
    list(result.Vulnerabilities).map((entry) => readEntry(entry, result)),
  );
  const count = (key: string) => results.flatMap((result) => list(result[key])).length;
  const failures = results.flatMap((result) =>
    objects(result.Misconfigurations).filter(({ Status }) => Status !== 'PASS'),
  );
  return {
    vulnerabilities: entries.flat(),
    leftOut: {
      damaged: entries.filter((entry) => entry.length === 0).length,
      secret: count('Secrets'),
      misconfiguration: failures.length,
      license: count('Licenses'),
    },
  };
}

function readEntry(entry: unknown, result: JsonObject): ReportedVulnerability[] {
  if (!isObject(entry)) return [];
  const [id, name] = [text(entry.VulnerabilityID), text(entry.PkgName)];
  if (!id || !name) return [];
  const identifier = isObject(entry.PkgIdentifier) ? entry.PkgIdentifier : {};
  const purl = text(identifier.PURL);
  return [
    {
      source: 'trivy',
      ids: [id, ...texts(entry.VendorIDs)].map(cleanId),
      name,
      version: text(entry.InstalledVersion) ?? '',
      type: parsePackageUrl(purl ?? '')?.type ?? text(result.Type) ?? 'generic',
      purl,
      path: text(entry.PkgPath) || undefined,
      scanned: text(result.Target),
      // May be several versions, of several branches, separated by commas; the package's branch is not marked.
      fixed: text(entry.FixedVersion) || undefined,
      willNotFix: entry.Status === 'will_not_fix' || entry.Status === 'end_of_life',
      severity: text(entry.Severity),
      cvss: cvssOf(entry),
      exploited: false,
      epss: undefined,
      summary: text(entry.Title),
      references: webAddresses(texts(entry.References)),
    },
  ];
}

/** The CVSS rating of the source of the severity, else of any source. */
function cvssOf(entry: JsonObject): Cvss | undefined {
  const bySource = isObject(entry.CVSS) ? entry.CVSS : {};
  const source = text(entry.SeveritySource);
  const preferred =
    source !== undefined && Object.hasOwn(bySource, source) ? [bySource[source]] : [];
  for (const scores of objects([...preferred, ...Object.values(bySource)])) {
    for (const [version, score, vector] of [
      ['4.0', number(scores.V40Score), text(scores.V40Vector)],
      ['3.1', number(scores.V3Score), text(scores.V3Vector)],
      ['2.0', number(scores.V2Score), text(scores.V2Vector)],
    ] as const)
      if (score !== undefined && vector !== undefined) return { version, score, vector };
  }
  return undefined;
}
