import { clearedCounts } from '../../core/cleared-counts.js';
import type { Finding } from '../../core/finding.js';
import { isPassive } from '../../core/passive-remedies.js';
import {
  isDoable,
  type Plan,
  type PlanChange,
  type PlanRisk,
  type PlanStep,
  type Remedy,
} from '../../core/plan.js';
import type { Candidate } from './candidate.js';
import { chooseSteps } from './choose-steps.js';
import { type PlanContext, type PlanInput, planContext } from './context.js';
import { clearableFindings } from './options.js';
import { orderSteps } from './order-steps.js';
import { retirements } from './own-upgrade.js';
import { rebuild } from './rebuild.js';
import { stepIds } from './step-id.js';
import { COSTS, worstRisk, worthOf } from './worth.js';

export type { PlanInput } from './context.js';

/**
 * What clears the findings: each finding that is not fixed is in exactly one step. As few
 * steps as possible, the one that clears the most for its cost first; what nobody can do anything about comes last.
 */
export function planOf(input: PlanInput): Plan {
  const context = planContext(input);
  const clearable = clearableFindings(context);
  const candidates = new Map<string, Candidate>();
  const risks = new Map<string, PlanRisk[]>();
  for (const { options } of clearable)
    for (const option of options) {
      if (!candidates.has(option.id)) candidates.set(option.id, option);
      const known = risks.get(option.id);
      if (!known) risks.set(option.id, [option.risk]);
      else if (!known.includes(option.risk)) known.push(option.risk);
    }
  const dealt = chooseSteps(
    clearable.map(({ finding, options }) => ({
      item: finding,
      options: options.map(({ id }) => id),
    })),
  );
  const builds = afterEdits(dealt, candidates, context);
  const steps = [...dealt].flatMap(([id, findings]) => {
    const candidate = candidates.get(id);
    if (!candidate) return [];
    const risk = worstRisk(risks.get(id) ?? [candidate.risk]);
    const step = stepOf(candidate, findings, risk, context);
    const made = builds.get(id) ?? [];
    return [{ step: made.length > 0 ? withMade(step, made) : step, findings }];
  });
  for (const candidate of retirements(context, new Set(dealt.keys())))
    if (!dealt.has(candidate.id))
      steps.push({ step: stepOf(candidate, [], candidate.risk, context), findings: [] });
  const weighed = withDependencies(steps.map(({ step }) => step)).map((step, i) => ({
    step,
    id: step.id,
    worth: steps[i]?.findings.reduce((sum, one) => sum + worthOf(one, context.fails), 0) ?? 0,
    cost: COSTS[step.risk],
    after: step.after,
  }));
  const passive = weighed.map(({ step }) => step).filter(({ remedy }) => isPassive(remedy));
  return {
    steps: withIds([
      ...orderSteps(weighed.filter(({ step }) => !isPassive(step.remedy))),
      ...passive.sort((a, b) => PASSIVE.indexOf(a.remedy) - PASSIVE.indexOf(b.remedy)),
    ]),
  };
}

/** The steps with short ids instead of what they do. In sorted order, so that the order of the steps does not matter. */
function withIds(steps: readonly PlanStep[]): readonly PlanStep[] {
  const ids = stepIds(steps.map(({ id }) => id).sort());
  const idOf = (what: string) => ids.get(what) ?? what;
  return steps.map((step) => ({ ...step, id: idOf(step.id), after: step.after.map(idOf) }));
}

/**
 * Moves the findings of edits that the files of the repository have already to the build of the image. Returns the places of
 * these edits by the id of the build.
 */
