import type { Log, ReportingDescriptor, Result, Run, Location as SarifLocation } from 'sarif';
import type { Finding } from '../../core/finding.js';
import { fingerprint, imageName } from '../../core/fingerprint.js';
import type { Location } from '../../core/location.js';
import type { Report } from '../../core/report.js';
import { sanitize, shorten, toJson, toRelativeUri, toRepositoryPath } from '../escape.js';
import type { Format, ReportContext } from '../format.js';
import { byUrgency, groupBy, openFindings, pluralize } from '../order.js';
import { packagesByPurl } from '../vulnerability-facts.js';
import { describeRule, SARIF_LEVELS } from './sarif/rules.js';

/** SARIF 2.1.0 for code scanning: one run a category, within GitHub's limits (notes: SARIF support for code scanning). */
export const sarif: Format = {
  id: 'sarif',
  description: 'SARIF 2.1.0 for code scanning',
  render: (report, context) => `${toJson(sarifLog(report, context).log)}\n`,
};

/** GitHub's limits: what it keeps, not what it accepts, where the two differ. */
export const SARIF_LIMITS = {
  runs: 20,
  results: 5_000,
  rules: 25_000,
  related: 100,
  message: 4_000,
} as const;

export interface SarifLog {
  readonly log: Log;
  /** One sentence for each thing left out to stay within the limits. */
  readonly dropped: readonly string[];
  /** Whether there are categories for another log. */
  readonly more: boolean;
}

/**
 * The report as one file: what does not fit is left out. What comments suppress is there as suppressed; an upload has it
 * not, since GitHub would open alerts for it all the same.
 */
export function sarifLog(report: Report, context: ReportContext): SarifLog {
  const { log, dropped, more } = sarifPart(
    report,
    context,
    0,
    SARIF_LIMITS.results,
    report.suppressed,
  );
  if (!more) return { log, dropped, more };
  const left = [...categories(report, context)]
    .slice(SARIF_LIMITS.runs)
    .map(
      ([category, findings]) =>
        `${category} with ${pluralize(findings.length, 'finding')} is left out of the SARIF file: it may have ${SARIF_LIMITS.runs} runs`,
    );
  return { log, dropped: [...dropped, ...left], more };
}

/**
 * The `part`th log of a report, from 0: GitHub takes as many as there are categories, some at a time. `results` lowers
 * the number of results that a run may have, for a log that is still too big.
 */
export function sarifPart(
  report: Report,
  context: ReportContext,
  part: number,
  results: number = SARIF_LIMITS.results,
  suppressed: readonly Finding[] = [],
): SarifLog {
  const dropped: string[] = [];
  // Excepted findings are left out: GitHub ignores `suppressions` and would open an alert for each.
  const groups = [...categories(report, context)];
  const end = (part + 1) * SARIF_LIMITS.runs;
  const kept = groups.slice(part * SARIF_LIMITS.runs, end);
  const runs = kept.map(([category, findings]) => {
    const sorted = [...findings].sort(byUrgency);
    const lost = sorted.length - results;
    const reasons =
      lost > 0
        ? [
            `The ${pluralize(lost, 'least severe finding')} of ${category} ${lost === 1 ? 'is' : 'are'} left out of the SARIF file: code scanning keeps ${results} a run`,
          ]
        : [];
    dropped.push(...reasons);
    const own = category === repositoryCategory(context) ? suppressed : [];
    return run(category, [...sorted, ...own].slice(0, results), reasons, report, context);
  });
  return {
    log: { $schema: SCHEMA, version: '2.1.0', runs },
    dropped,
    more: groups.length > end,
  };
}

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/**
 * The findings by category, `portside/<image>/<platform>`; what is about the repository alone is `portside/repository`.
 * A target without findings has its empty run: the upload that closes its alerts.
 */
function categories(report: Report, context: ReportContext): Map<string, Finding[]> {
  const repository = repositoryCategory(context);
  const images = new Map<string, string>();
  const groups = new Map<string, Finding[]>();
  if (report.targets.some((t) => t.kind !== 'image') || report.targets.length === 0) {
    groups.set(repository, []);
  }
  for (const target of report.targets) {
    if (target.kind !== 'image') continue;
    const category = sarifCategory(target.name, target.platform);
    if (!images.has(target.name)) images.set(target.name, category);
    groups.set(category, []);
  }
  const found = groupBy(openFindings(report.findings), (f) => {
    const image = f.subject?.image;
    return image === undefined
      ? repository
      : (images.get(image) ?? sarifCategory(image, undefined));
  });
  for (const [category, findings] of found) groups.set(category, findings);
  return groups;
}

/** Jobs that check other Dockerfiles have other alerts: of one category the last upload counts. */
function repositoryCategory({ dockerfiles = [] }: ReportContext): string {
  const [one, ...more] = dockerfiles;
  const which =
    more.length === 0
      ? one?.replace(/[^A-Za-z0-9._/-]+/g, '-')
      : fingerprint(...dockerfiles).slice(0, 12);
  return ['portside/repository', ...(toRepositoryPath(which ?? '')?.split('/') ?? [])].join('/');
}

/** Without tag, digest and folder, so that a rebuild updates its alerts instead of piling up new ones. */
export function sarifCategory(image: string, platform: string | undefined): string {
  const bare = imageName(image.replace(/^(docker|docker-archive|oci|oci-archive|dir):/, ''));
  const name = bare.startsWith('/') ? bare.slice(bare.lastIndexOf('/')) : bare;
  const words = [name, platform ?? ''].map((w) => w.replace(/[^A-Za-z0-9._/-]+/g, '-'));
  return ['portside', ...words.flatMap((w) => toRepositoryPath(w) ?? [])].join('/');
}

