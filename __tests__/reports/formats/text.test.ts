import { describe, expect, it, test } from '@jest/globals';
import type { Finding } from '../../../src/core/finding.js';
import { textFormat } from '../../../src/reports/formats/text.js';
import { context, lint, report, vulnerability } from '../sample.js';

/** The first lines of the rows. */
const rowsOf = (text: string) =>
  text.split('\n').filter((line) => /^(?:critical|high|medium|low|info) /.test(line));

describe('the text report', () => {
  it('has the verdict and its reason, then a row for each problem, the totals, and the rest', () => {
    expect(
      textFormat.render(report(), context()),
    ).toBe(`FAIL  1 critical and 1 high finding, 3 less severe
Fails the policy: 2 findings of severity high or worse; the signature check of registry.example:5000/shop/app:pr-42 is not complete.

critical openssl 1.0: A short story, and 1 more (exploited) · Dockerfile:1 · CVE-2024-0001, CVE-2024-0002
         Update to 1.1
medium   Pin the version of curl · Dockerfile:3 · DL3008
         Write apt-get install package=version
low      'as' is written lower case while FROM is upper case · Dockerfile:1 · StageNameCasing
         Write AS
low      zlib1g 1.0 · Dockerfile:1 · CVE-2024-0003
         No fix yet
To list every finding: --verbose, or --format json. About a rule: portside explain ID

5 findings: 1 critical, 1 high, 1 medium, 2 low · 1 can be fixed with portside lint --fix
Not checked (1)
  ! registry.example:5000/shop/app:pr-42: signature: failed: registry.example:5000 cannot be reached
  To accept this, write in the policy: allow-incomplete: [trust], which holds for all targets
What clears it: 3 steps clear 4 of 5 findings. For the steps: portside fix
Notes
  ShellCheck is not installed
Checked: lint (1 Dockerfile), vulnerability (2 packages of deb)
`);
  });

  it('says in its first line how many suppressions a change adds', () => {
    const passed = report({
      findings: [],
      incomplete: [],
      addedSuppressions: ['exception DL3008 in portside.yml', 'weaker gate for lint'],
      verdict: { outcome: 'pass', reasons: [] },
    });
    const [first] = textFormat.render(passed, context({ baseline: 'main' })).split('\n');
    expect(first).toBe('PASS  nothing new; adds 2 suppressions');
  });

  it('names each exception that has expired and matters below the verdict, and not again', () => {
    const urgent = Array.from({ length: 5 }, (_, i) => ({
      check: 'policy' as const,
      message: `Exception ${i} expired: 1 finding active again`,
      urgent: true as const,
    }));
    const notes = [...Array.from({ length: 9 }, () => ({ message: 'other' })), ...urgent];
    const lines = textFormat.render(report({ notes }), context()).split('\n');
    expect(lines.slice(2, 7)).toEqual(urgent.map(({ message }) => message));
    expect(lines.filter((line) => line.includes('expired'))).toHaveLength(5);
  });

  it('counts what is excepted, and lists each with reason and end if it is complete', () => {
    const exception = {
      source: 'policy',
      ...{ rule: 'DL3008', reason: 'the mirror pins it', owner: 'team' },
      ...{ until: '2027-01-01', policy: 'portside.yml', line: 3 },
    } as const;
    const { until: _, owner: __, ...endless } = exception;
    const findings = [
      lint({ rule: 'DL3008', status: 'excepted', exception }),
      lint({ rule: 'DL3009', status: 'excepted', exception: endless }),
    ];
    const shown = textFormat.render(report({ findings }), context());
    expect(shown).toContain('2 suppressed by policy exceptions or VEX');
    expect(shown).not.toContain('the mirror pins it');
    expect(textFormat.render(report({ findings }), context({ complete: true }))).toMatch(
      /\nSuppressed by policy exceptions or VEX\n {2}DL3008 at Dockerfile:3, excepted in portside\.yml:3 until 2027-01-01: the mirror pins it \(team\)\n {2}DL3009 at Dockerfile:3, excepted in portside\.yml:3 without an end: the mirror pins it\n/,
    );
  });

  it('lists existing findings that fail the policy among the first, and says that these fail it', () => {
    const findings = [
      lint({ rule: 'DL3001' }),
      lint({ rule: 'DL3002', status: 'existing' }),
      lint({ rule: 'DL3003', status: 'existing' }),
    ];
    const fails = ({ rule }: Finding) => rule === 'DL3002';
    const failed = report({ findings, incomplete: [], verdict: { outcome: 'fail', reasons: [] } });
    const shown = textFormat.render(failed, context({ fails, baseline: 'main' }));
    expect(shown).toMatch(/^FAIL {2}1 new \w+ finding; 1 existing fails the policy\n/);
    expect(rowsOf(shown)).toEqual([
      expect.stringMatching(/^medium .*\(fails, existing\).* DL3002/),
      expect.stringMatching(/^medium .* DL3001/),
    ]);
    expect(shown).not.toContain('DL3003');
  });

  test.each([
    [3, false],
    [30, true],
  ])('with %d findings repeats the verdict in the last line: %s', (count, isRepeated) => {
    const findings = Array.from({ length: count }, (_, i) => lint({ rule: `R${i}` }));
    const lines = textFormat.render(report({ findings }), context()).trimEnd().split('\n');
    expect(lines[0]).toMatch(/^FAIL {2}/);
    expect(lines.at(-1) === lines[0]).toBe(isRepeated);
    expect(lines.length > 24).toBe(isRepeated);
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
      'PASS  no findings\nChecked: lint (1 Dockerfile), vulnerability (2 packages of deb)\n',
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
    expect(lines.slice(0, 10).join('\n')).toMatch('· R24');
    for (let i = 240; i < 250; i++) expect(lines.slice(0, 14).join('\n')).toMatch(`· R${i}`);
    expect(out).toMatch(
      /… and \d+ more findings: \d+ info\nTo list every finding: --verbose, or --format json\. About a rule: portside explain ID\n/,
    );
    const complete = textFormat.render(report({ findings }), context({ complete: true }));
    for (let i = 0; i < 250; i++) expect(complete).toMatch(new RegExp(`R${i}\\b`));
    expect(complete).not.toContain('To list every finding');
  });

  it('lists every finding of a row if it is complete, each with its own severity and words', () => {
    const findings = [
      ...(['critical', 'high', 'low'] as const).map((severity, i) =>
        vulnerability(`CVE-${i}`, 'zlib', { severity, details: { summary: `Summary ${i}` } }),
      ),
      ...['a', 'b'].map((name) => lint({ message: `Pin "${name}"` })),
    ];
    const short = textFormat.render(report({ findings }), context());
    expect(short).toContain('To list every finding: --verbose, or --format json');
    expect(short).not.toContain('Summary 1');
    const complete = textFormat.render(report({ findings }), context({ complete: true }));
    expect(complete).toMatch(
      /^ +- high CVE-1 zlib 1\.0: Summary 1 \(fixed in 1\.1\) · Dockerfile:1/m,
    );
    expect(complete).toMatch(/^ +- medium DL3008 Pin "b" · Dockerfile:3$/m);
    expect(complete).not.toContain('To list every finding');
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

  test.each([
    [3, 3, undefined],
    [4, 3, '  … and 1 more: add --verbose'],
  ])('lists %d notes as %d lines', (count, listed, more) => {
    const notes = Array.from({ length: count }, (_, i) => ({
      check: 'lint' as const,
      message: `note ${i}`,
    }));
    const lines = textFormat.render(report({ notes }), context()).split('\n');
    expect(lines.filter((line) => line.startsWith('  note '))).toHaveLength(listed);
    expect(lines.find((line) => /^ {2}… and \d+ more: add --verbose$/.test(line))).toBe(more);
  });
});

it('does not say how many findings exist in a report of changes, which does not list them', () => {
  const changes = report({ scope: 'changes', findings: [lint({ status: 'fixed' })] });
  expect(textFormat.render(changes, context())).toContain('1 fixed');
  expect(textFormat.render(changes, context())).toMatch(/^Fixed\n {2}\w+.*: /m);
  expect(textFormat.render(changes, context())).not.toContain('0 existing');
});