function afterEdits(
  dealt: Map<string, Finding[]>,
  candidates: Map<string, Candidate>,
  context: PlanContext,
): ReadonlyMap<string, readonly string[]> {
  const builds = new Map<string, string[]>();
  for (const [id, findings] of [...dealt]) {
    const candidate = candidates.get(id);
    const [first] = findings;
    if (!candidate || !first || !findings.every(({ subject }) => subject?.image)) continue;
    const change = candidate.change?.(findings);
    const isMade = change && change.kind !== 'rule-fix' && context.facts.isMade?.(change);
    const place = candidate.madeAt ?? (isMade ? placeOfChange(candidate) : undefined);
    if (place === undefined) continue;
    const build = rebuild(first, context);
    dealt.delete(id);
    dealt.set(build.id, [...(dealt.get(build.id) ?? []), ...findings]);
    if (!candidates.has(build.id)) candidates.set(build.id, build);
    builds.set(build.id, [...(builds.get(build.id) ?? []), place]);
  }
  return builds;
}

function placeOfChange({ path = '', line }: Candidate): string {
  return line === undefined ? path : `${path}:${line}`;
}

/** Places that a note names. */
const MAX_MADE = 5;

function withMade(step: PlanStep, places: readonly string[]): PlanStep {
  const shown = places.slice(0, MAX_MADE).join(', ');
  const more = places.length > MAX_MADE ? ` and ${places.length - MAX_MADE} more` : '';
  const verb = places.length === 1 ? 'change in' : 'changes in';
  const isIn = places.length === 1 ? 'is' : 'are';
  const note = `The ${verb} ${shown}${more} ${isIn} not in the image yet.`;
  return { ...step, notes: [note, ...step.notes] };
}

/** Acceptance is offered last; what is accepted needs nothing. */
const PASSIVE: readonly Remedy[] = ['wait', 'not-affected', 'accept', 'accepted'];

function stepOf(
  candidate: Candidate,
  findings: readonly Finding[],
  risk: PlanRisk,
  { facts }: PlanContext,
): PlanStep {
  const { id, remedy, rule, path, line, savedBytes } = candidate;
  const wanted = candidate.change?.(findings);
  const whyRefused = wanted && facts.whyRefused?.(wanted);
  const change = whyRefused === undefined ? wanted : undefined;
  const { isUnsure = false } = candidate;
  const needsPerson = typeof isUnsure === 'boolean' ? isUnsure : isUnsure(findings);
  return {
    id,
    remedy,
    title: candidate.title(findings),
    ...(rule !== undefined && { rule }),
    ...(path !== undefined && { path }),
    ...(line !== undefined && { line }),
    findings: findings.map(({ fingerprint }) => fingerprint),
    clears: clearedCounts(findings),
    ...(savedBytes !== undefined && { savedBytes }),
    risk,
    safe: !needsPerson && isSafe(change, risk),
    after: candidate.after ?? [],
    notes: [...(whyRefused === undefined ? [] : [`${whyRefused}.`]), ...candidate.notes(findings)],
    ...(change && { change }),
  };
}

/** What changes no behavior that anybody relies on, by semantic versioning. */
function isSafe(change: PlanChange | undefined, risk: PlanRisk): boolean {
  if (!change || !isDoable({ change })) return false;
  return risk === 'none' || risk === 'patch' || (risk === 'minor' && change.kind !== 'image');
}

/**
 * A build without the cache comes after the moves of base images in the same file: it is the same build. It does not have
 * to come after a move that somebody has to test first, or that clears nothing that matters.
 */
function withDependencies(steps: readonly PlanStep[]): readonly PlanStep[] {
  const moves = steps.filter(
    ({ remedy, risk, clears }) =>
      (remedy === 'move-tag' || remedy === 'move-digest') &&
      (risk === 'none' || risk === 'patch') &&
      clears.critical + clears.high + clears.medium + clears.low > 0,
  );
  return steps.map((step) => {
    if (step.remedy !== 'rebuild' || step.path === undefined) return step;
    const before = moves.filter(({ path }) => path === step.path);
    if (before.length === 0) return step;
    return {
      ...step,
      after: before.map(({ id }) => id),
      notes: [...step.notes, 'The build after the move of the base image is the same build.'],
    };
  });
}
