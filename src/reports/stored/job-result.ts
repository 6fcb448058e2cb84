import { isGap } from '../../core/coverage.js';
import type { Finding } from '../../core/finding.js';
import type { ImageDifference } from '../../core/image-difference.js';
import { isPassive } from '../../core/passive-remedies.js';
import type { Plan } from '../../core/plan.js';
import type { Report, Target } from '../../core/report.js';
import { isImageTarget } from '../../core/report.js';
import { SEVERITIES } from '../../core/severity.js';
import { compareByUrgency } from '../../core/urgency.js';
import { groupBy } from '../../lib/group-by.js';
import { isCount, isObject, object, text, texts } from '../../lib/json.js';
import { checkedSummary } from '../coverage-table.js';
import { shorten } from '../escape.js';
import type { ReportContext } from '../format.js';
import { changedMaterials } from '../material-changes.js';
import { LISTS, type List, reportListOf } from '../severity-counts.js';
import { readReport } from './read-report.js';

/** The result of one job in the comment of several jobs: small, and with the numbers of the complete report. */
export interface JobResult {
  /** The images or files that it checked. */
  readonly name: string;
  /** The position of the job in its matrix, and the number of jobs of the matrix. */
  readonly index: number;
  readonly total: number;
  /** The report, without the findings that are in `omitted` and without facts that a comment does not show. */
  readonly report: Report;
  readonly omitted: readonly OmittedFindings[];
  /** What was checked: `lint (1 Dockerfile), vulnerability (86 packages of Debian 13)`. */
  readonly checked: string;
  readonly policy?: string;
  /** Why the job does not show findings, each as the end of a sentence: `below high`. */
  readonly hidden?: readonly string[];
}

/** Findings of one severity in one list that the report does not have. */
export interface OmittedFindings {
  readonly list: List;
  readonly severity: Finding['severity'];
  /** Those of images. Another job has them only if it checks the same image. */
  readonly count: number;
  /** The others by the start of their fingerprints, since each job may find them: 8 hex digits each, joined. */
  readonly shared: string;
}

/** How many findings of a list stay in the report, the most urgent first. */
export type KeptFindings = Readonly<Record<List, number>>;

/** Digits of a fingerprint that tell findings apart: of 1,000 findings, two are equal in one of 8,000 reports. */
const DIGITS = 8;
/** Fingerprints of one severity. Further ones count as if only this job had them. */
const MAX_SHARED = 100;
/** Texts and lists of a finding are cut: the complete ones are in the report of the job. */
const MAX_TEXT = 300;
const MAX_ITEMS = 5;
const MAX_ROWS = 50;

export function createJobResult(
  report: Report,
  context: ReportContext,
  job: Pick<JobResult, 'index' | 'total'>,
): JobResult {
  const { policy, hidden } = context;
  const complete = {
    ...job,
    name: nameOf(report, context),
    report,
    omitted: hidden ? omit(hidden.findings) : [],
    checked: shorten(checkedSummary(report), MAX_TEXT),
    ...(policy !== undefined && { policy: shorten(policy, MAX_TEXT) }),
    ...(hidden && { hidden: hidden.reasons.map(({ reason }) => reason) }),
  };
  const result = omitFindings(complete, MOST_KEPT);
  return { ...result, report: withoutLargeParts(result.report) };
}

/** A comment shows ten new findings, and a hundred rows of each other list. */
const MOST_KEPT: KeptFindings = { new: 60, existing: 60, fixed: 60, suppressed: 60 };

/** `app:1, worker:1`; the selected Dockerfiles, or all targets, if there is no image. */
function nameOf({ targets }: Report, { category, dockerfiles = [] }: ReportContext): string {
  const images = targets.filter(isImageTarget);
  const files = dockerfiles.length > 0 ? dockerfiles : targets.map(({ name }) => name);
  const names = [...new Set(images.length > 0 ? images.map(({ name }) => name) : files)];
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  const start = category === undefined ? '' : `${category}: `;
  return shorten(`${start}${names.slice(0, MOST_NAMED).join(', ') || 'nothing'}${more}`, 200);
}

/** Images or files that the name of a job has. */
const MOST_NAMED = 3;

/** Changes that the comment of several jobs keeps of an image. */
const MAX_CHANGES = 15;

/** The riskiest changes; all of them are counted. */
function cutDifference(difference: ImageDifference): ImageDifference {
  const { folders: _, ...rest } = difference;
  return { ...cut(rest), changes: difference.changes.slice(0, MAX_CHANGES).map(cut) };
}

function withoutLargeParts(report: Report): Report {
  const gapsFirst = [...report.coverage].sort((a, b) => Number(isGap(b)) - Number(isGap(a)));
  const findings = report.findings.map(cut);
  const {
    suppressed,
    policyChange,
    addedSuppressions,
    imageChanges,
    snapshots: _,
    buildInputs,
    plan,
    ...rest
  } = report;
  return {
    ...rest,
    targets: report.targets.slice(0, MAX_ROWS).map(withoutLayers),
    packages: report.packages.map(({ purl, type, name, version, image }) => ({
      purl,
      type,
      name,
      version,
      paths: [],
      ...(image !== undefined && { image }),
    })),
    findings,
    incomplete: report.incomplete.slice(0, MAX_ROWS).map(cut),
    notes: report.notes.slice(0, MAX_ITEMS).map(cut),
    coverage: gapsFirst.slice(0, MAX_ROWS).map(cut),
    ...(suppressed && { suppressed: suppressed.map(cut) }),
    ...(imageChanges && { imageChanges: imageChanges.slice(0, 2 * MAX_ITEMS).map(cutDifference) }),
    ...(buildInputs && {
      buildInputs: changedMaterials(buildInputs).slice(0, MAX_INPUTS).map(cut),
    }),
    ...(policyChange && { policyChange: cut(policyChange) }),
    ...(addedSuppressions && { addedSuppressions: addedSuppressions.slice(0, 20).map(cut) }),
    ...(plan && { plan: cutPlan(plan) }),
    verdict: cut(report.verdict),
  };
}

