import type { Coverage } from '../../core/coverage.js';
import type { Finding } from '../../core/finding.js';
import type { Plan } from '../../core/plan.js';
import {
  type Compared,
  NOTHING_CHECKED,
  type Outcome,
  type Report,
  type Verdict,
} from '../../core/report.js';
import { object, text } from '../../lib/json.js';
import { mergeFindings } from './merge-findings.js';
import { mergePlans } from './merge-plans.js';
import {
  LIST_NAMES,
  mapLists,
  type SerializedItem,
  type SerializedReport,
} from './serialized-report.js';

/**
 * Merges reports, such as those of the jobs of a matrix. Equal items are kept once, a finding has the worst of its statuses, and the worst verdict wins. Merging is
 * associative, so merged reports can be merged again. With a report of changes the result is one, too. Takes the next report only after the previous one, to save memory.
 * Undefined when there are no reports.
 */
export function mergeReports(reports: Iterable<SerializedReport>): SerializedReport | undefined {
  const merge = startMerge();
  for (const report of reports) merge.add(report);
  return merge.end();
}

/** A merge of reports that come one after the other. Of each, only what the merged report has stays in memory. */
export interface Merge {
  add(report: SerializedReport): void;
  /** The merged report; undefined when there were no reports. */
  end(): SerializedReport | undefined;
}

/** Starts a merge: see mergeReports. */
export function startMerge(): Merge {
  let header: Pick<Report, 'schema' | 'tool'> | undefined;
  let created: string | undefined;
  let scope: Report['scope'];
  const lists = mapLists(() => createUniqueList());
  const outcomes = new Set<Outcome>();
  const reasons = new Set<string>();
  let baseline: { readonly with: Set<string>; readonly missing: Set<string> } | undefined;
  const policyChange = new Set<string>();
  const commits = new Set<string>();
  const repositories = new Set<string>();
  const addedSuppressions = new Set<string>();
  const notShown = createNotShownCount();
  const entries = createEntryCount();
  const plans: Plan[] = [];
  const addReport = (report: SerializedReport): void => {
    entries.add(report);
    header ??= { schema: report.schema, tool: report.tool };
    created = oldest(created, report.created);
    scope ??= report.scope;
    for (const list of LIST_NAMES) lists[list].add(report[list]);
    const verdict = verdictOf(report);
    outcomes.add(verdict.outcome);
    add(reasons, verdict.reasons);
    add(policyChange, report.policyChange ?? []);
    add(commits, report.commits ?? []);
    add(repositories, report.repositories ?? []);
    add(addedSuppressions, report.addedSuppressions ?? []);
    notShown.add(report);
    if (report.plan) plans.push(report.plan);
    if (!report.baseline) return;
    baseline ??= { with: new Set(), missing: new Set() };
    add(baseline.with, report.baseline.with);
    add(baseline.missing, report.baseline.missing);
  };
  const merged = (): SerializedReport | undefined => {
    if (!header) return undefined;
    const findings = mergeFindings(lists.findings.items);
    const plan = mergePlans(plans, findingReader(findings));
    return {
      ...header,
      ...(created !== undefined && { created }),
      ...(scope !== undefined && { scope }),
      ...mapLists((list) => lists[list].items),
      findings: entries.unmatched(findings),
      ...(commits.size > 0 && { commits: [...commits] }),
      ...(repositories.size > 0 && { repositories: [...repositories] }),
      ...(baseline && { baseline: comparedWith(baseline) }),
      ...(policyChange.size > 0 && { policyChange: [...policyChange] }),
      ...notShown.counted(),
      ...(addedSuppressions.size > 0 && { addedSuppressions: [...addedSuppressions] }),
      ...(plan && { plan }),
      verdict: {
        outcome: WORST_FIRST.find((outcome) => outcomes.has(outcome)) ?? 'pass',
        reasons: [...reasons],
      },
    };
  };
  return { add: addReport, end: merged };
}

