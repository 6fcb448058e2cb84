import { isObject, type JsonObject, number, objects, text, texts } from '../../lib/json.js';
import { decodePercent } from '../../lib/text.js';
import { readPurl } from '../purl.js';
import { cleanId, webAddresses } from '../sanitize.js';
import { severityOfScore } from '../severity.js';
import type { ReportedVulnerability } from './finding.js';

/** Source: SARIF 2.1.0, "3.13 sarifLog object". */
export function isSarif(json: JsonObject): boolean {
  return json.version === '2.1.0' && Array.isArray(json.runs);
}

/** What a SARIF file says of packages, and how many of its results are about something else. */
export interface SarifReading {
  readonly imported: readonly ReportedVulnerability[];
  readonly others: number;
}

const MOST_RESULTS = 100_000;

/**
 * The vulnerabilities of packages in a SARIF file. The format has no place for a package: scanners write it as package
 * URLs in properties (Grype, Docker Scout, Portside), as lines `Package: …` (Trivy, Grype) or as `Package 'name@version'`
 * (OSV-Scanner). A result in which none of these is found is counted.
 */
export function readSarif(json: JsonObject): SarifReading {
  const imported: ReportedVulnerability[] = [];
  let others = 0;
  for (const run of objects(json.runs)) {
    const tool = isObject(run.tool) && isObject(run.tool.driver) ? run.tool.driver : {};
    const rules = objects(tool.rules);
    const byId = new Map(rules.map((rule) => [text(rule.id), rule]));
    const source = (text(tool.name) ?? 'sarif').toLowerCase().slice(0, 40);
    for (const result of objects(run.results)) {
      const index = number(result.ruleIndex);
      const rule = byId.get(text(result.ruleId)) ?? (index === undefined ? {} : rules[index]) ?? {};
      const read = readResult(result, rule, source);
      if (read && imported.length < MOST_RESULTS) imported.push(read);
      else others++;
    }
  }
  return { imported, others };
}

function readResult(
  result: JsonObject,
  rule: JsonObject,
  source: string,
): ReportedVulnerability | undefined {
  const message = messageOf(result.message);
  const help = messageOf(rule.help);
  const properties = [result.properties, rule.properties].filter(isObject);
  const ids = idsIn(`${text(result.ruleId) ?? text(rule.id) ?? ''}\n${message}`);
  const purl = properties
    .flatMap((one) => [text(one.purl), ...texts(one.purls)])
    .find((one) => one !== undefined && readPurl(one) !== undefined);
  const named = packageIn(message) ?? packageIn(help) ?? packageOfPurl(purl);
  if (ids.length === 0 || !named) return undefined;
  const scores = properties.map((one) => Number(one['security-severity'] ?? Number.NaN));
  const score = scores.find((one) => one >= 0 && one <= 10);
  const [location] = objects(result.locations);
  return {
    source,
    ids,
    name: named.name,
    version: named.version,
    type: readPurl(purl ?? '')?.type ?? 'generic',
    purl,
    path: pathOf(location),
    fixed: labeled(message, 'Fix(?:ed)? Version') ?? labeled(help, 'Fix(?:ed)? Version'),
    severity:
      labeled(message, 'Severity') ??
      labeled(help, 'Severity') ??
      (score === undefined ? LEVELS.get(text(result.level) ?? '') : severityOfScore(score)),
    cvss: undefined,
    exploited: false,
    epss: undefined,
    summary: messageOf(rule.shortDescription).split('\n', 1)[0] || undefined,
    references: webAddresses([text(rule.helpUri) ?? '']),
  };
}

const LEVELS: ReadonlyMap<string, string> = new Map([
  ['error', 'high'],
  ['warning', 'medium'],
  ['note', 'low'],
]);

const LONGEST = 20_000;

function messageOf(value: unknown): string {
  return isObject(value) ? (text(value.text) ?? '').slice(0, LONGEST) : '';
}

/** Grype writes the package behind the id: CVE-2024-1-openssl. */
function idsIn(words: string): readonly string[] {
  const found = words
    .slice(0, LONGEST)
    .match(
      /\b(?:CVE-[0-9]{4}-[0-9]{1,10}|GHSA(?:-[a-z0-9]{4}){3}|MAL-[0-9]{4}-[0-9]{1,10}|(?:DSA|DLA|USN|ALSA|RHSA|RLSA|ELSA|PYSEC|RUSTSEC|GO|OSV)-[0-9][0-9A-Za-z:-]{2,30})/g,
    );
  // The rule's own id comes first; a message may name what it is also known as, and hardly more.
  return [...new Set((found ?? []).map(cleanId))].slice(0, 10);
}

function packageIn(words: string): { readonly name: string; readonly version: string } | undefined {
  const name = labeled(words, 'Package');
  const version = labeled(words, '(?:Installed )?Version');
  if (name !== undefined && version !== undefined && !name.startsWith('pkg:'))
    return { name, version };
  const [, quoted, at] = /Package '([^'\n]{1,200}?)@([^'@\n]{1,200})'/.exec(words) ?? [];
  return quoted !== undefined && at !== undefined ? { name: quoted, version: at } : undefined;
}

/** The rest of the line that begins with the label. */
function labeled(words: string, label: string): string | undefined {
  const value = new RegExp(`^[ \\t]*${label}[ \\t]*:([^\\n]*)$`, 'm').exec(words)?.[1]?.trim();
  return value !== undefined && value !== '' && value.length <= 300 ? value : undefined;
}

function packageOfPurl(
  purl: string | undefined,
): { readonly name: string; readonly version: string } | undefined {
  const [, type, path, version] = /^pkg:\/*([^/]+)\/([^@?#]+)@([^?#]+)/.exec(purl ?? '') ?? [];
  if (type === undefined || path === undefined || version === undefined) return undefined;
  const parts = path.split('/').map(decodePercent);
  const own = ['deb', 'apk', 'rpm'].includes(type) ? parts.slice(-1) : parts;
  return { name: own.join(type === 'maven' ? ':' : '/'), version: decodePercent(version) };
}

function pathOf(location: JsonObject | undefined): string | undefined {
  const physical = isObject(location?.physicalLocation) ? location.physicalLocation : {};
  const artifact = isObject(physical.artifactLocation) ? physical.artifactLocation : {};
  return text(artifact.uri)?.replace(/^\/+/, '').slice(0, 1000) || undefined;
}
