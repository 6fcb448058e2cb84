import type { PlanStep } from '../../core/plan.js';
import { pluralize } from '../../lib/text.js';
import { escapeMarkdown, markdownCode, shorten } from '../../reports/escape.js';
import { clearedText, stepCommand, stepTitle } from '../../reports/plan-document.js';

/** More rows say nothing to a reader, and a body has at most 65,536 characters. */
const MAX_ROWS = 50;
const MAX_TITLE = 200;

interface Described {
  readonly steps: readonly PlanStep[];
  readonly byHand: readonly PlanStep[];
  readonly published?: readonly string[];
}

/** What the pull request says: the steps that it does, and those that a person has to do, in at most so many characters. */
export function pullRequestBody(described: Described, limit: number): string {
  let shown = { steps: MAX_ROWS, byHand: MAX_ROWS };
  for (;;) {
    const body = bodyWith(described, shown);
    if (body.length <= limit || shown.steps === 0) return body;
    // Steps for a person are in the report too.
    shown =
      shown.byHand > 0
        ? { ...shown, byHand: Math.min(shown.byHand, described.byHand.length) - 1 }
        : { ...shown, steps: Math.min(shown.steps, described.steps.length) - 1 };
  }
}

function bodyWith(
  { steps, byHand, published }: Described,
  shown: Readonly<Record<'steps' | 'byHand', number>>,
): string {
  const row = (step: PlanStep) =>
    `| ${titleOf(step)} | ${clearedText(step.clears)} | ${step.risk} |`;
  return [
    `This does ${pluralize(steps.length, 'step')} of the plan that clears the findings of Portside${inImages(published)}.`,
    '',
    '| step | clears | risk |',
    '|---|---|---|',
    ...steps.slice(0, shown.steps).map(row),
    ...more(steps, shown.steps).map((text) => `| ${text} | | |`),
    ...(byHand.length > 0 ? ['', '**To do by hand**'] : []),
    ...byHand.slice(0, Math.max(shown.byHand, 0)).map(byHandLine),
    ...more(byHand, shown.byHand).map((text) => `- ${text}`),
    '',
    '<sub>Portside keeps this pull request up to date. To stop that, add a commit. To decline its updates, close it.</sub>',
  ].join('\n');
}

/** Images that the first sentence names. */
const MAX_IMAGES = 5;

function inImages(images: readonly string[] = []): string {
  if (images.length === 0) return '';
  const named = images.slice(0, MAX_IMAGES).map((one) => markdownCode(shorten(one, MAX_TITLE)));
  const rest = images.length - named.length;
  return ` in the published ${images.length === 1 ? 'image' : 'images'} ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function titleOf(step: PlanStep): string {
  return escapeMarkdown(shorten(stepTitle(step), MAX_TITLE));
}

function byHandLine(step: PlanStep): string {
  const { change } = step;
  const command = change && 'command' in change ? stepCommand(step, change.command) : '';
  return `- ${titleOf(step)}${command === '' ? '' : `: ${markdownCode(shorten(command, MAX_TITLE))}`}`;
}

/** The hint below the last row, if there are more. */
function more(steps: readonly PlanStep[], shown: number): readonly string[] {
  const rest = steps.length - Math.max(shown, 0);
  if (rest <= 0) return [];
  return [`and ${pluralize(rest, 'more step')}: \`portside fix\` lists all`];
}
