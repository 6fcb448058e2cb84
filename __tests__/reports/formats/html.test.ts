import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../src/core/finding.js';
import { html } from '../../../src/reports/formats/html.js';
import { COMMENT_SIZE, renderMarkdown } from '../../../src/reports/formats/markdown.js';
import { context, lint, report, vulnerability } from '../sample.js';

const IMAGE = 'registry.example:5000/shop/app:pr-42';

describe('the HTML report', () => {
  const page = html.render(report(), context());

  it('has the headline as its heading, then the gates that fail', () => {
    expect(page).toContain('<h1>Portside: 1 critical and 1 high finding, 3 less severe');
    expect(page).toContain(
      '<p class="reasons">Fails the policy: 2 findings of severity high or worse; the signature',
    );
  });

  it('has each finding in one place, with the anchor of its fingerprint', () => {
    for (const { fingerprint } of report().findings)
      expect(page.split(`<li id="f-${fingerprint.slice(0, 12)}"`)).toHaveLength(2);
    expect(page.match(/<li id="f-/g)).toHaveLength(5);
  });

  it('leads from each line to its findings', () => {
    const [lint = ''] = report().findings.map((f) => f.fingerprint.slice(0, 12));
    expect(page).toContain(`<span class="s medium">medium</span> <a href="#f-${lint}">DL3008</a>`);
  });

  it('says once why the findings of a rule matter and how to fix them', () => {
    const findings = [1, 2, 3].map((line) =>
      lint({
        location: {
          path: 'Dockerfile',
          startLine: line,
          startColumn: 1,
          endLine: line,
          endColumn: 2,
        },
      }),
    );
    const repeated = html.render(report({ findings }), context());
    for (const text of [
      '<dt>Why it matters</dt><dd>The same Dockerfile gives another image tomorrow.</dd>',
      '<dt>How to fix</dt><dd>Write apt-get install package=version</dd>',
      '<span class="title">Pin the version of curl <span class="id">DL3008</span></span>',
      '<span class="fix">Write apt-get install package=version</span>',
      '<span class="at">3 places</span>',
    ])
      expect(repeated.split(text)).toHaveLength(2);
    expect(repeated.match(/<li id="f-/g)).toHaveLength(3);
  });

  it('has the rows of the comment, and explains a rule at the first of them', () => {
    const findings = ['curl', 'wget'].map((name) =>
      lint({ message: `Pin ${name}`, severity: name === 'curl' ? 'high' : 'low' }),
    );
    const rows = html.render(report({ findings }), context());
    const comment = renderMarkdown(report({ findings }), context(), COMMENT_SIZE);
    for (const what of ['Pin curl', 'Pin wget']) {
      expect(rows).toContain(`<span class="title">${what} <span class="id">`);
      expect(comment).toContain(`** ${what} · `);
    }
    expect(rows.split('<dt>Why it matters</dt>')).toHaveLength(2);
  });

  it('shows one fix for a package, as the comment does', () => {
    const findings = ['4.17.19', '4.17.21'].map((fixed, i) =>
      vulnerability(`CVE-2020-${i}`, 'lodash', {
        details: { installed: '4.17.15', fixed, upgrade: { to: '4.17.21', clears: 2, of: 2 } },
      }),
    );
    const upgraded = html.render(report({ findings }), context());
    expect(upgraded).toContain('<span class="fix">Update to 4.17.21</span>');
    expect(upgraded).toContain('<dd>Update lodash to 4.17.21 or later</dd>');
    expect(renderMarkdown(report({ findings }), context(), COMMENT_SIZE)).toContain(
      '<br>\n  Update to 4.17.21\n',
    );
  });

  it('advises to remove a malicious package', () => {
    const findings = [
      vulnerability('MAL-2026-1', 'ms', {
        check: 'malware',
        severity: 'critical',
        details: { fixed: null },
      }),
    ];
    const malicious = html.render(report({ findings }), context());
    expect(malicious).toContain('<span class="fix">Remove it</span>');
    expect(malicious).toContain('<dd>Remove ms 1.0: ');
    expect(malicious).not.toContain('No fix yet');
  });

  it('counts findings by severity and status, as the summary does', () => {
    const findings = (['new', 'existing', 'existing', 'fixed', 'excepted'] as const).map(
      (status, i) => lint({ rule: `R${i}`, severity: 'high', status }),
    );
    const counted = html.render(report({ findings }), context({ baseline: 'main' }));
    expect(counted).toContain(
      '<th scope="col">new</th><th scope="col">existing</th><th scope="col">fixed</th>',
    );
    expect(counted).toMatch(
      /high<\/span><\/th><td aria-hidden="true">.*<\/td><td>1<\/td><td>2<\/td><td>1<\/td>/,
    );
    expect(counted).toContain('<summary>2 existing: 2 high</summary>');
    expect(counted).toContain('<summary>1 suppressed</summary>');
    expect(counted).toContain('<summary>1 fixed</summary>');
  });

  it('has a target for each link within the page, and each id once', () => {
    const findings = [
      ...report().findings,
      lint({ rule: 'A', fingerprint: 'same' }),
      lint({ rule: 'B', fingerprint: 'same' }),
      lint({ rule: 'C', status: 'fixed', location: undefined }),
      vulnerability('CVE-9', 'curl', { origin: { kind: 'base-image', image: 'node:20' } }),
    ];
    const linked = html.render(report({ findings }), context());
    const ids = [...linked.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids).toEqual([...new Set(ids)]);
    const targets = [...linked.matchAll(/ href="#([^"]*)"/g)].map(([, id]) => id);
    expect(targets.length).toBeGreaterThan(20);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  });

  it('does not show a result that cannot be trusted as passed', () => {
    const passed = report({ findings: [], verdict: { outcome: 'pass', reasons: [] } });
    expect(html.render(passed, context())).toContain('<header class="pass">');
    const untrusted = html.render(passed, context({ untrusted: true }));
    expect(untrusted).toContain('<header class="incomplete">');
    expect(untrusted).toContain('<h1>Portside: not verified.');
    expect(untrusted).not.toContain('<b>Passed</b>');
  });

  it('gives findings with the same fingerprint different anchors', () => {
    const findings = ['A', 'B'].map((rule) => lint({ rule, fingerprint: 'not "hex" at all' }));
    const anchors = html.render(report({ findings }), context()).match(/(?<=<li id=")[^"]*/g);
    expect(anchors).toEqual([
      expect.stringMatching(/^f-[0-9a-f]{12}$/),
      expect.stringMatching(/^f-[0-9a-f]{12}-2$/),
    ]);
  });

  it('shows layers with size, Dockerfile line and findings, and findings of no layer', () => {
    const findings = [
      vulnerability('CVE-1', 'openssl'),
      lint({ check: 'hardening', rule: 'IMG-ROOT', severity: 'high', subject: { image: IMAGE } }),
    ];
    const layers = html.render(report({ findings }), context());
    expect(layers).toMatch(
      /<td>0<\/td><td><a href="#l-[0-9a-f]{12}-1">Dockerfile:1<\/a> <code>FROM node:20 as build<\/code><\/td>.*<span>29 MB<\/span>.*1 high<\/a>/,
    );
    expect(layers).toMatch(/configuration and whole image<\/td>.*<span>1 high<\/span>/);
  });

  it('loads nothing, and allows only its own script by hash', () => {
    const script = /<script>(.*)<\/script>/s.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(script).digest('base64');
    expect(page).toContain(
      `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}';`,
    );
    // A link loads nothing until a reader follows it.
    const rest = page.replace(/<a rel="noreferrer" href="https?:[^"]*">/g, '');
    expect(rest).not.toMatch(/<(script [^>]|img|link|iframe)|url\(|@import|fetch\(|https?:/);
  });

  it('shows no source lines of a file that it cannot read', () => {
    const { source: _, ...unreadable } = context();
    expect(html.render(report(), unreadable)).not.toContain('apt-get update');
    expect(page).toContain('apt-get install <mark>curl</mark>');
  });

  it('marks the range of a finding, and no character after it', () => {
    const at = { path: 'Dockerfile', startLine: 3, endLine: 3 };
    const marked = (startColumn: number, endColumn: number) =>
      html
        .render(
          report({ findings: [lint({ location: { ...at, startColumn, endColumn } })] }),
          context(),
        )
        .match(/(?<=<mark>).*?(?=<\/mark>)/g);
    expect(marked(1, 4)).toEqual(['RUN']);
    expect(marked(5, 12)).toEqual(['apt-get']);
  });

  it('shows only the lines around findings of a long file', () => {
    const lines = Array.from({ length: 5_000 }, (_, i) => `RUN line ${i + 1}`);
    const long = html.render(report(), context({ source: () => lines.join('\n') }));
    expect(long).toContain('line 6<');
    expect(long).not.toContain('line 4000<');
  });

  it('shows the most urgent of too many findings and counts the rest', () => {
    const findings = Array.from({ length: 10_050 }, (_, i) =>
      lint({ rule: `R${i}`, severity: i < 10_000 ? 'high' : 'low' }),
    );
    const many = html.render(report({ findings }), context());
    expect(many.match(/<li id="f-[0-9a-f]{12}" data-f="high/g)).toHaveLength(10_000);
    expect(many).toContain('50 more findings in the JSON report.');
    const fails = ({ rule }: Finding) => rule === 'R10020';
    expect(html.render(report({ findings }), context({ fails }))).toContain('R10020');
    expect(many).not.toContain('R10020');
  });

  it('leaves out no finding that fails, also of a base image or existing ones', () => {
    const findings = [
      ...Array.from({ length: 10_050 }, (_, i) => lint({ rule: `R${i}`, severity: 'high' })),
      vulnerability('CVE-FAILS', 'a', { origin: { kind: 'base-image', image: 'node:20' } }),
      lint({ rule: 'OLD', status: 'existing', severity: 'low' }),
    ];
    const fails = ({ rule }: Finding) => rule === 'CVE-FAILS' || rule === 'OLD';
    const shown = html.render(report({ findings }), context({ fails }));
    const [start = ''] = shown.slice(shown.indexOf('<h2 id="findings">')).split('R0<');
    expect(start).toContain('CVE-FAILS');
    expect(start).toContain('OLD');
  });

  it('links web addresses only', () => {
    const findings = [
      'javascript:alert(1)',
      'data:text/html,x',
      'https://example.org/"onclick="x',
    ].map((reference, i) =>
      vulnerability(`CVE-${i}`, 'z', { details: { references: [reference] } }),
    );
    const rules = new Map();
    const links = html.render(report({ findings }), context({ rules })).match(/<a rel[^>]*>/g);
    expect(links).toEqual(['<a rel="noreferrer" href="https://example.org/%22onclick=%22x">']);
  });

  it('has the order of the comment: verdict and reason, findings, totals, then all else folded', () => {
    const findings = [...report().findings, lint({ rule: 'OLD', status: 'existing' })];
    const whole = html.render(report({ findings }), context({ baseline: 'main' }));
    const parts = ['<h1>', 'class="reasons"', '"findings"', '"gaps"', '"totals"', '"plan"']
      .concat(['"existing"', '"layers"', '"files"', '"packages"', '"coverage"'])
      .map((part) => whole.indexOf(part.startsWith('"') ? ` id=${part}` : part));
    expect(parts).toEqual(parts.toSorted((a, b) => a - b));
    expect(parts[0]).toBeGreaterThan(0);
    expect(whole).toContain('<details class="part"><summary><h2 id="plan">');
  });
});
