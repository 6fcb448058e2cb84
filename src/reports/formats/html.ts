import { createHash } from 'node:crypto';
import { type Coverage, isGap } from '../../core/coverage.js';
import type { Finding } from '../../core/finding.js';
import type { Report, RuleBook } from '../../core/report.js';
import { pluralize } from '../../lib/text.js';
import { checkedSummary, coverageLines, coverageSummary } from '../coverage-table.js';
import { formatSeverityCounts, openFindings } from '../finding-lists.js';
import { platformsOf } from '../finding-places.js';
import type { Format, ReportContext } from '../format.js';
import { allowAdvice, countGaps, gapsOf } from '../gaps.js';
import { headline, verdictReasons } from '../headline.js';
import { describeSuppression } from '../suppressed-findings.js';
import { formatResolved, topRemediation } from '../top-remediation.js';
import { packagesByPurl } from '../vulnerability-facts.js';
import { findingsSection } from './html/findings.js';
import { escapeText } from './html/labels.js';
import { layersSection } from './html/layers.js';
import { packagesSection } from './html/packages.js';
import { createPageAnchors } from './html/page-anchors.js';
import { SCRIPT } from './html/script.js';
import { sourceSection } from './html/source.js';
import { STYLE } from './html/style.js';

/** One page that loads nothing from the network. Without its script it shows the same, without search and filters. */
export const html: Format = {
  id: 'html',
  description: 'one self-contained web page',
  render,
};

function render(report: Report, context: ReportContext): string {
  const packages = packagesByPurl(report);
  const anchors = createPageAnchors(report, context.source);
  const open = openFindings(report.findings);
  return `${[
    ...head(escapeText(headline(report, context), 400)),
    '<body>',
    '<a class="skip" href="#findings">Skip to the findings</a>',
    ...header(report, context),
    '<main>',
    ...fixFirst(open, context.rules),
    ...layersSection(open, anchors),
    ...findingsSection(report, context, packages, anchors),
    ...sourceSection(open, packages, anchors),
    ...packagesSection(report.packages, open, anchors),
    ...listSections(report, context),
    '</main>',
    ...footer(report, context),
    `<script>${SCRIPT}</script>`,
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}

function head(title: string): string[] {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    // A second defense against untrusted text: only our script runs, and nothing is loaded.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${title}</title>`,
    `<style>${STYLE}</style>`,
    '<noscript><style>tr[hidden]{display:table-row}</style></noscript>',
    '</head>',
  ];
}

const SCRIPT_HASH = `sha256-${createHash('sha256').update(SCRIPT).digest('base64')}`;

const MAX_TARGETS = 5;

function header(report: Report, context: ReportContext): string[] {
  const { outcome } = report.verdict;
  const open = openFindings(report.findings);
  const reasons = verdictReasons(report).join('; ');
  const images = report.targets.filter(({ kind }) => kind === 'image' || kind === 'sbom');
  const targets = new Map((images.length > 0 ? images : report.targets).map((t) => [t.name, t]));
  const names = [...targets.values()]
    .slice(0, MAX_TARGETS)
    .map(
      (t) =>
        `<span>${escapeText(t.name, 120)}<span class="dim">${escapeText(platformsOf(t), 100)}</span></span>`,
    );
  const more = targets.size - names.length;
  const counts =
    open.length === 0
      ? 'no findings'
      : `${pluralize(open.length, 'finding')}: ${formatSeverityCounts(open)}`;
  return [
    `<header class="${outcome}">`,
    `<p class="what">Container check</p>`,
    `<h1>${OUTCOMES[outcome]}</h1>`,
    ...(reasons === '' ? [] : [`<p>${escapeText(reasons, 400)}</p>`]),
    `<p class="facts">${[
      `<span>${counts}</span>`,
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

function fixFirst(findings: readonly Finding[], rules: RuleBook): string[] {
  const top = topRemediation(findings, rules);
  if (!top) return [];
  const { title, location, resolves } = top;
  const place = location ? ` (<b>${escapeText(location.path, 120)}:${location.startLine}</b>)` : '';
  return [
    '<section class="action" aria-labelledby="action">',
    '<h2 id="action">Fix first</h2>',
    `<p><b>${escapeText(title, 200)}</b>${place} <span class="dim">resolves ${formatResolved(resolves)}</span></p>`,
    '</section>',
  ];
}

function listSections(report: Report, context: ReportContext): string[] {
  const suppressed = (report.suppressed ?? []).map(
    (f) => `${f.rule} (${f.severity}), suppressed in ${describeSuppression(f)}`,
  );
  const { open, allowed, informational } = gapsOf(report);
  const lines = (coverage: readonly Coverage[]) =>
    coverageLines(coverage).map(({ target, checks, state }) => `${target}: ${checks}: ${state}`);
  const notes = report.notes.map((n) => (n.target ? `${n.target}: ${n.message}` : n.message));
  return [
    ...listSection('Policy changes', report.policyChange ?? []),
    ...listSection('Suppressions that the pull request adds', report.addedSuppressions ?? []),
    ...listSection('Suppressed by comments', suppressed),
    ...listSection(`Not checked (${countGaps(open)})`, [
      ...lines(open),
      ...allowAdvice(open, context),
    ]),
    ...listSection(`Not checked, allowed (${countGaps(allowed)})`, lines(allowed)),
    ...listSection(`Informational (${countGaps(informational)})`, lines(informational)),
    ...listSection('Notes', notes),
    ...(report.coverage.length === 0
      ? []
      : listSection(`Coverage: ${coverageSummary(report)}`, [
          `Checked: ${checkedSummary(report)}`,
          ...lines(report.coverage.filter((row) => !isGap(row))),
        ])),
  ];
}

function listSection(title: string, items: readonly string[]): string[] {
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
