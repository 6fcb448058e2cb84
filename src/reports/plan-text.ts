import type { Finding } from '../core/finding.js';
import { isPassive, isSettled } from '../core/passive-remedies.js';
import {
  type ClearedCounts,
  isDoable,
  type Plan,
  type PlanProof,
  type PlanRisk,
  type PlanStep,
} from '../core/plan.js';
import type { Report } from '../core/report.js';
import { SEVERITIES, type Severity } from '../core/severity.js';
import { formatBytes } from '../lib/format-bytes.js';
import { groupBy } from '../lib/group-by.js';
import { capitalize, listFirst, pluralize } from '../lib/text.js';
import type { HiddenFindings } from './hidden-findings.js';

/** The plan of a report, as all formats show it. Nothing is escaped. */
export interface PlanText {
  /** `3 steps clear 262 of 300 findings`, or `1 step clears 2 of 2 new findings, and 7 more steps the other findings` */
  readonly summary: string;
  /** What to do first: at most five steps, each of which clears a finding that matters now. Empty if none does. */
  readonly steps: readonly StepText[];
  /** The other steps. */
  readonly rest: readonly StepText[];
  /** Those that clear nothing that matters now. */
  readonly later: readonly StepText[];
  /** The same in a few lines: `Dockerfile: 8 steps clear 9 findings (2 low, 7 info)`. Empty if all are about one file. */
  readonly summaries: readonly string[];
  /** What nobody can do anything about but wait, what needs nothing, and what can only be accepted. */
  readonly passive: readonly StepText[];
  /** Those of them that are about something that matters now. */
  readonly passiveNow: readonly StepText[];
  /** What became of the steps of the baseline: `The done steps of the plan of main promised to clear 3 findings, and cleared 3.` */
  readonly proof?: string;
}

export interface StepText extends StepPlace {
  /** `Rebuild without cache to update 12 packages` */
  readonly title: string;
  readonly rule?: string;
  /** Where else the same is to be done, as a step of its own each. */
  readonly others: readonly StepPlace[];
  /** `clears 2 findings (1 critical, 1 high), 1 of them known to be exploited`; only the findings if it clears none. */
  readonly effect: string;
  /** `saves 40 MB`, `major version`, and who does it: `safe`. */
  readonly facts: readonly string[];
  readonly notes: readonly string[];
}

/** A step at its place. */
export interface StepPlace {
  /** `portside fix --step ID` does it. */
  readonly id: string;
  readonly path?: string;
  readonly line?: number;
}

/** The heading in all formats. */
export const PLAN_TITLE = 'What clears it';

/** Steps that a reader sees at once. */
const MOST_STEPS = 5;
const MOST_NOTES = 10;

/** The findings that matter now, by fingerprint, and what they are called: `new finding`. */
export interface UrgentFindings {
  readonly fingerprints: ReadonlySet<string>;
  readonly noun: string;
}

/**
 * Without `urgent`, all findings matter. A step is counted but not shown if none of its findings is. Undefined for a report
 * without a plan, or with an empty one.
 */
export function describePlan(
  { plan }: Pick<Report, 'plan'>,
  urgent?: UrgentFindings,
  hidden?: HiddenFindings,
): PlanText | undefined {
  if (!plan || (plan.steps.length === 0 && !plan.proof)) return undefined;
  const isUrgent = (fingerprint: string) => urgent?.fingerprints.has(fingerprint) ?? true;
  const visible = visibleSteps(plan, hidden);
  const active = visible.filter(({ remedy }) => !isPassive(remedy));
  const passive = visible.filter(({ remedy }) => isPassive(remedy));
  // What has to be done before a step may clear less itself.
  const shown =
    active
      .slice(0, MOST_STEPS)
      .findLastIndex(
        (step) => isWorthwhile(step.clears) && (!urgent || step.findings.some(isUrgent)),
      ) + 1;
  const others = active.slice(shown);
  const isLater = ({ findings }: PlanStep) =>
    urgent !== undefined && urgent.fingerprints.size > 0 && !findings.some(isUrgent);
  return {
    summary: summaryOf(plan, urgent),
    steps: describeSteps(active.slice(0, shown)),
    rest: describeSteps(others.filter((step) => !isLater(step))),
    later: describeSteps(others.filter(isLater)),
    summaries: summariesOf(others),
    passive: describeSteps(passive),
    passiveNow: describeSteps(passive.filter((step) => !isLater(step))),
    ...(plan.proof && { proof: describeProof(plan.proof) }),
  };
}

