import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { html } from '../../../src/reports/formats/html.js';
import { context, lint, report, vulnerability } from '../sample.js';

describe('the HTML report', () => {
  const page = html.render(report(), context());

  it('has the verdict as its heading and a row for each finding', () => {
    expect(page).toContain(
      '<h1>Failed</h1>\n<p>2 findings of severity high or worse; the signature check of ',
    );
    expect(page.match(/<tr data-f=/g)).toHaveLength(5);
  });

  it('loads nothing, and allows only its own script by hash', () => {
    const script = /<script>(.*)<\/script>/s.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(script).digest('base64');
    expect(page).toContain(
      `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}';`,
    );
    expect(page).not.toMatch(
      /<(script [^>]|img|link|iframe)|url\(|@import|fetch\(|https?:\/\/(?!example)/,
    );
  });

  it('shows no source lines of a file that it cannot read', () => {
    const { source: _, ...unreadable } = context();
    expect(html.render(report(), unreadable)).not.toContain('apt-get');
    expect(page).toContain('apt-get install <mark>curl</mark>');
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
    expect(many.match(/<tr data-f="high/g)).toHaveLength(10_000);
    expect(many).toContain('50 less urgent findings in the JSON report.');
  });

  it('links web addresses only', () => {
    const findings = [
      'javascript:alert(1)',
      'data:text/html,x',
      'https://example.org/"onclick="x',
    ].map((reference, i) =>
      vulnerability(`CVE-${i}`, 'z', { details: { references: [reference] } }),
    );
    const links = html.render(report({ findings }), context()).match(/<a rel[^>]*>/g);
    expect(links).toEqual(['<a rel="noreferrer" href="https://example.org/%22onclick=%22x">']);
  });
});
