import { isPassive } from '../core/passive-remedies.js';
import { type ClearedCounts, isDoable, type Plan, type PlanStep } from '../core/plan.js';
import { SEVERITIES } from '../core/severity.js';
import { formatBytes } from '../lib/format-bytes.js';
import { folderOf } from '../lib/paths.js';
import { capitalize, pluralize } from '../lib/text.js';
import { escapeLogLine, sanitize, shorten, toJson } from './escape.js';
import { whoDoes, withoutCodeMarks, withoutPath } from './plan-text.js';

/** The formats of `portside fix`. */
export const PLAN_FORMATS: Readonly<Record<string, (plan: Plan, fresh?: NewFindings) => string>> = {
  text,
  json,
};

/** The fingerprints of the new findings; absent if nothing was compared. */
type NewFindings = ReadonlySet<string> | undefined;

const MAX_LINE = 300;

/** For people: the steps with their ids, which `--step` takes. */
function text(plan: Plan, fresh?: NewFindings): string {
  if (plan.steps.length === 0) return 'Nothing to do: there are no findings.\n';
  const steps = plan.steps.map((step) => stepLines(step, fresh).join('\n'));
  return `${[...steps, ...howToDo(plan)].join('\n\n')}\n`;
}

/** How many steps Portside makes, and how; nothing if it makes none. */
function howToDo({ steps }: Plan): readonly string[] {
  const doable = steps.filter(isDoable).length;
  if (doable === 0) return [];
  const safe = steps.filter((step) => isDoable(step) && step.safe).length;
  const all = safe === 0 ? '' : ` or --all-safe (${safe})`;
  return [
    `Portside makes the edits of ${doable} of ${pluralize(steps.length, 'step')}: add --step ID${all}, and --write`,
  ];
}

function stepLines(step: PlanStep, fresh: NewFindings): readonly string[] {
  const { id, after, notes, change } = step;
  const command =
    change && 'command' in change ? [`run: ${stepCommand(step, change.command)}`] : [];
  const details = [
    factsOf(step, fresh).join(' · '),
    ...command,
    ...(after.length > 0 ? [`after: ${after.join(', ')}`] : []),
    ...notes,
  ];
  return [
    oneLine(`${id}  ${stepTitle(step)}`),
    ...details.map((detail) => `        ${oneLine(detail)}`),
  ];
}

/** `Use base image node:24 (Dockerfile:1)`. It may hold untrusted text. */
export function stepTitle(step: PlanStep): string {
  const { path, line } = step;
  const sentence = withoutCodeMarks(capitalize(withoutPath(step)));
  return path === undefined
    ? sentence
    : `${sentence} (${path}${line === undefined ? '' : `:${line}`})`;
}

/** What the step clears and costs, and who does it. */
function factsOf(step: PlanStep, fresh: NewFindings): readonly string[] {
  const { remedy, clears, savedBytes, risk, safe, change } = step;
  if (isPassive(remedy)) return [`findings: ${clearedText(clears)}`, ...newOf(step, fresh)];
  return [
    `clears ${clearedText(clears)}`,
    ...newOf(step, fresh),
    ...(savedBytes === undefined ? [] : [`saves ${formatBytes(savedBytes)}`]),
    ...(change ? [`risk: ${risk}`] : []),
    whoDoes({ safe, change }),
  ];
}

/** `1 of them new`; nothing if nothing was compared. */
function newOf({ findings }: PlanStep, fresh: NewFindings): readonly string[] {
  if (!fresh || findings.length === 0) return [];
  const count = findings.filter((one) => fresh.has(one)).length;
  if (count === 0) return ['not new'];
  return [count === findings.length ? 'new' : `${count} of them new`];
}

/** `2 critical, 1 high (1 exploited)` */
export function clearedText(clears: ClearedCounts): string {
  const counts = SEVERITIES.flatMap((one) => (clears[one] > 0 ? `${clears[one]} ${one}` : []));
  const { malicious, exploited } = clears;
  const marks = [
    ...(malicious > 0 ? [pluralize(malicious, 'malicious package')] : []),
    ...(exploited > 0 ? [`${exploited} exploited`] : []),
  ];
  const all = counts.length === 0 ? 'no finding' : counts.join(', ');
  return marks.length === 0 ? all : `${all} (${marks.join(', ')})`;
}

/** The command of a step for a POSIX shell, run at the root of the repository. Package managers work in their folder. */
export function stepCommand(step: Pick<PlanStep, 'change'>, command: readonly string[]): string {
  const { change } = step;
  const path = change?.kind === 'rebuild' ? '' : (change?.path ?? '');
  const folder = folderOf(path);
  const enter = folder === '' ? '' : `${shellCommand(['cd', folder.replace(/^-/, './-')])} && `;
  return `${enter}${shellCommand(command)}`;
}

/** A command for a POSIX shell, each word quoted where it has to be: package names come from outside. */
export function shellCommand(words: readonly string[]): string {
  return words
    .map((word) =>
      /^[\w@%+=:,./-]+$/.test(word) ? word : `'${sanitize(word).replaceAll("'", "'\\''")}'`,
    )
    .join(' ');
}

function oneLine(line: string): string {
  return escapeLogLine(shorten(sanitize(line), MAX_LINE));
}

/** For programs. */
function json(plan: Plan): string {
  return `${toJson({ schema: 'portside-plan/1', ...plan }, 2)}\n`;
}
