import { escapeHtml } from '../escape.js';
import type { BundleIndex, IndexedFile } from './bundle-index.js';

/** The index of a bundle as a page without scripts that needs nothing else. */
export function renderIndexPage(index: BundleIndex): string {
  const { subject, result, policy, tool, created, files, absent } = index;
  const title = `Compliance bundle of ${subject.name}`;
  const facts: readonly (readonly [string, unknown])[] = [
    ['Package URL', subject.purl],
    ['Digest', subject.digest],
    ['Platforms', Array.isArray(subject.platforms) ? subject.platforms.join(', ') : undefined],
    ['Created', created],
    ['Tool', `${tool.name} ${tool.version}`],
    ['Policy', policy.name],
    ['Policy digest', policy.digest && `sha256:${policy.digest.sha256}`],
    ['Result', OUTCOMES[result.outcome]],
  ];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
<main>
<h1>${escapeHtml(title)}</h1>
<p class="${result.outcome}"><strong>${escapeHtml(summary(result))}</strong></p>
<dl>
${facts.flatMap(([name, value]) => (value === undefined || value === '' ? [] : `<dt>${name}</dt><dd>${escapeHtml(String(value))}</dd>`)).join('\n')}
</dl>
${list('Reasons', result.reasons)}${list('Not checked', result.notChecked)}<h2>Files</h2>
<table>
<thead><tr><th>File</th><th>Content</th><th>Bytes</th><th>SHA-256</th></tr></thead>
<tbody>
${files.map(row).join('\n')}
</tbody>
</table>
${list(
  'Not in the bundle',
  absent.map(({ about, reason }) => `${about}: ${reason}`),
)}</main>
</html>
`;
}

const OUTCOMES = { pass: 'passed', fail: 'failed', incomplete: 'incomplete' } as const;

function summary({ outcome, complete }: BundleIndex['result']): string {
  const checked = complete ? 'Everything was checked.' : 'Not everything was checked.';
  return `The policy check ${outcome === 'incomplete' ? 'is incomplete' : OUTCOMES[outcome]}. ${checked}`;
}

function row({ path, about, size, digest }: IndexedFile): string {
  const name = escapeHtml(path);
  return `<tr><td><a href="${name}">${name}</a></td><td>${escapeHtml(about)}</td><td>${size}</td><td><code>${digest.sha256}</code></td></tr>`;
}

function list(title: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  const entries = items.map((item) => `<li>${escapeHtml(item)}</li>`).join('\n');
  return `<h2>${title}</h2>\n<ul>\n${entries}\n</ul>\n`;
}

const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1c2128;background:#fff}' +
  'table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #d8dee4;overflow-wrap:anywhere}' +
  'dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{color:#57606a}dd{margin:0;overflow-wrap:anywhere}' +
  'code{font-family:ui-monospace,monospace;font-size:.85em}.fail{color:#a40e26}.incomplete{color:#805400}.pass{color:#1a7f37}';