/** The step that clears a finding; undefined if somebody can only wait, or if it clears nothing of medium severity or worse. */
export function stepFor(
  { plan }: Pick<Report, 'plan'>,
  { fingerprint }: Pick<Finding, 'fingerprint'>,
): StepText | undefined {
  const step = plan?.steps.find(({ findings }) => findings.includes(fingerprint));
  if (!step || isPassive(step.remedy) || !isWorthwhile(step.clears)) return undefined;
  return describeStep([step]);
}

/** What people do not want to see of the findings, they do not want to see as a step. */
function visibleSteps({ steps }: Plan, hidden: HiddenFindings | undefined): readonly PlanStep[] {
  if (!hidden || hidden.findings.length === 0) return steps;
  const left = new Set(hidden.findings.map(({ fingerprint }) => fingerprint));
  return steps.filter(
    ({ findings }) => findings.length === 0 || !findings.every((one) => left.has(one)),
  );
}

const WORTHWHILE: readonly Severity[] = ['critical', 'high', 'medium'];

function isWorthwhile(clears: ClearedCounts): boolean {
  return clears.exploited + clears.malicious > 0 || WORTHWHILE.some((one) => clears[one] > 0);
}

/** Lines that summarize steps. */
const MOST_SUMMARIES = 2;

/** What the steps about each file clear together; the last line is about all other files. */
function summariesOf(steps: readonly PlanStep[]): readonly string[] {
  const groups = [...groupBy(steps, ({ path }) => path ?? 'images')].toSorted(
    ([, a], [, b]) => b.length - a.length,
  );
  if (groups.length < 2) return [];
  const named = groups.length > MOST_SUMMARIES ? groups.slice(0, MOST_SUMMARIES - 1) : groups;
  const others = groups.slice(named.length).flatMap(([, group]) => group);
  const lines = named.map(([path, group]) => `${path}: ${summaryOfGroup(group)}`);
  return others.length === 0 ? lines : [...lines, `others: ${summaryOfGroup(others)}`];
}

function summaryOfGroup(steps: readonly PlanStep[]): string {
  const [first, ...more] = steps.map(({ clears }) => clears);
  const clears = more.reduce<ClearedCounts | undefined>(
    (sum, one) => sum && addCounts(sum, one),
    first,
  );
  const verb = steps.length === 1 ? 'clears' : 'clear';
  return `${pluralize(steps.length, 'step')} ${verb} ${clears ? formatCleared(clears) : 'nothing'}`;
}

function addCounts(a: ClearedCounts, b: ClearedCounts): ClearedCounts {
  const sum = { ...a };
  for (const key of [...SEVERITIES, 'malicious', 'exploited'] as const) sum[key] += b[key];
  return sum;
}

/** The steps in words. What is the same at several places is one of them, where the first is. */
function describeSteps(steps: readonly PlanStep[]): StepText[] {
  const alike = groupBy(steps, (step) => {
    const { title, rule, facts, notes } = describeStep([step]);
    return JSON.stringify([title, rule, facts, notes, step.remedy]);
  });
  return [...alike.values()].flatMap(([first, ...others]) =>
    first ? describeStep([first, ...others]) : [],
  );
}

