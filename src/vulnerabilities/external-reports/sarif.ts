import { type PackageUrl, packageName, parsePackageUrl } from '../../core/package-url.js';
import { isObject, type JsonObject, number, objects, text, texts } from '../../lib/json.js';
import { plainText } from '../../lib/text.js';
import { cleanId, webAddresses } from '../sanitize.js';
import { severityOfScore } from '../severity.js';
import { type FindPlace, type ReportedResult, readFileResult } from './file-results.js';
import type { ReadReport, ReportedVulnerability } from './finding.js';

/** Source: SARIF 2.1.0, "3.13 sarifLog object". */
export function isSarif(json: JsonObject): boolean {
  return json.version === '2.1.0' && Array.isArray(json.runs);
}

/** Why the results of a SARIF file are not all that the tool looks for; undefined if nothing says so. */
export function failureIn({ runs }: JsonObject): string | undefined {
  const all = objects(runs);
  const hasFailed = all.some(({ invocations }) =>
    objects(invocations).some(({ executionSuccessful }) => executionSuccessful === false),
  );
  if (hasFailed) return 'it says that the tool failed (executionSuccessful)';
  return all.length === 0 ? 'it has no run of a tool' : undefined;
}

const MAX_RESULTS = 100_000;

/**
 * The vulnerabilities of packages in a SARIF file. SARIF has no field for a package: scanners write package URLs into
 * properties (Grype, Docker Scout, Portside), lines such as `Package: …` (Trivy, Grype), or `Package 'name@version'`
 * (OSV-Scanner). A result without any of these is one about a file, if `findPlace` finds it, and is skipped otherwise.
 */
export function readSarif(json: JsonObject, findPlace?: FindPlace): ReadReport {
  const vulnerabilities: ReportedVulnerability[] = [];
  const results: ReportedResult[] = [];
  let skipped = 0;
  for (const run of objects(json.runs)) {
    const tool = isObject(run.tool) && isObject(run.tool.driver) ? run.tool.driver : {};
    const ruleOf = ruleFinder(objects(tool.rules));
    const source = plainText(text(tool.name) ?? 'sarif', 40).toLowerCase();
    for (const result of Array.isArray(run.results) ? run.results : []) {
      if (!isObject(result)) {
        skipped++;
        continue;
      }
      const rule = ruleOf(result);
      const vulnerability = readResult(result, rule, source);
      const inFile =
        vulnerability || !findPlace ? undefined : readFileResult(result, rule, source, findPlace);
      if (inFile === 'none') continue;
      const isFull = vulnerabilities.length + results.length >= MAX_RESULTS;
      if (vulnerability && !isFull) vulnerabilities.push(vulnerability);
      else if (inFile && !isFull) results.push(inFile);
      else skipped++;
    }
  }
  return { vulnerabilities, results, leftOut: { other: skipped } };
}

/** Finds the rule of a result, by its id or index. */
function ruleFinder(rules: readonly JsonObject[]): (result: JsonObject) => JsonObject {
  const byId = new Map(rules.map((rule) => [text(rule.id), rule]));
  return ({ ruleId, ruleIndex }) => {
    const index = number(ruleIndex);
    return byId.get(text(ruleId)) ?? (index === undefined ? undefined : rules[index]) ?? {};
  };
}

function readResult(
  result: JsonObject,
  rule: JsonObject,
  source: string,
): ReportedVulnerability | undefined {
  const message = messageText(result.message);
  const help = messageText(rule.help);
  const properties = [result.properties, rule.properties].filter(isObject);
  const ids = idsIn(`${text(result.ruleId) ?? text(rule.id) ?? ''}\n${message}`);
  const purl = properties
    .flatMap((one) => [text(one.purl), ...texts(one.purls)])
    .find((one) => one !== undefined && parsePackageUrl(one) !== undefined);
  const parsed = purl === undefined ? undefined : parsePackageUrl(purl);
  const pkg = packageIn(message) ?? packageIn(help) ?? packageOfPurl(parsed);
  if (ids.length === 0 || !pkg) return undefined;
  const scores = properties.map((one) => Number(one['security-severity'] ?? Number.NaN));
  const score = scores.find((one) => one >= 0 && one <= 10);
  const [location] = objects(result.locations);
  return {
    source,
    ids,
    name: pkg.name,
    version: pkg.version,
    type: parsed?.type ?? 'generic',
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
    summary: messageText(rule.shortDescription).split('\n', 1)[0] || undefined,
    references: webAddresses([text(rule.helpUri) ?? '']),
  };
}

const LEVELS: ReadonlyMap<string, string> = new Map([
  ['error', 'high'],
  ['warning', 'medium'],
  ['note', 'low'],
]);

const MAX_TEXT = 20_000;

function messageText(value: unknown): string {
  return isObject(value) ? (text(value.text) ?? '').slice(0, MAX_TEXT) : '';
}

const MAX_IDS = 10;

/** The vulnerability ids in a text. Grype appends the package to the id: CVE-2024-1-openssl. */
function idsIn(content: string): readonly string[] {
  const found = content
    .slice(0, MAX_TEXT)
    .match(
      /\b(?:CVE-[0-9]{4}-[0-9]{1,10}|GHSA(?:-[a-z0-9]{4}){3}|MAL-[0-9]{4}-[0-9]{1,10}|(?:DSA|DLA|USN|ALSA|RHSA|RLSA|ELSA|PYSEC|RUSTSEC|GO|OSV)-[0-9][0-9A-Za-z:-]{2,30})/g,
    );
  // The rule's id comes first, then the aliases in the message.
  return [...new Set((found ?? []).map(cleanId))].slice(0, MAX_IDS);
}

interface NamedPackage {
  readonly name: string;
  readonly version: string;
}

function packageIn(content: string): NamedPackage | undefined {
  const name = labeled(content, 'Package');
  const version = labeled(content, '(?:Installed )?Version');
  if (name !== undefined && version !== undefined && !name.startsWith('pkg:'))
    return { name, version };
  const [, quoted, at] = /Package '([^'\n]{1,200}?)@([^'@\n]{1,200})'/.exec(content) ?? [];
  return quoted !== undefined && at !== undefined ? { name: quoted, version: at } : undefined;
}

/** The value on a line `label: value`. */
function labeled(content: string, label: string): string | undefined {
  const value = new RegExp(`^[ \\t]*${label}[ \\t]*:([^\\n]*)$`, 'm').exec(content)?.[1]?.trim();
  return value !== undefined && value !== '' && value.length <= 300 ? value : undefined;
}

function packageOfPurl(purl: PackageUrl | undefined): NamedPackage | undefined {
  return purl?.version === undefined
    ? undefined
    : { name: packageName(purl), version: purl.version };
}

function pathOf(location: JsonObject | undefined): string | undefined {
  const physical = isObject(location?.physicalLocation) ? location.physicalLocation : {};
  const artifact = isObject(physical.artifactLocation) ? physical.artifactLocation : {};
  return text(artifact.uri)?.replace(/^\/+/, '').slice(0, 1000) || undefined;
}