/** Jobs of one repository check the same files: the largest number of findings of a rule is the least that there are. */
function createNotShownCount() {
  const counts = new Map<string, number>();
  return {
    add({ notShown = [] }: SerializedReport): void {
      for (const { rule, count } of notShown)
        counts.set(rule, Math.max(counts.get(rule) ?? 0, count));
    },
    counted: (): Pick<Report, 'notShown'> =>
      counts.size === 0 ? {} : { notShown: [...counts].map(([rule, count]) => ({ rule, count })) },
  };
}

function comparedWith(baseline: Record<keyof Compared, ReadonlySet<string>>): Compared {
  return { with: [...baseline.with], missing: [...baseline.missing] };
}

/** A report that checked nothing of what it lists passed nothing. */
function verdictOf({ verdict, targets, coverage, scope }: SerializedReport): Verdict {
  const isChecked = targets.length === 0 || coverage.length > 0 || scope === 'changes';
  if (verdict.outcome !== 'pass' || isChecked) return verdict;
  return { outcome: 'incomplete', reasons: [...verdict.reasons, NOTHING_CHECKED] };
}

/** ISO 8601 in UTC sorts as text. Reports of earlier versions have no time. */
function oldest(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}

/** A function that finds a finding by its fingerprint. Only what is asked for is parsed. */
function findingReader(
  items: readonly SerializedItem[],
): (fingerprint: string) => Finding | undefined {
  let byFingerprint: ReadonlyMap<string, SerializedItem> | undefined;
  return (fingerprint) => {
    byFingerprint ??= new Map(items.map((item) => [item.key, item]));
    const item = byFingerprint.get(fingerprint);
    return item && (JSON.parse(item.text) as Finding);
  };
}

/** The rule of findings about entries of the policy that matched nothing. */
const UNMATCHED_ENTRY = '"rule":"PSP002"';

/**
 * An entry of the policy matched nothing if all reports say so that ran the check of the entry: in the others it could not
 * match anything.
 */
function createEntryCount() {
  // Most reports are equal in this.
  const counted = new Map<
    string,
    { readonly unmatched: ReadonlySet<string>; readonly checks: ReadonlySet<string> }
  >();
  return {
    add({ findings, coverage }: SerializedReport): void {
      const rows = coverage.map(({ text }): Coverage => JSON.parse(text));
      const unmatched = new Set(findings.filter(isUnmatchedEntry).map(({ key }) => key));
      const checks = new Set(
        rows
          .filter(({ state }) => state === 'checked' || state === 'partial')
          .map(({ check }) => check),
      );
      counted.set(JSON.stringify([[...unmatched], [...checks]]), { unmatched, checks });
    },
    /** The findings without those about entries that another report matched. */
    unmatched: (findings: readonly SerializedItem[]) =>
      findings.filter((item) => {
        if (!isUnmatchedEntry(item)) return true;
        const { details }: Finding = JSON.parse(item.text);
        const about = text(object(details).about)?.split(', ') ?? [];
        return [...counted.values()].every(
          ({ unmatched, checks }) =>
            unmatched.has(item.key) || !about.some((check) => checks.has(check)),
        );
      }),
  };
}

function isUnmatchedEntry({ text }: SerializedItem): boolean {
  return text.includes(UNMATCHED_ENTRY);
}

const WORST_FIRST: readonly Outcome[] = ['fail', 'incomplete', 'pass'];

function add(to: Set<string>, values: readonly string[]): void {
  for (const value of values) to.add(value);
}

/** A list that keeps equal items once, in order of first appearance. Compares texts only for equal keys. */
function createUniqueList() {
  const items: SerializedItem[] = [];
  const textsByKey = new Map<string, string | Set<string>>();
  return {
    items: items as readonly SerializedItem[],
    add(more: readonly SerializedItem[]): void {
      for (const item of more) {
        const { key, text } = item;
        const before = textsByKey.get(key);
        if (before === text || (before instanceof Set && before.has(text))) continue;
        if (before === undefined) textsByKey.set(key, text);
        else if (before instanceof Set) before.add(text);
        else textsByKey.set(key, new Set([before, text]));
        items.push(item);
      }
    },
  };
}
