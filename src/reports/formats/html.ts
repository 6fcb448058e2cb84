import { type Coverage, isGap } from '../../core/coverage.js';
import type { Report } from '../../core/report.js';
import { isImageTarget } from '../../core/report.js';
import { checkedSummary, coverageLines, coverageSummary } from '../coverage-table.js';
import { openFindings } from '../finding-lists.js';
import { platformsOf } from '../finding-places.js';
import type { Format, ReportContext } from '../format.js';
import { allowAdvice, countGaps, gapsOf } from '../gaps.js';
import { reasonSentence } from '../headline.js';
import { hiddenNote, withHidden } from '../hidden-findings.js';
import { IMAGE_CHANGES_TITLE } from '../image-changes.js';
import { MATERIAL_CHANGES_TITLE } from '../material-changes.js';
import { PLAN_TITLE } from '../plan-text.js';
import { type ReportSummary, summarizeReport } from '../report-summary.js';
import { RUNTIME_TITLE, runtimeSentences } from '../runtime-text.js';
import { packagesByPurl } from '../vulnerability-facts.js';
import { shownFindings } from './html/finding-groups.js';
import { findingsBody, originLines, otherFindings } from './html/findings.js';
import { imageChangesBody } from './html/image-changes.js';
import { escapeText } from './html/labels.js';
import { layersBody } from './html/layers.js';
import { materialsBody } from './html/materials.js';
import { packagesBody } from './html/packages.js';
import { createPageAnchors } from './html/page-anchors.js';
import { pageHead } from './html/page-head.js';
import { type PageSection, renderSections } from './html/page-section.js';
import { planBody } from './html/plan.js';
import { SCRIPT } from './html/script.js';
import { filesBody } from './html/source.js';
import { STYLE } from './html/style.js';
import { htmlTotals } from './html/totals.js';

/** One page that loads nothing from the network. Without its script it shows the same, without search and filters. */
export const html: Format = {
  id: 'html',
  description: 'one self-contained web page',
  render,
};

