import { escapeMarkdown, markdownCode, markdownWithCode, shorten } from '../../escape.js';
import type { ReportContext } from '../../format.js';
import {
  BY_HAND,
  PLAN_TITLE,
  placesOfStep,
  type StepPlace,
  type StepText,
  stepPlace,
} from '../../plan-text.js';
import type { ReportSummary } from '../../report-summary.js';
import { linkToLine } from './links.js';
import { collapse } from './sections.js';

/** Lines of steps that nobody can do anything about. */
const MAX_PASSIVE = 10;

/** What clears the findings, collapsed: what to do first, the other steps, what to wait for. Empty without a plan. */
export function planSection({ plan }: ReportSummary, rows: number, context: ReportContext): string {
  if (!plan) return '';
  const { summary, steps, rest, later, passiveNow, proof } = plan;
  const more = rest.length - rows;
  const items = [
    ...[...steps, ...rest.slice(0, rows)].map((step) => item(step, context)),
    ...(more > 0 ? [`- … and ${more} more, which \`portside fix\` lists`] : []),
    ...passiveNow.slice(0, MAX_PASSIVE).map(passiveItem),
    // The summary counts them, each place alone.
    ...(later.length > 0 ? ['- The steps for the other findings: `portside fix`'] : []),
  ];
  const body = [
    proof === undefined ? '' : escapeMarkdown(shorten(proof, 1_000)),
    items.some((line) => line.includes(FIX)) ? FIX_NOTE : '',
    items.join('\n'),
  ].filter((part) => part !== '');
  return body.length === 0 ? '' : collapse(`${PLAN_TITLE}: ${summary}`, body.join('\n\n'));
}

const FIX = '`--step ';
const FIX_NOTE = 'Portside makes the edit of a step: `portside fix --step ID --write`.';

/** Ids that a line names. */
const MAX_IDS = 3;

/** `- Rebuild without cache (Dockerfile): clears …; safe, `--step 3f9a2c``, with its notes in small print. */
function item(step: StepText, context: ReportContext): string {
  const { id, title, rule, effect, facts, notes } = step;
  const place = stepPlace(
    rule && escapeMarkdown(shorten(rule, 80)),
    placesOfStep(step, (one) => linkedPlace(one, context)),
  );
  const isByHand = facts.includes(BY_HAND);
  const more = facts
    .filter((fact) => fact !== BY_HAND)
    .map((fact) => `; ${fact}`)
    .join('');
  const ids = [id, ...step.others.slice(0, MAX_IDS - 1).map((other) => other.id)];
  const options = ids.map((one) => `--step ${shorten(one, 64)}`).join(' ');
  const left = step.others.length + 1 - ids.length;
  const how = isByHand ? '' : `, ${markdownCode(options)}${left > 0 ? ` and ${left} more` : ''}`;
  const line = `- ${markdownWithCode(shorten(title, 200))}${place}: ${effect}${more}${how}`;
  if (notes.length === 0) return line;
  const small = escapeMarkdown(shorten(notes.join(' '), 400));
  return `${line}<br><sub>${small}</sub>`;
}

function linkedPlace({ path, line }: StepPlace, context: ReportContext): string | undefined {
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