function describeStep([step, ...others]: readonly [PlanStep, ...PlanStep[]]): StepText {
  const { rule, savedBytes = 0 } = step;
  const clears = others.reduce((sum, one) => addCounts(sum, one.clears), step.clears);
  return {
    ...placeOf(step),
    title: capitalize(withoutPath(step)),
    ...(rule !== undefined && { rule }),
    others: others.map(placeOf),
    effect: `${isPassive(step.remedy) ? '' : 'clears '}${formatCleared(clears)}`,
    facts: [
      ...(savedBytes > 0 ? [`saves ${formatBytes(savedBytes)}`] : []),
      ...((step.remedy === 'remove' ? undefined : RISKS[step.risk]) ?? []),
      ...(isPassive(step.remedy) ? [] : [whoDoes(step)]),
    ],
    notes: shownNotes(step),
  };
}

function placeOf({ id, path, line }: PlanStep): StepPlace {
  return { id, ...(path !== undefined && { path }), ...(line !== undefined && { line }) };
}

/** A service has about ten settings. */
function shownNotes({ notes }: PlanStep): readonly string[] {
  const more = notes.length - MOST_NOTES;
  const shown = notes.slice(0, MOST_NOTES);
  return more > 0 ? [...shown, `And ${more} more, which portside fix lists.`] : shown;
}

/** A title for a format without code: rules write it between backticks. */
export function withoutCodeMarks(title: string): string {
  return title.replaceAll('`', '');
}

/** A person has to do the step. */
export const BY_HAND = 'by hand';

/** Whether `--all-safe` does a step, `--step` does it after somebody decided, or Portside cannot do it. */
export function whoDoes({ safe, change }: Pick<PlanStep, 'safe' | 'change'>): string {
  if (!isDoable({ change })) return BY_HAND;
  return safe ? 'safe' : 'you decide';
}

/** The title without the path at its end, since the place follows it. */
export function withoutPath({ title, path }: Pick<PlanStep, 'title' | 'path'>): string {
  const end = ` in ${path}`;
  return path !== undefined && title.endsWith(end) ? title.slice(0, -end.length) : title;
}

const RISKS: { readonly [R in PlanRisk]?: readonly string[] } = {
  minor: ['minor version'],
  major: ['major version'],
  libc: ['another C library'],
  removal: ['removes packages'],
};

/** `2 findings (1 critical, 1 high), 1 of them known to be exploited`, or `no finding`; follows "clears". */
export function formatCleared({ exploited, ...counts }: ClearedCounts): string {
  const severities = SEVERITIES.filter((severity) => counts[severity] > 0);
  const total = severities.reduce((sum, severity) => sum + counts[severity], 0);
  const parts = severities.map((severity) => `${counts[severity]} ${severity}`);
  if (parts.length === 0) return 'no finding';
  const findings =
    parts.length === 1
      ? `${parts[0]} ${total === 1 ? 'finding' : 'findings'}`
      : `${pluralize(total, 'finding')} (${parts.join(', ')})`;
  if (exploited === 0) return findings;
  return `${findings}, ${total === 1 ? '' : `${exploited} of them `}known to be exploited`;
}

/** The findings of a step, of all severities. */
export function totalCleared(clears: ClearedCounts): number {
  return SEVERITIES.reduce((sum, severity) => sum + clears[severity], 0);
}

/** Only the urgent findings are counted, if some are. */
function summaryOf({ steps }: Plan, urgent: UrgentFindings | undefined): string {
  const countOf = ({ clears, findings }: PlanStep) =>
    urgent && urgent.fingerprints.size > 0
      ? findings.filter((one) => urgent.fingerprints.has(one)).length
      : totalCleared(clears);
  const sum = (some: readonly PlanStep[]) => some.reduce((n, step) => n + countOf(step), 0);
  const active = steps.filter((step) => !isPassive(step.remedy));
  const useful = active.filter((step) => countOf(step) > 0);
  const open = sum(steps.filter(({ remedy }) => !isSettled(remedy)));
  const noun = urgent && urgent.fingerprints.size > 0 ? urgent.noun : 'finding';
  if (useful.length === 0) return `no step clears any of ${pluralize(open, noun)}`;
  const others = active.length - useful.length;
  const more = `${pluralize(others, 'more step')} ${others === 1 ? 'clears' : 'clear'} the other findings`;
  const verb = useful.length === 1 ? 'clears' : 'clear';
  return `${pluralize(useful.length, 'step')} ${verb} ${sum(useful)} of ${pluralize(open, noun)}${others > 0 ? `; ${more}` : ''}`;
}

