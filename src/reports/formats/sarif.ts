import type { Log, ReportingDescriptor, Result, Run, Location as SarifLocation } from 'sarif';
import { affectedPurls } from '../../core/affected-packages.js';
import { type Finding, originOf } from '../../core/finding.js';
import { fingerprint, imageName } from '../../core/fingerprint.js';
import type { Location } from '../../core/location.js';
import type { Report } from '../../core/report.js';
import { compareByUrgency } from '../../core/urgency.js';
import { groupBy } from '../../lib/group-by.js';
import { pluralize } from '../../lib/text.js';
import { sanitize, shorten, toJson, toRelativeUri, toRepositoryPath } from '../escape.js';
import { openFindings } from '../finding-lists.js';
import type { Format, ReportContext } from '../format.js';
import { gapMessages } from '../gaps.js';
import { type StepText, stepsByFinding } from '../plan-text.js';
import { type PackagesByPurl, packagesByPurl } from '../vulnerability-facts.js';
import { describeRule, SARIF_LEVELS } from './sarif/rules.js';

/**
 * SARIF 2.1.0 for code scanning, with one run for each category, within GitHub's limits.
 * Source: docs.github.com, "SARIF support for code scanning".
 */
export const sarif: Format = {
  id: 'sarif',
  description: 'SARIF 2.1.0 for code scanning',
  render: (report, context) => `${toJson(buildSarifLog(report, context).log)}\n`,
};

/** GitHub's limits: how much of a log it keeps. It accepts more. */
export const SARIF_LIMITS = {
  runs: 20,
  results: 5_000,
  rules: 25_000,
  related: 100,
  message: 4_000,
} as const;

export interface SarifLog {
  readonly log: Log;
  /** One sentence for each part of the report that the limits exclude. */
  readonly dropped: readonly string[];
  /** Whether there are categories for another log. */
  readonly more: boolean;
}

/**
 * The report as one log; what exceeds the limits is left out. Findings that comments suppress are included as
 * suppressed. Uploads leave them out, since GitHub would open alerts for them.
 */
export function buildSarifLog(report: Report, context: ReportContext): SarifLog {
  const { suppressed = [] } = report;
  const { log, dropped, more } = buildSarifPart(report, context, { part: 0, suppressed });
  if (!more) return { log, dropped, more };
  const left = [...findingsByCategory(report, context)]
    .slice(SARIF_LIMITS.runs)
    .map(
      ([category, findings]) =>
        `${category} with ${pluralize(findings.length, 'finding')} is not in the SARIF file, which can hold ${SARIF_LIMITS.runs} runs`,
    );
  return { log, dropped: [...dropped, ...left], more };
}

interface SarifPartOptions {
  /** The number of the log, from 0: each holds as many categories as GitHub accepts. */
  readonly part: number;
  /** The number of results in a run, for a log that is still too large. */
  readonly maxResults?: number;
  readonly suppressed?: readonly Finding[];
}

/** One of the logs that hold all categories of the report. */
export function buildSarifPart(
  report: Report,
  context: ReportContext,
  { part, maxResults = SARIF_LIMITS.results, suppressed = [] }: SarifPartOptions,
): SarifLog {
  const categories = [...findingsByCategory(report, context)];
  const end = (part + 1) * SARIF_LIMITS.runs;
  const tables = { packages: packagesByPurl(report), steps: stepsByFinding(report) };
  const dropped: string[] = [];
  const runs = categories.slice(part * SARIF_LIMITS.runs, end).map(([category, findings]) => {
    const sorted = [...findings].sort(compareByUrgency);
    const notes = droppedResults(category, sorted.length - maxResults, maxResults);
    dropped.push(...notes);
    const own = category === repositoryCategory(context) ? suppressed : [];
    const results = [...sorted, ...own].slice(0, maxResults);
    return sarifRun({ category, findings: results, notes, report, context, ...tables });
  });
  return {
    log: { $schema: SCHEMA, version: '2.1.0', runs },
    dropped,
    more: categories.length > end,
  };
}

/** Packages, and places of one package, that a result lists. The JSON report lists all. */
const MAX_PLACES = 20;

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

function droppedResults(category: string, count: number, maxResults: number): string[] {
  if (count <= 0) return [];
  const verb = count === 1 ? 'is' : 'are';
  return [
    `The ${pluralize(count, 'least urgent finding')} of ${category} ${verb} not in the SARIF file: code scanning accepts ${maxResults} results per run`,
  ];
}

/**
 * The open findings by category: `portside/<image>/<platform>` for an image, `portside/repository` for the rest. A target
 * without findings has an empty run, since uploading it closes its alerts. Findings that the policy suppresses are left
 * out: GitHub ignores `suppressions` and would open an alert for each.
 */
