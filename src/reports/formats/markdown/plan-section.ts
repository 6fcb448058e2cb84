import { escapeMarkdown, markdownCode, markdownWithCode, shorten } from '../../escape.js';
import type { ReportContext } from '../../format.js';
import { PLAN_TITLE, type StepText, stepPlace } from '../../plan-text.js';
import type { ReportSummary } from '../../report-summary.js';
import { linkToLine } from './finding-table.js';
import { collapse } from './sections.js';

/** Lines of steps that nobody can do anything about. */
const MAX_PASSIVE = 10;

/** What clears the findings. */
export interface PlanSection {
  /** The steps to do first, with the others collapsed. */
  readonly open: string;
  /** All of it, if no step matters now. */
  readonly collapsed: string;
}

/** Both are empty without a plan. `isPass`: nothing has to be done, so everything is collapsed. */
export function planSection(
  { plan }: ReportSummary,
  rows: number,
  { context, isPass }: { readonly context: ReportContext; readonly isPass: boolean },
): PlanSection {
  if (!plan) return { open: '', collapsed: '' };
  const { summary, steps, rest, passive, proof } = plan;
  const items = (some: readonly StepText[], withNotes: boolean) =>
    some.map((step) => item(step, context, withNotes)).join('\n');
  const more = rest.length - rows;
  const others = [
    items(rest.slice(0, rows), false),
    more > 0 ? `- … and ${more} more, which \`portside fix --plan\` lists` : '',
  ];
  const waiting = passive.slice(0, MAX_PASSIVE).map((step) => passiveItem(step));
  const proved = proof === undefined ? '' : escapeMarkdown(shorten(proof, 1_000));
  if (isPass || steps.length === 0) {
    const body = [items(steps, true), ...others, ...waiting].filter((part) => part !== '');
    return {
      open: proved,
      collapsed: body.length === 0 ? '' : collapse(`${PLAN_TITLE}: ${summary}`, body.join('\n')),
    };
  }
  const folded = others.filter((part) => part !== '').join('\n');
  const open = [
    `**${PLAN_TITLE}:** ${summary}`,
    proved,
    [items(steps, true), ...waiting].join('\n'),
    folded === ''
      ? ''
      : collapse(rest.length === 1 ? '1 more step' : `${rest.length} more steps`, folded),
  ];
  return { open: open.filter((part) => part !== '').join('\n\n'), collapsed: '' };
}

/** `- 3f9a2c Rebuild without cache (Dockerfile): clears …`, with its notes in small print. */
function item(step: StepText, context: ReportContext, withNotes: boolean): string {
  const { id, title, rule, effect, facts, notes } = step;
  const place = stepPlace(rule && escapeMarkdown(shorten(rule, 80)), linkedPlace(step, context));
  const more = facts.map((fact) => `; ${fact}`).join('');
  const line = `- ${markdownCode(shorten(id, 64))} ${markdownWithCode(shorten(title, 200))}${place}: ${effect}${more}`;
  if (!withNotes || notes.length === 0) return line;
  const small = escapeMarkdown(shorten(notes.join(' '), 400));
  return `${line}<br><sub>${small}</sub>`;
}

function linkedPlace({ path, line }: StepText, context: ReportContext): string | undefined {
  if (path === undefined) return undefined;
  if (line === undefined) return escapeMarkdown(shorten(path, 120));
  return linkToLine(
    { path, startLine: line, startColumn: 1, endLine: line, endColumn: 1 },
    context,
  );
}

/** One line, without its notes: how often the distribution says what is part of them. */
function passiveItem({ title, effect, notes }: StepText): string {
  const said = notes.length === 0 ? '' : ` (${notes.join(' ')})`;
  return `- ${markdownWithCode(shorten(title, 200))}: ${effect}${escapeMarkdown(shorten(said, 300))}`;
}
