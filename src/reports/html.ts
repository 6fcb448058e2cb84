import type { Finding } from '../findings/finding.js';
import type { Report } from '../findings/report.js';
import { html as escaped, shorten, webAddress } from './escape.js';
import type { Format, ReportContext } from './format.js';
import { byUrgency, count, countBySeverity, open, withStatus } from './order.js';
import { headline } from './summary.js';
import { isVulnerability, type Packages, packagesOf, vulnerability } from './vulnerability.js';

/** One page for people without GitHub: no script, no font, no request to anywhere. */
export const html: Format = {
  id: 'html',
  description: 'one self-contained web page',
  render,
};

function render(report: Report, context: ReportContext): string {
  const packages = packagesOf(report);
  const standing = open(report.findings).sort(byUrgency);
  const title = text(headline(report, context), 400);
  return `${[
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    // Whatever foreign text should still become: nothing may run or be fetched.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    `<h1>${title}</h1>`,
    ...targets(report),
    ...section(
      `${count(standing.length, 'finding')} ${countBySeverity(standing)}`,
      standing,
      packages,
    ),
    ...list(
      'Could not be checked',
      report.incomplete.map((i) => `${i.check} of ${i.target}: ${i.reason}`),
    ),
    ...section('Excepted by the policy', withStatus(report.findings, 'excepted'), packages),
    ...list(
      'Notes',
      report.notes.map((n) => (n.target ? `${n.target}: ${n.message}` : n.message)),
    ),
    `<footer>portside ${text(report.tool.version)} · ${context.ended.toISOString()}</footer>`,
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}

function targets(report: Report): string[] {
  return list(
    'Checked',
    report.targets.map((t) => [t.kind, t.name, t.platform, t.digest].filter(Boolean).join(' ')),
  );
}

function list(title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  return [`<h2>${title}</h2>`, '<ul>', ...items.map((i) => `<li>${text(i, 2_000)}</li>`), '</ul>'];
}

function section(title: string, findings: readonly Finding[], packages: Packages): string[] {
  if (findings.length === 0) return [];
  return [
    `<h2>${text(title)}</h2>`,
    '<table>',
    '<thead><tr><th>severity</th><th>status</th><th>finding</th><th>about</th><th>fix</th><th>line</th></tr></thead>',
    '<tbody>',
    ...findings.map((f) => row(f, packages)),
    '</tbody>',
    '</table>',
  ];
}

function row(finding: Finding, packages: Packages): string {
  const at = finding.location;
  const place = at
    ? `${at.path}:${at.startLine}`
    : (finding.subject?.path ?? finding.subject?.image ?? '');
  const facts = isVulnerability(finding) ? vulnerability(finding, packages) : undefined;
  const severity = `${finding.severity}${facts?.exploited ? ', exploited' : ''}`;
  const fix = facts ? (facts.fixed ?? 'none yet') : (finding.fix?.description ?? '');
  const cells = [finding.status, undefined, finding.message, fix, place].map((c) =>
    c === undefined ? rule(finding, facts?.references) : text(c, 1_000),
  );
  return `<tr><td class="${finding.severity}">${severity}</td>${cells.map((c) => `<td>${c}</td>`).join('')}</tr>`;
}

function rule(finding: Finding, references: readonly string[] | undefined): string {
  const id = text(finding.rule, 200);
  const page = references?.map(webAddress).find((address) => address !== undefined);
  return page === undefined ? id : `<a rel="noreferrer" href="${escaped(page)}">${id}</a>`;
}

function text(words: string, length = 300): string {
  return escaped(shorten(words, length));
}

const STYLE = [
  'body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#1f2328;background:#fff}',
  'h1{font-size:1.4rem}h2{font-size:1.1rem}',
  'table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #d1d9e0;overflow-wrap:anywhere}',
  'th:first-child,td:first-child{white-space:nowrap}',
  '.critical,.high{color:#b3261e;font-weight:600}.medium{color:#8a5a00}',
  'footer{margin-top:2rem;color:#59636e}',
  '@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}a{color:#7ab7ff}.critical,.high{color:#ff8f87}.medium{color:#e3b341}td,th{border-color:#3d444d}}',
].join('');
