import { describe, expect, it, test } from '@jest/globals';
import type { Finding } from '../../../src/core/finding.js';
import { text } from '../../../src/reports/formats/text.js';
import { context, lint, report, vulnerability } from '../sample.js';

describe('the text report', () => {
  it('shows lint findings and vulnerabilities below the line that causes them', () => {
    expect(text.render(report(), context())).toBe(`Dockerfile
  1 │ FROM node:20 as build
    │              ^^
      low      StageNameCasing 'as' is written lower case while FROM is upper case
      critical openssl 1.0 fixed in 1.1 CVE-2024-0001 CVE-2024-0002 exploited
      low      zlib1g  1.0 no fix yet   CVE-2024-0003
  3 │ RUN apt-get update && apt-get install curl
    │                                       ^^^^
      medium   DL3008 Pin the version of curl

Notes
  ShellCheck is not installed

Not checked (1)
  ! registry.example:5000/shop/app:pr-42: signature: failed: registry.example:5000 cannot be reached
  To accept this, write in the policy: allow-incomplete: [trust]

Fix first: upgrade openssl to 1.1 (Dockerfile:1); resolves 2 findings (1 critical, 1 high), 1 of them known to be exploited

Checked: lint (1 Dockerfile), vulnerability (2 packages of deb)
5 findings: 1 critical, 1 high, 1 medium, 2 low · 1 fixable with lint --fix
FAIL  2 findings of severity high or worse; the signature check of registry.example:5000/shop/app:pr-42 is not complete
`);
  });

  it('has only counts and the verdict for a report without findings', () => {
    const clean = report({
      findings: [],
      incomplete: [],
      notes: [],
      verdict: { outcome: 'pass', reasons: [] },
    });
    expect(text.render(clean, context())).toBe(
      'Checked: lint (1 Dockerfile), vulnerability (2 packages of deb)\nno findings\nPASS\n',
    );
  });

  it('shows thirty findings in about one screen', () => {
    const findings = [
      ...Array.from({ length: 12 }, (_, i) =>
        lint({
          rule: `DL30${10 + i}`,
          location: {
            path: 'Dockerfile',
            startLine: 1 + (i % 5),
            startColumn: 1,
            endLine: 1 + (i % 5),
            endColumn: 4,
          },
        }),
      ),
      ...Array.from({ length: 20 }, (_, i) => vulnerability(`CVE-2024-00${i + 10}`, `lib${i % 9}`)),
    ];
    const lines = text.render(report({ findings }), context()).split('\n');
    expect(lines.length).toBeLessThan(52);
  });

  it('counts the packages of one line that exceed the limit', () => {
    const findings = Array.from({ length: 40 }, (_, i) =>
      vulnerability(`CVE-2024-${i + 100}`, `p${i}`),
    );
    const lines = text.render(report({ findings }), context()).split('\n');
    expect(lines.filter((l) => l.includes('fixed in'))).toHaveLength(8);
    expect(lines.find((l) => l.includes('more packages'))?.trim()).toBe(
      '… 32 more packages with 32 vulnerabilities, high or lower',
    );
  });

  it('counts the less urgent findings that exceed the limit', () => {
    const findings = Array.from({ length: 250 }, (_, i) =>
      lint({
        rule: `R${i}`,
        severity: i < 10 ? 'high' : 'info',
        location: { path: 'f', startLine: i + 1, startColumn: 1, endLine: i + 1, endColumn: 2 },
      }),
    );
    const out = text.render(report({ findings }), context());
    expect(out).toContain('… and 50 less urgent findings (use --format json to list all)');
    for (let i = 0; i < 10; i++) expect(out).toMatch(new RegExp(`R${i} +Pin`));
  });

  it('lists the worse findings of a line first, also where minor ones share a row', () => {
    const minor = ['A1', 'B2', 'C3', 'E5'].map((rule) => lint({ rule, severity: 'low' }));
    const base = lint({ rule: 'BASE-IMAGE', severity: 'info' });
    const out = text.render(report({ findings: [base, ...minor] }), context());
    expect(out).toMatch(/low +A1 B2 C3 E5\n +info +BASE-IMAGE /);
  });

  it('lists the rules of many minor findings on one line in one row', () => {
    const minor = ['A1', 'B2', 'C3', 'E5'].map((rule) => lint({ rule, severity: 'info' }));
    const out = text.render(report({ findings: [lint({ rule: 'D4' }), ...minor] }), context());
    expect(out).toMatch(/medium +D4 Pin the version/);
    expect(out).toMatch(/info +A1 B2 C3 E5\n/);
    expect(out).toContain('5 findings: 1 medium, 4 info');
  });

  it('shows only new findings and counts existing ones when there is a baseline', () => {
    const findings = [lint({ rule: 'OLD', status: 'existing' }), lint({ rule: 'FRESH' })];
    const out = text.render(report({ findings }), context({ baseline: 'main' }));
    expect(out).toContain('FRESH');
    expect(out).not.toContain('OLD');
    expect(out).toContain('1 existing in main · 0 fixed');
  });

  it('has escape sequences only when colors are enabled', () => {
    expect(text.render(report(), context())).not.toContain('\u001b');
    expect(text.render(report(), context({ color: true }))).toContain('\u001b[1;31mFAIL\u001b[0m');
  });

  it('shows a long line from shortly before the range of the finding', () => {
    const source = `RUN ${'true && '.repeat(60)}curl http://example.org`;
    const column = source.indexOf('curl') + 1;
    const at = {
      path: 'Dockerfile',
      startLine: 1,
      startColumn: column,
      endLine: 1,
      endColumn: column + 4,
    };
    const lines = text
      .render(
        report({ findings: [lint({ location: at })] }),
        context({ source: () => source, width: 80 }),
      )
      .split('\n');
    const [shown, marks] = [lines[1] ?? '', lines[2] ?? ''];
    expect(shown.length).toBeLessThanOrEqual(80);
    expect(shown.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe('curl');
  });

  it('puts carets below the range after tabs and escaped characters', () => {
    const source = 'RUN\t\u202eecho\tcurl';
    const column = source.indexOf('curl') + 1;
    const at = {
      path: 'Dockerfile',
      startLine: 1,
      startColumn: column,
      endLine: 1,
      endColumn: column + 4,
    };
    const lines = text
      .render(report({ findings: [lint({ location: at })] }), context({ source: () => source }))
      .split('\n');
    expect(lines[1]).toBe('  1 │ RUN \\u{202e}echo curl');
    expect(lines[2]?.indexOf('^')).toBe(lines[1]?.indexOf('curl'));
  });

  it('shows no carets when the range is the complete line', () => {
    const at = { path: 'Dockerfile', startLine: 1, startColumn: 1, endLine: 1, endColumn: 14 };
    const rendered = text.render(
      report({ findings: [lint({ location: at })] }),
      context({ source: () => 'COPY . /srv/a\n' }),
    );
    expect(rendered).toContain('COPY . /srv/a');
    expect(rendered).not.toContain('^');
  });

  it('shows carets for lint findings, and none for vulnerabilities, which are about all of the line', () => {
    const source = 'FROM node:20 as build';
    const at = { path: 'Dockerfile', startLine: 1, startColumn: 6, endLine: 1, endColumn: 13 };
    const linesOf = (findings: Finding[]) =>
      text.render(report({ findings }), context({ source: () => source })).split('\n');
    const vulnerable = vulnerability('CVE-1', 'a', { location: at });
    expect(linesOf([vulnerable]).slice(1, 3)).toEqual([
      '  1 │ FROM node:20 as build',
      expect.stringContaining('CVE-1'),
    ]);
    const carets = '    │      ^^^^^^^';
    expect(linesOf([lint({ location: at })])[2]).toBe(carets);
    expect(linesOf([lint({ location: at }), vulnerable])[2]).toBe(carets);
  });

  it('has only the number of a line whose source is not available', () => {
    const rendered = text.render(report({ findings: [lint()] }), context({ source: undefined }));
    expect(rendered.split('\n').slice(0, 3)).toEqual([
      'Dockerfile',
      '  line 3',
      '      medium   DL3008 Pin the version of curl',
    ]);
  });

  test.each([
    [10, 10, undefined],
    [11, 10, '  … and 1 more'],
  ])('lists %d notes as %d lines', (count, listed, more) => {
    const notes = Array.from({ length: count }, (_, i) => ({
      check: 'lint' as const,
      message: `note ${i}`,
    }));
    const lines = text.render(report({ notes }), context()).split('\n');
    expect(lines.filter((line) => line.startsWith('  note '))).toHaveLength(listed);
    expect(lines.find((line) => line.startsWith('  … and '))).toBe(more);
  });

  it('groups findings without a line under their image', () => {
    const finding = lint({
      check: 'hardening',
      rule: 'PS1',
      subject: { image: 'app:1', path: 'bin/su' },
    });
    const { location: _, ...unplaced } = finding;
    const lines = text.render(report({ findings: [unplaced] }), context()).split('\n');
    expect(lines.slice(0, 2)).toEqual(['app:1', '  medium   PS1 Pin the version of curl (bin/su)']);
  });
});