function run(
  category: string,
  findings: readonly Finding[],
  dropped: readonly string[],
  report: Report,
  context: ReportContext,
): Run {
  const packages = packagesByPurl(report);
  const byRule = groupBy(findings, (f) => f.rule);
  const rules: ReportingDescriptor[] = [];
  const indexes = new Map<string, number>();
  for (const [id, group] of byRule) {
    indexes.set(id, rules.length);
    rules.push(describeRule(id, group, context.rules.get(id), packages));
  }
  const severalImages = report.targets.filter((t) => t.kind === 'image').length > 1;
  return {
    tool: {
      driver: {
        name: 'portside',
        version: report.tool.version,
        semanticVersion: report.tool.version,
        rules,
      },
    },
    automationDetails: { id: `${category}/` },
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: report.verdict.outcome !== 'incomplete',
        startTimeUtc: context.started.toISOString(),
        endTimeUtc: context.ended.toISOString(),
        toolExecutionNotifications: [
          ...dropped.map((text) => ({ level: 'warning' as const, message: { text } })),
          ...report.incomplete.map((i) => ({
            level: 'error' as const,
            message: {
              text: sanitize(`${i.check} of ${i.target} could not be checked: ${i.reason}`),
            },
          })),
        ],
      },
    ],
    results: findings.map((f) => result(f, indexes.get(f.rule) ?? 0, severalImages, report)),
  };
}

function result(finding: Finding, ruleIndex: number, nameImage: boolean, report: Report): Result {
  const related = (finding.related ?? []).slice(0, SARIF_LIMITS.related);
  const image = finding.subject?.image;
  const links = related
    .map((r, i) => ` [${label(r.message || r.location.path)}](${i + 1})`)
    .join(',');
  const suffix = nameImage && image !== undefined ? ` (in ${message(image)})` : '';
  return {
    ruleId: sanitize(finding.rule),
    ruleIndex,
    level: SARIF_LEVELS[finding.severity],
    message: {
      text: `${shorten(message(finding.message), SARIF_LIMITS.message)}${suffix}${links}`,
    },
    locations: [sarifLocation(finding.location ?? fallback(finding, report))],
    ...(related.length > 0
      ? {
          relatedLocations: related.map((r, i) => ({
            id: i + 1,
            ...sarifLocation(r.location),
            message: { text: message(r.message) || 'related' },
          })),
        }
      : {}),
    ...suppressions(finding),
    // GitHub keeps an existing value: the alert survives edits near the line, rebuilds and new tags.
    partialFingerprints: { primaryLocationLineHash: `${finding.fingerprint}:1` },
    properties: {
      severity: finding.severity,
      status: finding.status,
      check: finding.check,
      ...(image === undefined ? {} : { image: sanitize(image) }),
      ...(finding.subject?.purl === undefined ? {} : { purl: sanitize(finding.subject.purl) }),
      ...(finding.subject?.path === undefined ? {} : { path: sanitize(finding.subject.path) }),
    },
  };
}

/** Of a finding that a comment suppresses. */
function suppressions({ suppression }: Finding): Pick<Result, 'suppressions'> {
  if (!suppression) return {};
  const { path, line: at, reason } = suppression;
  const justification = typeof reason === 'string' ? { justification: message(reason) } : {};
  const startLine = line(Number(at));
  const place = { path: String(path), startLine, startColumn: 1, endLine: startLine, endColumn: 1 };
  const location = sarifLocation(place);
  return { suppressions: [{ kind: 'inSource', status: 'accepted', ...justification, location }] };
}

/** Plain text of a SARIF message, where `[text](target)` would be a link. */
function message(text: string): string {
  return sanitize(text).replaceAll('](', '] (');
}

function label(text: string): string {
  return shorten(sanitize(text), 200).replace(/[[\]\\]/g, '\\$&');
}

/** A finding without a line stands on the first one of its image's Dockerfile: code scanning shows no other. */
function fallback(finding: Finding, report: Report): Location {
  const image = finding.subject?.image;
  const dockerfile =
    report.targets.find((t) => t.kind === 'image' && t.name === image)?.dockerfile ??
    (image === undefined ? report.targets.find((t) => t.kind === 'dockerfile')?.name : undefined);
  const inside = [imageName(image ?? ''), finding.subject?.path ?? ''].join('/');
  return {
    path: dockerfile ?? toRepositoryPath(inside) ?? 'Dockerfile',
    startLine: 1,
    startColumn: 1,
    endLine: 1,
    endColumn: 1,
  };
}

function sarifLocation(location: Location): SarifLocation {
  const startLine = line(location.startLine);
  const endLine = Math.max(line(location.endLine), startLine);
  const startColumn = line(location.startColumn);
  const endColumn = line(location.endColumn);
  return {
    physicalLocation: {
      artifactLocation: { uri: toRelativeUri(location.path) ?? 'Dockerfile' },
      region: {
        startLine,
        startColumn,
        endLine,
        endColumn: endLine === startLine ? Math.max(endColumn, startColumn + 1) : endColumn,
      },
    },
  };
}

function line(n: number): number {
  return Number.isSafeInteger(n) && n >= 1 ? n : 1;
}
