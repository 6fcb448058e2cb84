import type { PlanStep } from '../../core/plan.js';
import { pluralize } from '../../lib/text.js';
import { escapeMarkdown, markdownCode, shorten } from '../../reports/escape.js';
import { clearedText, stepCommand, stepTitle } from '../../reports/plan-document.js';

/** More rows say nothing to a reader, and a body has at most 65,536 characters. */
const MAX_ROWS = 50;
const MAX_TITLE = 200;

/** What the pull request says: the steps that it does, and those that a person has to do. */
export function pullRequestBody({
  steps,
  byHand,
  published,
}: {
  readonly steps: readonly PlanStep[];
  readonly byHand: readonly PlanStep[];
  readonly published?: readonly string[];
}): string {
  return [
    `This does ${pluralize(steps.length, 'step')} of the plan that clears the findings of Portside${inImages(published)}.`,
    '',
    '| step | clears | risk |',
    '|---|---|---|',
    ...limited(
      steps,
      (step) => `| ${titleOf(step)} | ${clearedText(step.clears)} | ${step.risk} |`,
    ),
    ...(byHand.length > 0 ? ['', '**To do by hand**', ...limited(byHand, byHandLine)] : []),
    '',
    '<sub>Portside keeps this pull request up to date. To stop that, add a commit. To decline it, close it.</sub>',
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

function limited(steps: readonly PlanStep[], line: (step: PlanStep) => string): readonly string[] {
  const rest = steps.length - MAX_ROWS;
  const more = `and ${pluralize(rest, 'more step')}`;
  const lines = steps.slice(0, MAX_ROWS).map(line);
  if (rest <= 0) return lines;
  return [...lines, lines[0]?.startsWith('|') ? `| ${more} | | |` : `- ${more}`];
}