function render(report: Report, context: ReportContext): string {
  const summary = summarizeReport(report, context);
  return `${[
    ...pageHead(escapeText(summary.headline, 400), STYLE, SCRIPT),
    '<body>',
    '<a class="skip" href="#findings">Skip to the findings</a>',
    ...header(report, summary, context),
    ...renderSections(sections(report, summary, context)),
    ...footer(report, context),
    `<script>${SCRIPT}</script>`,
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}

/** Everything below the header, in order. A new part of the page is one more element of this list. */
function sections(report: Report, summary: ReportSummary, context: ReportContext): PageSection[] {
  const packages = packagesByPurl(report);
  const open = openFindings(report.findings);
  const complete = withHidden(report, context);
  const counted = openFindings(complete.findings);
  const shown = shownFindings(summary);
  const findings = shown.groups.flatMap((group) => group.findings);
  const note = hiddenNote(context);
  const anchors = createPageAnchors(report, findings, context.source);
  const { rules, fails } = context;
  const rendered = { report, rules, fails, packages, places: anchors.places, anchors };
  const gaps = openGaps(report, context);
  const isFail = report.verdict.outcome === 'fail';
  return [
    ...policySections(report),
    ...(isFail ? [] : [gaps]),
    {
      id: 'findings',
      title: 'Findings',
      isOpen: true,
      body: findingsBody(summary, shown, rendered),
    },
    ...(isFail ? [gaps] : []),
    {
      id: 'totals',
      title: 'Totals',
      isOpen: true,
      body: [
        ...htmlTotals(summary),
        ...originLines(complete, summary.isCompared),
        ...(note === '' ? [] : [`<p>${escapeText(note, 400)}</p>`]),
      ],
    },
    { id: 'plan', title: planTitle(summary), body: planBody(summary, anchors) },
    {
      id: 'build-inputs',
      title: MATERIAL_CHANGES_TITLE,
      body: materialsBody(report.buildInputs ?? [], summary, anchors),
    },
    {
      id: 'image-changes',
      title: IMAGE_CHANGES_TITLE,
      body: imageChangesBody(summary, report.imageChanges ?? [], anchors),
    },
    {
      id: 'others',
      title: 'Other findings',
      isOpen: true,
      body: otherFindings(shown, rendered),
    },
    { id: 'run-time', title: RUNTIME_TITLE, body: runtimeBody(report) },
    { id: 'layers', title: 'Layers', body: layersBody(counted, anchors) },
    { id: 'files', title: 'Files', body: filesBody(open, packages, anchors) },
    { id: 'packages', title: 'Packages', body: packagesBody(report.packages, counted, anchors) },
    ...listSections(report),
  ];
}

/** `What clears it: 3 steps clear 4 of 5 findings` */
function planTitle({ plan }: ReportSummary): string {
  return plan ? `${PLAN_TITLE}: ${escapeText(plan.summary, 200)}` : PLAN_TITLE;
}

/** One item for each image. */
function runtimeBody(report: Report): string[] {
  const items = runtimeSentences(report).map((one) => `<li>${escapeText(one, 1_000)}</li>`);
  return items.length > 0 ? ['<ul>', ...items, '</ul>'] : [];
}

const MAX_TARGETS = 5;

function header(report: Report, summary: ReportSummary, context: ReportContext): string[] {
  const outcome = context.untrusted ? 'incomplete' : report.verdict.outcome;
  const reasons = context.untrusted ? '' : reasonSentence(report);
  const images = report.targets.filter(isImageTarget);
  const targets = new Map((images.length > 0 ? images : report.targets).map((t) => [t.name, t]));
  const names = [...targets.values()]
    .slice(0, MAX_TARGETS)
    .map(
      (t) =>
        `<span>${escapeText(t.name, 120)}<span class="dim">${escapeText(platformsOf(t), 100)}</span></span>`,
    );
  const more = targets.size - names.length;
  // The color replaces the mark at the start.
  const headline = summary.headline.replace(/^[^\p{L}\p{N}]+/u, '');
  return [
    `<header class="${outcome}">`,
    `<h1>${escapeText(headline, 400)}</h1>`,
    ...(reasons === '' ? [] : [`<p class="reasons">${escapeText(reasons, 400)}</p>`]),
    `<p class="facts">${[
      `<b>${OUTCOMES[outcome]}</b>`,
      ...names,
      ...(more > 0 ? [`<span>and ${more} more</span>`] : []),
      ...(context.baseline
        ? [`<span>compared with ${escapeText(context.baseline, 80)}</span>`]
        : []),
    ].join('')}</p>`,
    '</header>',
  ];
}

const OUTCOMES = { pass: 'Passed', fail: 'Failed', incomplete: 'Incomplete' } as const;

/** What a pull request changes about what counts. */
function policySections({ policyChange = [], addedSuppressions = [] }: Report): PageSection[] {
  return [
    { id: 'policy-changes', title: 'Policy changes', isOpen: true, body: list(policyChange) },
    {
      id: 'added-suppressions',
      title: 'Suppressions that the pull request adds',
      isOpen: true,
      body: list(addedSuppressions),
    },
  ];
}

/** What was not checked and makes the result incomplete. */
function openGaps(report: Report, context: ReportContext): PageSection {
  const { open } = gapsOf(report);
  return {
    id: 'gaps',
    title: `Not checked (${countGaps(open)})`,
    isOpen: true,
    body: list([...coverageItems(open), ...allowAdvice(open, context)]),
  };
}

function coverageItems(coverage: readonly Coverage[]): string[] {
  return coverageLines(coverage).map(
    ({ target, checks, state }) => `${target}: ${checks}: ${state}`,
  );
}

function listSections(report: Report): PageSection[] {
  const { allowed, informational } = gapsOf(report);
  const notes = report.notes.map((n) => (n.target ? `${n.target}: ${n.message}` : n.message));
  const checked = coverageItems(report.coverage.filter((row) => !isGap(row)));
  return [
    { id: 'notes', title: `Notes (${notes.length})`, body: list(notes) },
    {
      id: 'allowed-gaps',
      title: `Not checked, allowed (${countGaps(allowed)})`,
      body: list(coverageItems(allowed)),
    },
    {
      id: 'informational-gaps',
      title: `Informational (${countGaps(informational)})`,
      body: list(coverageItems(informational)),
    },
    {
      id: 'coverage',
      title: 'Coverage',
      body:
        report.coverage.length === 0
          ? []
          : [
              `<p>${escapeText(coverageSummary(report))}</p>`,
              ...list([`Checked: ${checkedSummary(report)}`, ...checked]),
            ],
    },
  ];
}

function list(items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const shown = items.slice(0, 500).map((item) => `<li>${escapeText(item, 2_000)}</li>`);
  return ['<ul>', ...shown, '</ul>'];
}

function footer(report: Report, context: ReportContext): string[] {
  const parts = [
    `portside ${escapeText(report.tool.version, 40)}`,
    context.ended.toISOString().slice(0, 16).replace('T', ' ').concat(' UTC'),
    ...(context.policy ? [`policy ${escapeText(context.policy, 120)}`] : []),
    ...(context.advisories ? [`advisories ${escapeText(context.advisories, 60)}`] : []),
  ];
  return [`<footer>${parts.join(' · ')}</footer>`];
}
