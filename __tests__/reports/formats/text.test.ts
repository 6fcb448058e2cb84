import { describe, expect, it, test } from '@jest/globals';
import type { Finding } from '../../../src/core/finding.js';
import { textFormat } from '../../../src/reports/formats/text.js';
import { context, lint, report, vulnerability } from '../sample.js';

describe('the text report', () => {
  it('shows lint findings and vulnerabilities below the line that causes them', () => {
    expect(textFormat.render(report(), context())).toBe(`Dockerfile
  1 │ FROM node:20 as build
    │              ^^
      low      StageNameCasing 'as' is written lower case while FROM is upper case
      critical openssl 1.0 fixed in 1.1 CVE-2024-0001 (exploited) A short story
                                        CVE-2024-0002 (high)
      low      zlib1g  1.0 no fix yet   CVE-2024-0003
  3 │ RUN apt-get update && apt-get install curl
    │                                       ^^^^
      medium   DL3008 Pin the version of curl

Notes
  ShellCheck is not installed

Not checked (1)
  ! registry.example:5000/shop/app:pr-42: signature: failed: registry.example:5000 cannot be reached
  To accept this, write in the policy: allow-incomplete: [trust], which holds for all targets

What clears it: 3 steps clear 4 of 5 findings
  3afd07 Rebuild without cache to update openssl (Dockerfile): clears 2 findings (1 critical, 1 high), 1 of them known to be exploited; by hand
  a7efd7 Write apt-get install package=version (DL3008 at Dockerfile:3): clears 1 medium finding; by hand
  … and 1 more step: add --verbose, or run portside fix for the repository
  - Wait for fixes of Debian: 1 low finding

Checked: lint (1 Dockerfile), vulnerability (2 packages of deb)
5 findings: 1 critical, 1 high, 1 medium, 2 low · 1 can be fixed with portside lint --fix
Fails the policy: 2 findings of severity high or worse; the signature check of registry.example:5000/shop/app:pr-42 is not complete.
FAIL  1 critical and 1 high finding, 3 less severe
`);
  });

  it('lists existing findings that fail the policy, and says that these fail it', () => {
    const findings = [
      lint({ rule: 'DL3001' }),
      lint({ rule: 'DL3002', status: 'existing' }),
      lint({ rule: 'DL3003', status: 'existing' }),
    ];
    const fails = ({ rule }: Finding) => rule === 'DL3002';
    const failed = report({ findings, incomplete: [], verdict: { outcome: 'fail', reasons: [] } });
    const shown = textFormat.render(failed, context({ fails, baseline: 'main' }));
    const [, existing = ''] = shown.split('Existing findings that fail the policy\n');
    expect(existing).toContain('DL3002');
    expect(shown).toContain('DL3001');
    expect(shown).not.toContain('DL3003');
    expect(shown).toMatch(/FAIL {2}1 new \w+ finding; 1 existing fails the policy\n$/);
  });

  it('lists all packages with an unknown license, if it is complete', () => {
    const packages = Array.from({ length: 20 }, (_, i) => ({
      name: `p${i}`,
      version: '1.0',
      purl: `pkg:npm/p${i}@1.0`,
      licenses: i === 0 ? ['BSD'] : [],
    }));
    const { details: _, ...policy } = lint({ rule: 'PSP005' });
    const details = { about: 'app', packages, licenses: ['BSD'] };
    const findings: readonly Finding[] = [{ ...policy, check: 'policy', details } as Finding];
    const complete = textFormat.render(report({ findings }), context({ complete: true }));
    expect(complete).toContain('p0 1.0: BSD');
    expect(complete).toContain('p19 1.0: no license');
    expect(textFormat.render(report({ findings }), context())).not.toContain('p19');
  });

  it('has only counts and the verdict for a report without findings', () => {
    const clean = report({
      findings: [],
      incomplete: [],
      notes: [],
      verdict: { outcome: 'pass', reasons: [] },
    });
    expect(textFormat.render(clean, context())).toBe(
      'Checked: lint (1 Dockerfile), vulnerability (2 packages of deb)\nPASS  no findings\n',
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
    const lines = textFormat.render(report({ findings }), context()).split('\n');
    expect(lines.length).toBeLessThan(52);
  });

  it('counts the packages of one line that exceed the limit', () => {
    const findings = Array.from({ length: 40 }, (_, i) =>
      vulnerability(`CVE-2024-${i + 100}`, `p${i}`),
    );
    const lines = textFormat.render(report({ findings }), context()).split('\n');
    expect(lines.filter((l) => l.includes('fixed in'))).toHaveLength(8);
    expect(lines.find((l) => l.includes('more packages'))?.trim()).toBe(
      'high     32 more packages with 32 vulnerabilities',
    );
  });

  it('has at most sixty lines, the worst findings first, and says how to see the others', () => {
    const findings = Array.from({ length: 250 }, (_, i) =>
      lint({
        rule: `R${i}`,
        severity: i >= 240 ? 'high' : 'info',
        location: {
          path: `f${i % 7}`,
          startLine: i + 1,
          startColumn: 1,
          endLine: i + 1,
          endColumn: 2,
        },
      }),
    );
    const out = textFormat.render(report({ findings }), context());
    const lines = out.split('\n');
    expect(lines.length).toBeLessThanOrEqual(61);
    for (let i = 240; i < 250; i++) expect(lines.slice(0, 10).join('\n')).toMatch(`· R${i}`);
    expect(out).toMatch(
      /… and \d+ more findings: \d+ info\nTo list every finding: --verbose, or --format json\. About a rule: portside explain ID\n/,
    );
    const complete = textFormat.render(report({ findings }), context({ complete: true }));
    for (let i = 0; i < 250; i++) expect(complete).toMatch(new RegExp(`R${i} +Pin`));
    expect(complete).not.toContain('To list every finding');
  });

  it('lists the worse findings of a line first, whatever their number', () => {
    const minor = ['A1', 'B2', 'C3', 'E5'].map((rule) => lint({ rule, severity: 'low' }));
    const base = lint({ rule: 'BASE-IMAGE', severity: 'info' });
    const out = textFormat.render(
      report({ findings: [base, ...minor, lint({ rule: 'D4' })] }),
      context(),
    );
    const rules = [...out.matchAll(/^ +(?:medium|low|info) +(\S+)/gm)].map(([, rule]) => rule);
    expect(rules).toEqual(['D4', 'A1', 'B2', 'C3', 'E5', 'BASE-IMAGE']);
  });

  it('gives every finding its severity and its text, also many minor ones on one line', () => {
    const findings = ['A1', 'B2', 'C3', 'E5', 'F6', 'G7'].map((rule, i) =>
      lint({ rule, severity: i % 2 === 0 ? 'low' : 'info', message: `Message of ${rule}` }),
    );
    const out = textFormat.render(report({ findings }), context());
    for (const { rule, severity, message } of findings)
      expect(out).toMatch(new RegExp(`^ +${severity} +${rule} ${message}$`, 'm'));
  });

  it('gives every vulnerability of a package its own severity and summary', () => {
    const findings = (['critical', 'high', 'low'] as const).map((severity, i) =>
      vulnerability(`CVE-${i}`, 'zlib', { severity, details: { summary: `Summary ${i}` } }),
    );
    const out = textFormat.render(report({ findings }), context());
    expect(out).toContain('critical zlib 1.0 fixed in 1.1 CVE-0 Summary 0\n');
    expect(out).toMatch(/^ +CVE-1 \(high\) Summary 1$/m);
    expect(out).toMatch(/^ +CVE-2 \(low\) Summary 2$/m);
  });

  it('labels a package with its worst severity, and counts vulnerabilities beyond three by severity', () => {
    const findings = [
      vulnerability('CVE-0', 'zlib', { severity: 'medium', details: { exploited: true } }),
      ...Array.from({ length: 6 }, (_, i) =>
        vulnerability(`CVE-1${i}`, 'zlib', { severity: i < 3 ? 'critical' : 'low' }),
      ),
    ];
    const out = textFormat.render(report({ findings }), context());
    expect(out).toContain(
      'critical zlib 1.0 fixed in 1.1 CVE-0 (medium, exploited), CVE-10, CVE-11, and 4 more: 1 critical, 3 low',
    );
    expect(out).toContain('To list every finding: --verbose, or --format json');
    const complete = textFormat.render(report({ findings }), context({ complete: true }));
    for (const { rule } of findings) expect(complete).toContain(rule);
  });

  it('explains severities that were lowered for the same reason once for the file', () => {
    const lowered = { from: 'high', reason: 'stage build is not in the image' } as const;
    const at = (startLine: number) =>
      ({
        path: 'Dockerfile',
        startLine,
        startColumn: 1,
        endLine: startLine,
        endColumn: 2,
      }) as const;
    const findings = [
      lint({ rule: 'A1', lowered, location: at(3) }),
      lint({ rule: 'A1', lowered, location: at(7) }),
      lint({ rule: 'B2', lowered, location: at(7) }),
      lint({ rule: 'C3', lowered: { ...lowered, reason: 'its path matches x' }, location: at(9) }),
    ];
    const out = textFormat.render(report({ findings }), context());
    expect(out).toContain(
      '\n  Lowered by one severity, because stage build is not in the image: A1 (3, 7), B2 (7)\n',
    );
    expect(out).toContain('Pin the version of curl (lowered from high: its path matches x)');
    expect(out.match(/stage build is not in the image/g)).toHaveLength(1);
  });

  test.each([40, 60, 80, 120])('keeps every word within %d columns', (width) => {
    const summary =
      'A request with many headers of the same name makes the server read beyond its buffer';
    const findings = [
      ...report().findings,
      lint({
        message: `Container "web" ${'does a thing that takes many words '.repeat(5)}`.trim(),
      }),
      vulnerability('CVE-2024-1', 'libcurl4-openssl-dev', { details: { summary } }),
    ];
    const notes = [{ message: 'note '.repeat(50).trim() }];
    const long = report({ findings, notes });
    const [narrow, wide] = [width, undefined].map((columns) =>
      textFormat.render(long, {
        ...context({ source: undefined, complete: true }),
        ...(columns === undefined ? {} : { width: columns }),
      }),
    );
    const tooLong = narrow?.split('\n').filter((line) => line.length > width) ?? [];
    expect(tooLong.filter((line) => line.trim().includes(' '))).toEqual([]);
    const words = (out = '') =>
      out
        .split(/[,:]?\s+/)
        .filter((word) => /\w/.test(word))
        .sort();
    expect(words(narrow)).toEqual(words(wide));
  });

  it('says where the advisories came from and how old they are', () => {
    const source = 'advisories/ (Debian 2026-11-20, npm 2026-11-18)';
    const coverage = [{ check: 'vulnerability', target: 'a', state: 'checked', source }] as const;
    expect(textFormat.render(report({ coverage }), context())).toContain(
      `\nAdvisories: ${source}\n`,
    );
  });

  it('shows only new findings and counts existing ones when there is a baseline', () => {
    const findings = [lint({ rule: 'OLD', status: 'existing' }), lint({ rule: 'FRESH' })];
    const out = textFormat.render(report({ findings }), context({ baseline: 'main' }));
    expect(out).toContain('FRESH');
    expect(out).not.toContain('OLD');
    expect(out).toContain('1 existing in main · 0 fixed');
  });

  it('has escape sequences only when colors are enabled', () => {
    expect(textFormat.render(report(), context())).not.toContain('\u001b');
    expect(textFormat.render(report(), context({ color: true }))).toContain(
      '\u001b[1;31mFAIL\u001b[0m',
    );
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
    const lines = textFormat
      .render(
        report({ findings: [lint({ location: at })] }),
        context({ source: () => source, width: 80 }),
      )
      .split('\n');
    const [shown, marks] = [lines[1] ?? '', lines[2] ?? ''];
    expect(shown.length).toBeLessThanOrEqual(80);
    expect(shown.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe('curl');
  });

  test.each([40, 80, 120])('fills %d columns with the part of a long line', (width) => {
    const source = `RUN ${'true && '.repeat(60)}`;
    const at = { path: 'Dockerfile', startLine: 1, startColumn: 5, endLine: 1, endColumn: 9 };
    const rendered = textFormat.render(
      report({ findings: [lint({ location: at })] }),
      context({ source: () => source, width }),
    );
    expect(rendered.split('\n')[1]).toHaveLength(width);
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
    const lines = textFormat
      .render(report({ findings: [lint({ location: at })] }), context({ source: () => source }))
      .split('\n');
    expect(lines[1]).toBe('  1 │ RUN \\u{202e}echo curl');
    expect(lines[2]?.indexOf('^')).toBe(lines[1]?.indexOf('curl'));
  });

  it('shows no carets when the range is the complete line', () => {
    const at = { path: 'Dockerfile', startLine: 1, startColumn: 1, endLine: 1, endColumn: 14 };
    const rendered = textFormat.render(
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
      textFormat.render(report({ findings }), context({ source: () => source })).split('\n');
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
    const rendered = textFormat.render(
      report({ findings: [lint()] }),
      context({ source: undefined }),
    );
    expect(rendered.split('\n').slice(0, 3)).toEqual([
      'Dockerfile',
      '  line 3',
      '      medium   DL3008 Pin the version of curl',
    ]);
  });

  test.each([
    [10, 10, undefined],
    [11, 10, '  … and 1 more: add --verbose'],
  ])('lists %d notes as %d lines', (count, listed, more) => {
    const notes = Array.from({ length: count }, (_, i) => ({
      check: 'lint' as const,
      message: `note ${i}`,
    }));
    const lines = textFormat.render(report({ notes }), context()).split('\n');
    expect(lines.filter((line) => line.startsWith('  note '))).toHaveLength(listed);
    expect(lines.find((line) => /^ {2}… and \d+ more: add --verbose$/.test(line))).toBe(more);
  });

  it('groups findings without a line under their image', () => {
    const finding = lint({
      check: 'hardening',
      rule: 'PS1',
      subject: { image: 'app:1', path: 'bin/su' },
    });
    const { location: _, ...unplaced } = finding;
    const lines = textFormat.render(report({ findings: [unplaced] }), context()).split('\n');
    expect(lines.slice(0, 2)).toEqual(['app:1', '  medium   PS1 Pin the version of curl (bin/su)']);
  });
});

it('does not say how many findings exist in a report of changes, which does not list them', () => {
  const changes = report({ scope: 'changes', findings: [lint({ status: 'fixed' })] });
  expect(textFormat.render(changes, context())).toContain('1 fixed');
  expect(textFormat.render(changes, context())).toMatch(/^Fixed\n {2}\w+.*: /m);
  expect(textFormat.render(changes, context())).not.toContain('0 existing');
});
