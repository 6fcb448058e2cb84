import { createHash } from 'node:crypto';
import type { Report } from '../../core/report.js';
import type { Format, ReportContext } from '../format.js';
import { describeTopRemediation, headline, verdictReasons } from '../headline.js';
import { formatSeverityCounts, openFindings, pluralize } from '../order.js';
import { describeSuppression } from '../suppressed-findings.js';
import { packagesByPurl } from '../vulnerability-facts.js';
import { findingsSection } from './html/findings.js';
import { escapeText } from './html/labels.js';
import { layersSection } from './html/layers.js';
import { packagesSection } from './html/packages.js';
import { createPageAnchors } from './html/places.js';
import { SCRIPT } from './html/script.js';
import { sourceSection } from './html/source.js';
import { STYLE } from './html/style.js';

/** One page for people without GitHub: no font, no request to anywhere; without its script it is only longer. */
export const html: Format = {
  id: 'html',
  description: 'one self-contained web page',
  render,
};

function render(report: Report, context: ReportContext): string {
  const packages = packagesByPurl(report);
  const places = createPageAnchors(report, context.source);
  const standing = openFindings(report.findings);
  const title = escapeText(headline(report, context), 400);
  return `${[
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    // Whatever foreign text should still become: nothing but our script may run, nothing be fetched.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${title}</title>`,
    `<style>${STYLE}</style>`,
    '<noscript><style>tr[hidden]{display:table-row}</style></noscript>',
    '</head>',
    '<body>',
    '<a class="skip" href="#findings">Skip to the findings</a>',
    ...header(report, context),
    '<main>',
    ...action(report),
    ...layersSection(standing, places),
    ...findingsSection(report.findings, packages, places),
    ...sourceSection(standing, packages, places),
    ...packagesSection(report.packages, standing, places),
    ...list('The policy of this change', report.policyChange ?? []),
    ...list(
      'Suppressed by comments',
      (report.suppressed ?? []).map(
        (f) => `${f.rule} (${f.severity}) by the comment in ${describeSuppression(f)}`,
      ),
    ),
    ...list(
      'Could not be checked',
      report.incomplete.map((i) => `${i.check} of ${i.target}: ${i.reason}`),
    ),
    ...list(
      'Notes',
      report.notes.map((n) => (n.target ? `${n.target}: ${n.message}` : n.message)),
    ),
    '</main>',
    ...footer(report, context),
    `<script>${SCRIPT}</script>`,
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}

const SCRIPT_HASH = `sha256-${createHash('sha256').update(SCRIPT).digest('base64')}`;

function header(report: Report, context: ReportContext): string[] {
  const { outcome } = report.verdict;
  const standing = openFindings(report.findings);
  const reasons = verdictReasons(report).join('; ');
  const targets = report.targets.filter(({ kind }) => kind === 'image' || kind === 'sbom');
  const all = new Map((targets.length > 0 ? targets : report.targets).map((t) => [t.name, t]));
  const named = [...all.values()]
    .slice(0, 5)
    .map(
      (t) =>
        `<span>${escapeText(t.name, 120)}${t.platform ? ` <span class="dim">${escapeText(t.platform, 40)}</span>` : ''}</span>`,
    );
  const more = all.size - named.length;
  return [
    `<header class="${outcome}">`,
    `<p class="what">Container check</p>`,
    `<h1>${OUTCOMES[outcome]}</h1>`,
    ...(reasons === '' ? [] : [`<p>${escapeText(reasons, 400)}</p>`]),
    `<p class="facts">${[
      `<span>${standing.length === 0 ? 'no findings' : `${pluralize(standing.length, 'finding')}: ${formatSeverityCounts(standing)}`}</span>`,
      ...named,
      ...(more > 0 ? [`<span>and ${more} more</span>`] : []),
      ...(context.baseline ? [`<span>against ${escapeText(context.baseline, 80)}</span>`] : []),
    ].join('')}</p>`,
    '</header>',
  ];
}

const OUTCOMES = { pass: 'Passed', fail: 'Failed', incomplete: 'Incomplete' } as const;

/** The one thing to do. */
function action(report: Report): string[] {
  const first = describeTopRemediation(openFindings(report.findings));
  if (!first) return [];
  const place = first.at
    ? ` in <b>${escapeText(first.at.path, 120)}:${first.at.startLine}</b>`
    : '';
  return [
    '<section class="action" aria-labelledby="action">',
    '<h2 id="action">Do this first</h2>',
    `<p><b>${escapeText(first.words, 200)}</b>${place} <span class="dim">removes ${first.removes}</span></p>`,
    '</section>',
  ];
}

function list(title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const shown = items.slice(0, 500).map((item) => `<li>${escapeText(item, 2_000)}</li>`);
  return ['<section>', `<h2>${title}</h2>`, '<ul>', ...shown, '</ul>', '</section>'];
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