function findingsByCategory(report: Report, context: ReportContext): Map<string, Finding[]> {
  const repository = repositoryCategory(context);
  const ofImage = (name: string, platform?: string) => sarifCategory(name, platform, context);
  const images = new Map<string, string>();
  const categories = new Map<string, Finding[]>();
  if (report.targets.some((t) => t.kind !== 'image') || report.targets.length === 0)
    categories.set(repository, []);
  for (const target of report.targets) {
    if (target.kind !== 'image') continue;
    const category = ofImage(target.name, target.platform);
    if (!images.has(target.name)) images.set(target.name, category);
    categories.set(category, []);
  }
  const open = groupBy(openFindings(report.findings), ({ subject, location }) => {
    const image = subject?.image;
    // A base image is no target: a category of its own would have no run that closes its alerts.
    if (image === undefined || (location && !images.has(image))) return repository;
    return images.get(image) ?? ofImage(image);
  });
  for (const [category, findings] of open) categories.set(category, findings);
  return categories;
}

/** Jobs that check different Dockerfiles have different categories: an upload replaces the alerts of its category. */
function repositoryCategory(context: ReportContext): string {
  const { dockerfiles = [] } = context;
  const [one, ...more] = dockerfiles;
  const name =
    more.length === 0
      ? one?.replace(/[^A-Za-z0-9._/-]+/g, '-')
      : fingerprint(...dockerfiles).slice(0, 12);
  return [
    categoryPrefix(context),
    'repository',
    ...(toRepositoryPath(name ?? '')?.split('/') ?? []),
  ].join('/');
}

/**
 * The category of an image, without tag and digest: a rebuild updates its alerts instead of adding new ones. Of the
 * absolute path of an archive, its name and its folder are used, but no folder that has another name in each run.
 */
export function sarifCategory(
  image: string,
  platform: string | undefined,
  context: Pick<ReportContext, 'category' | 'untrusted'> = {},
): string {
  const bare = imageName(image);
  const name = bare.startsWith('/') ? shortPath(bare) : bare;
  const parts = [name, platform ?? ''].map((part) => part.replace(/[^A-Za-z0-9._/-]+/g, '-'));
  return [categoryPrefix(context), ...parts.flatMap((part) => toRepositoryPath(part) ?? [])].join(
    '/',
  );
}

function shortPath(path: string): string {
  const [folder = '', name = ''] = path.split('/').slice(-2);
  const isStable = /^[A-Za-z][A-Za-z_-]*\d{0,3}$/.test(folder) && !/^te?mp/i.test(folder);
  return isStable ? `${folder}/${name}` : name;
}

/** The name of the tool. An untrusted report has another one: its alerts are not Portside's, and replace none of them. */
export function sarifTool({ untrusted = false }: Pick<ReportContext, 'untrusted'>): string {
  return untrusted ? 'portside-untrusted' : 'portside';
}

function categoryPrefix(context: Pick<ReportContext, 'category' | 'untrusted'>): string {
  const { category = '', untrusted } = context;
  const named = toRepositoryPath(category.replace(/[^A-Za-z0-9._/-]+/g, '-'));
  if (untrusted) return [sarifTool(context), ...(named ? [named] : [])].join('/');
  return named ?? sarifTool(context);
}

interface RunContent {
  readonly category: string;
  readonly findings: readonly Finding[];
  /** Sentences about results that were left out. */
  readonly notes: readonly string[];
  readonly report: Report;
  readonly context: ReportContext;
  readonly packages: PackagesByPurl;
  readonly steps: ReadonlyMap<string, StepText>;
}

function sarifRun({ category, findings, notes, report, context, ...tables }: RunContent): Run {
  const { packages, steps } = tables;
  const rules: ReportingDescriptor[] = [];
  const indexes = new Map<string, number>();
  for (const [id, group] of groupBy(findings, (f) => f.rule)) {
    indexes.set(id, rules.length);
    rules.push(describeRule(id, group, context.rules.get(id), { packages, steps }));
  }
  const severalImages = report.targets.filter((t) => t.kind === 'image').length > 1;
  const gaps = gapMessages(report);
  return {
    tool: {
      driver: {
        name: sarifTool(context),
        version: report.tool.version,
        semanticVersion: report.tool.version,
        rules,
      },
    },
    automationDetails: { id: `${category}/` },
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: !gaps.some(({ isError }) => isError),
        startTimeUtc: context.started.toISOString(),
        endTimeUtc: context.ended.toISOString(),
        toolExecutionNotifications: [
          ...notes.map((text) => ({ level: 'warning' as const, message: { text } })),
          ...gaps.map(({ isError, text }) => ({
            level: isError ? ('error' as const) : ('note' as const),
            message: { text },
          })),
        ],
      },
    ],
    results: findings.map((f) => {
      const ruleIndex = indexes.get(f.rule) ?? 0;
      return sarifResult(f, ruleIndex, severalImages, report);
    }),
  };
}