/** Reasons that a sentence about the proof has, and findings that it names for each. */
const MOST_LEFT = 5;
const MOST_NAMES = 2;

/** `The done steps of the plan of main promised to clear 37 findings, and cleared 35; 2 more went with them. Left: …` */
function describeProof({
  of,
  promised,
  cleared,
  more: others = 0,
  unchecked = 0,
  left,
}: PlanProof): string {
  const groups = [...groupBy(left, ({ reason }) => afterName(reason))].map(([why, all]) => {
    const names = all.slice(0, MOST_NAMES).map(({ reason }) => reason.slice(0, -why.length));
    const others = all.length > names.length ? ` and ${all.length - names.length} more` : '';
    return `${names.join(', ')}${others}${why}`;
  });
  const more = groups.length > MOST_LEFT ? [`and ${groups.length - MOST_LEFT} more`] : [];
  const shown = [...groups.slice(0, MOST_LEFT), ...more].join('; ');
  const rest = shown === '' ? '' : ` Left: ${shown}.`;
  const also = others > 0 ? `; ${others} more went with them` : '';
  if (unchecked > 0 && promised === 0)
    return `Of the plan of ${of}, ${doneSteps(unchecked)} done. ${NOT_CHECKED}.`;
  const unknown = unchecked > 0 ? ` Besides, ${doneSteps(unchecked)} done. ${NOT_CHECKED}.` : '';
  return `The done steps of the plan of ${of} promised to clear ${pluralize(promised, 'finding')}, and cleared ${cleared}${also}.${rest}${unknown}`;
}

/** `2 steps are` */
function doneSteps(count: number): string {
  return `${pluralize(count, 'step')} ${count === 1 ? 'is' : 'are'}`;
}

const NOT_CHECKED =
  'This run did not look for these findings, so it is not known whether they are gone';

/** `: rebuild without cache`, of `CVE-2026-1 in openssl: rebuild without cache`. */
function afterName(reason: string): string {
  const at = reason.indexOf(': ');
  return at < 0 ? reason : reason.slice(at);
}

/** The step of each finding, by fingerprint. */
export function stepsByFinding({ plan }: Pick<Report, 'plan'>): ReadonlyMap<string, StepText> {
  const steps = new Map<string, StepText>();
  for (const step of plan?.steps ?? []) {
    const text = describeStep([step]);
    for (const fingerprint of step.findings) steps.set(fingerprint, text);
  }
  return steps;
}

/** ` (PS0029 at Dockerfile:1)`, which follows the title; empty without a rule and a place. */
export function stepPlace(rule: string | undefined, place: string | undefined): string {
  const parts = [rule, place].filter((part) => part !== undefined);
  return parts.length === 0 ? '' : ` (${parts.join(' at ')})`;
}

/** `Dockerfile:3`; undefined for a step without a place. */
export function placeOfStep({ path, line }: StepPlace): string | undefined {
  return line === undefined ? path : path && `${path}:${line}`;
}

/** The ids of the step and of those that it stands for, one a place, each as `show` writes it: `2a33c4, 24d6a0 and 12 more`. */
export function idsOfStep(step: StepText, show: (id: string) => string): string {
  return listFirst([step, ...step.others], MOST_PLACES, ({ id }) => show(id));
}

/** Places that a line names. */
const MOST_PLACES = 3;

/** `Dockerfile:3, Dockerfile:7 and 12 more`, each as `show` writes it; undefined for a step without a place. */
export function placesOfStep(
  step: StepText,
  show: (place: StepPlace) => string | undefined,
): string | undefined {
  const places = [step, ...step.others].flatMap((place) => show(place) ?? []);
  return places.length === 0 ? undefined : listFirst(places, MOST_PLACES, (place) => place);
}