/** The steps that a comment shows, with their counts; the findings of each are in the report of the job. */
function cutPlan({ steps, proof }: Plan): Plan {
  const active = steps.filter(({ remedy }) => !isPassive(remedy)).slice(0, MAX_STEPS);
  const passive = steps.filter(({ remedy }) => isPassive(remedy)).slice(0, MAX_STEPS);
  return {
    steps: [...active, ...passive].map((step) => cut({ ...step, findings: [] })),
    ...(proof && { proof: cut(proof) }),
  };
}

const MAX_STEPS = 8;

function withoutLayers({ layers: _, digest: __, platforms, ...target }: Target): Target {
  return {
    ...target,
    ...(platforms && { platforms: platforms.map(({ platform }) => ({ platform })) }),
  };
}

/** Inputs of the build that the comment of several jobs keeps, the ones to look at first. */
const MAX_INPUTS = 20;

/** A value with shorter texts and lists. */
function cut<T>(value: T): T {
  if (typeof value === 'string') return shorten(value, MAX_TEXT) as T;
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map(cut) as T;
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cut(part)])) as T;
}

/** The result with fewer findings in its report, and the packages that they name. */
export function omitFindings(result: JobResult, kept: KeptFindings): JobResult {
  const { report } = result;
  const suppressed = new Set(report.suppressed ?? []);
  const lists = groupBy([...report.findings, ...suppressed].sort(compareByUrgency), (finding) =>
    suppressed.has(finding) ? 'suppressed' : reportListOf(finding),
  );
  const left = new Set<Finding>();
  const omitted = [...result.omitted];
  for (const [list, findings] of lists) {
    for (const finding of findings.slice(0, kept[list])) left.add(finding);
    omitted.push(...omittedRows(list, findings.slice(kept[list])));
  }
  const purls = new Set([...left].map(({ subject }) => subject?.purl));
  const stillSuppressed = [...suppressed].filter((finding) => left.has(finding));
  return {
    ...result,
    omitted,
    report: {
      ...report,
      findings: report.findings.filter((finding) => left.has(finding)),
      packages: report.packages.filter(({ purl }) => purls.has(purl)),
      ...(report.suppressed && { suppressed: stillSuppressed }),
    },
  };
}

/** The findings of each list by severity. */
function omit(findings: readonly Finding[]): OmittedFindings[] {
  return [...groupBy(findings, reportListOf)].flatMap(([list, group]) => omittedRows(list, group));
}

function omittedRows(list: List, findings: readonly Finding[]): OmittedFindings[] {
  const bySeverity = [...groupBy(findings, (finding) => finding.severity)];
  return bySeverity.map(([severity, group]) => ({ list, severity, ...countOmitted(group) }));
}

function countOmitted(findings: readonly Finding[]): Pick<OmittedFindings, 'count' | 'shared'> {
  const shared = findings
    .filter(({ subject }) => subject?.image === undefined)
    .slice(0, MAX_SHARED);
  return {
    count: findings.length - shared.length,
    shared: shared.map(shortFingerprint).join(''),
  };
}

/** The result with less text about its omitted findings: what several jobs found counts several times. */
export function withoutShared(result: JobResult): JobResult {
  const omitted = result.omitted.map((row) => ({
    ...row,
    count: row.count + sharedFingerprints(row).length,
    shared: '',
  }));
  return { ...result, omitted };
}

/** The part of a fingerprint that `shared` has. */
export function shortFingerprint({ fingerprint }: Finding): string {
  return fingerprint.slice(0, DIGITS);
}

/** The fingerprints in `shared`. */
export function sharedFingerprints({ shared }: OmittedFindings): readonly string[] {
  return shared.match(/.{8}/g) ?? [];
}

/** A result that was read from a comment; undefined if it is not valid. Its texts may be anything. */
export function readJobResult(value: unknown): JobResult | undefined {
  const { name, index, total, report, omitted, checked, policy, hidden } = object(value);
  if (typeof name !== 'string' || !isCount(index) || !isCount(total)) return undefined;
  try {
    return {
      name,
      index,
      total,
      report: readReport(Buffer.from(JSON.stringify(report ?? null)), 'of the comment'),
      omitted: readOmitted(omitted),
      checked: text(checked) ?? '',
      ...(typeof policy === 'string' && { policy }),
      ...(Array.isArray(hidden) && { hidden: texts(hidden).slice(0, MAX_ITEMS) }),
    };
  } catch {
    return undefined;
  }
}

function readOmitted(value: unknown): OmittedFindings[] {
  const rows = Array.isArray(value) ? value.slice(0, 1_000) : [];
  return rows.flatMap((row) => {
    const { list, severity, count, shared } = object(row);
    const [knownList] = LISTS.filter((one) => one === list);
    const [knownSeverity] = SEVERITIES.filter((one) => one === severity);
    if (!knownList || !knownSeverity || !isCount(count) || count > MAX_COUNT) return [];
    const hashes = texts([shared])[0] ?? '';
    return [{ list: knownList, severity: knownSeverity, count, shared: hashes }];
  });
}

/** No report has more findings. */
const MAX_COUNT = 10_000_000;
