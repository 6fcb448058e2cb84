import { createHash } from 'node:crypto';
import type { Report } from '../../core/report.js';
import type { Format, ReportContext } from '../format.js';
import { count, countBySeverity, open } from '../order.js';
import { doThis, headline, verdictReasons } from '../summary.js';
import { suppressionText } from '../suppressed.js';
import { packagesOf } from '../vulnerability.js';
import { findingsSection } from './html/findings.js';
import { text } from './html/labels.js';
import { layersSection } from './html/layers.js';
import { packagesSection } from './html/packages.js';
import { placesOf } from './html/places.js';
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
  const packages = packagesOf(report);
  const places = placesOf(report, context.source);
  const standing = open(report.findings);
  const title = text(headline(report, context), 400);
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
        (f) => `${f.rule} (${f.severity}) by the comment in ${suppressionText(f)}`,
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
  const standing = open(report.findings);
  const reasons = verdictReasons(report).join('; ');
  const targets = report.targets.filter(({ kind }) => kind === 'image' || kind === 'sbom');
  const all = new Map((targets.length > 0 ? targets : report.targets).map((t) => [t.name, t]));
  const named = [...all.values()]
    .slice(0, 5)
    .map(
      (t) =>
        `<span>${text(t.name, 120)}${t.platform ? ` <span class="dim">${text(t.platform, 40)}</span>` : ''}</span>`,
    );
  const more = all.size - named.length;
  return [
    `<header class="${outcome}">`,
    `<p class="what">Container check</p>`,
    `<h1>${OUTCOMES[outcome]}</h1>`,
    ...(reasons === '' ? [] : [`<p>${text(reasons, 400)}</p>`]),
    `<p class="facts">${[
      `<span>${standing.length === 0 ? 'no findings' : `${count(standing.length, 'finding')}: ${countBySeverity(standing)}`}</span>`,
      ...named,
      ...(more > 0 ? [`<span>and ${more} more</span>`] : []),
      ...(context.baseline ? [`<span>against ${text(context.baseline, 80)}</span>`] : []),
    ].join('')}</p>`,
    '</header>',
  ];
}

const OUTCOMES = { pass: 'Passed', fail: 'Failed', incomplete: 'Incomplete' } as const;

/** The one thing to do. */
function action(report: Report): string[] {
  const first = doThis(open(report.findings));
  if (!first) return [];
  const place = first.at ? ` in <b>${text(first.at.path, 120)}:${first.at.startLine}</b>` : '';
  return [
    '<section class="action" aria-labelledby="action">',
    '<h2 id="action">Do this first</h2>',
    `<p><b>${text(first.words, 200)}</b>${place} <span class="dim">removes ${first.removes}</span></p>`,
    '</section>',
  ];
}

function list(title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const shown = items.slice(0, 500).map((item) => `<li>${text(item, 2_000)}</li>`);
  return ['<section>', `<h2>${title}</h2>`, '<ul>', ...shown, '</ul>', '</section>'];
}

function footer(report: Report, context: ReportContext): string[] {
  const parts = [
    `portside ${text(report.tool.version, 40)}`,
    context.ended.toISOString().slice(0, 16).replace('T', ' ').concat(' UTC'),
    ...(context.policy ? [`policy ${text(context.policy, 120)}`] : []),
    ...(context.advisories ? [`advisories ${text(context.advisories, 60)}`] : []),
  ];
  return [`<footer>${parts.join(' · ')}</footer>`];
}
