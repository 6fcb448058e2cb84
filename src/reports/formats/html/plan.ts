import { pluralize } from '../../../lib/text.js';
import { shorten } from '../../escape.js';
import {
  idsOfStep,
  placeOfStep,
  placesOfStep,
  type StepPlace,
  type StepText,
  stepPlace,
} from '../../plan-text.js';
import type { ReportSummary } from '../../report-summary.js';
import { escapeText, ruleText } from './labels.js';
import type { PageAnchors } from './page-anchors.js';

/** Steps of the page; the JSON report has all. */
const MAX_STEPS = 500;

/** What clears the findings: the steps to do first in the open, the others folded. */
export function planBody({ plan }: ReportSummary, anchors: PageAnchors): string[] {
  if (!plan) return [];
  const { steps, passive, proof } = plan;
  const rest = [...plan.rest, ...plan.later];
  const shown = rest.slice(0, MAX_STEPS);
  const left = rest.length - shown.length;
  return [
    ...(proof === undefined ? [] : [`<p>${escapeText(proof, 1_000)}</p>`]),
    ...list(steps, anchors),
    ...list(passive, anchors),
    ...(shown.length === 0
      ? []
      : [
          '<details class="fold">',
          `<summary>${pluralize(rest.length, steps.length === 0 ? 'step' : 'more step')}</summary>`,
          '<div class="entries">',
          ...list(shown, anchors),
          ...(left > 0 ? [`<p>${left} more, which portside fix lists.</p>`] : []),
          '</div></details>',
        ]),
  ];
}

function list(steps: readonly StepText[], anchors: PageAnchors): string[] {
  if (steps.length === 0) return [];
  return ['<ul class="plan">', ...steps.map((step) => item(step, anchors)), '</ul>'];
}

function item(step: StepText, anchors: PageAnchors): string {
  const { title, rule, effect, facts, notes } = step;
  const place = stepPlace(
    rule && escapeText(rule, 80),
    placesOfStep(step, (one) => linkedPlace(one, anchors)),
  );
  const more = facts.map((fact) => `; ${fact}`).join('');
  return [
    `<li>${idsOfStep(step, (id) => `<code>${escapeText(id, 64)}</code>`)} <b>${ruleText(shorten(title, 200))}</b>${place}: ${effect}${more}`,
    ...notes.map((note) => `<p class="dim">${escapeText(note, 400)}</p>`),
    '</li>',
  ].join('');
}

function linkedPlace(step: StepPlace, anchors: PageAnchors): string | undefined {
  const { path, line } = step;
  const place = placeOfStep(step);
  if (path === undefined || place === undefined) return undefined;
  const at = line === undefined ? undefined : startOf(path, line);
  const anchor = anchors.lineAnchor(at);
  const text = escapeText(place, 160);
  return anchor === undefined ? text : `<a href="#${anchor}">${text}</a>`;
}

function startOf(path: string, line: number) {
  return { path, startLine: line, startColumn: 1, endLine: line, endColumn: 1 };
}