function sarifResult(
  finding: Finding,
  ruleIndex: number,
  severalImages: boolean,
  report: Report,
): Result {
  const { subject } = finding;
  const purls = affectedPurls(finding);
  const related = (finding.related ?? []).slice(0, SARIF_LIMITS.related);
  return {
    ruleId: sanitize(finding.rule),
    ruleIndex,
    level: SARIF_LEVELS[finding.severity],
    message: { text: resultMessage(finding, related, severalImages) },
    locations: [sarifLocation(finding.location ?? fallbackLocation(finding, report))],
    relatedLocations:
      related.length > 0
        ? related.map((r, i) => ({
            id: i + 1,
            ...sarifLocation(r.location),
            message: { text: messageText(r.message) || 'related' },
          }))
        : undefined,
    suppressions: suppressions(finding),
    // GitHub does not replace an existing fingerprint: the alert survives edits near the line, rebuilds and new tags.
    partialFingerprints: { primaryLocationLineHash: `${finding.fingerprint}:1` },
    properties: {
      severity: finding.severity,
      status: finding.status,
      check: finding.check,
      image: optional(subject?.image),
      purl: optional(subject?.purl),
      ...(purls.length > 1 && { purls: purls.slice(0, MAX_PLACES).map(sanitize) }),
      path: optional(subject?.path),
      paths: subject?.paths?.slice(0, MAX_PLACES).map(sanitize),
      platforms: subject?.platforms?.map(sanitize),
      ...originProperties(finding),
    },
  };
}

/** Where a finding in an image comes from. A viewer filters by the tag; GitHub, by those of the rules. */
function originProperties(finding: Finding): Result['properties'] {
  const origin = originOf(finding);
  if (!origin) return {};
  const { kind, image, stage } = origin;
  return {
    tags: [`origin:${kind}`],
    origin: kind,
    baseImage: kind === 'base-image' ? optional(image) : undefined,
    stage: optional(stage),
  };
}

function resultMessage(
  finding: Finding,
  related: NonNullable<Finding['related']>,
  severalImages: boolean,
): string {
  const image = finding.subject?.image;
  const inImage = severalImages && image !== undefined ? ` (in ${messageText(image)})` : '';
  const links = related
    .map((r, i) => ` [${linkLabel(r.message || r.location.path)}](${i + 1})`)
    .join(',');
  return `${shorten(messageText(finding.message), SARIF_LIMITS.message)}${inImage}${links}`;
}

function optional(text: string | undefined): string | undefined {
  return text === undefined ? undefined : sanitize(text);
}

/** The suppression of a finding that a comment suppresses. */
function suppressions({ suppression }: Finding): Result['suppressions'] {
  if (!suppression) return undefined;
  const startLine = toPosition(Number(suppression.line));
  const location = sarifLocation({
    path: String(suppression.path),
    startLine,
    startColumn: 1,
    endLine: startLine,
    endColumn: 1,
  });
  const { reason } = suppression;
  const justification = typeof reason === 'string' ? messageText(reason) : undefined;
  return [{ kind: 'inSource', status: 'accepted', justification, location }];
}

/** Plain text in a SARIF message, where `[text](target)` would be a link. */
function messageText(text: string): string {
  return sanitize(text).replaceAll('](', '] (');
}

function linkLabel(text: string): string {
  return shorten(sanitize(text), 200).replace(/[[\]\\]/g, '\\$&');
}

/**
 * The first line of the image's Dockerfile, else of the first Dockerfile or manifest: code scanning shows only results with a
 * location.
 */
function fallbackLocation(finding: Finding, { targets }: Report): Location {
  const image = finding.subject?.image;
  const first = (wanted: string) => targets.find(({ kind }) => kind === wanted)?.name;
  const dockerfile =
    targets.find((t) => t.kind === 'image' && t.name === image)?.dockerfile ??
    (image === undefined ? (first('dockerfile') ?? first('manifest')) : undefined);
  const pathInImage = [imageName(image ?? ''), finding.subject?.path ?? ''].join('/');
  return {
    path: dockerfile ?? toRepositoryPath(pathInImage) ?? 'Dockerfile',
    startLine: 1,
    startColumn: 1,
    endLine: 1,
    endColumn: 1,
  };
}

function sarifLocation(location: Location): SarifLocation {
  const startLine = toPosition(location.startLine);
  const endLine = Math.max(toPosition(location.endLine), startLine);
  const startColumn = toPosition(location.startColumn);
  const endColumn = toPosition(location.endColumn);
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

/** A line or column that SARIF accepts. */
function toPosition(n: number): number {
  return Number.isSafeInteger(n) && n >= 1 ? n : 1;
}
