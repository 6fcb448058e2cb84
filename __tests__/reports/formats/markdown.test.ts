import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../src/core/finding.js';
import type { Report } from '../../../src/core/report.js';
import type { ReportContext } from '../../../src/reports/format.js';
import {
  COMMENT_SIZE,
  markdown,
  renderMarkdown,
  SUMMARY_SIZE,
} from '../../../src/reports/formats/markdown.js';
import { headline } from '../../../src/reports/headline.js';
import { sample } from '../../sample.js';
import { context, large, lint, report, vulnerability } from '../sample.js';

const lines = (text: string) => text.split('\n');
const repository = {
  name: 'shop/app',
  server: 'https://github.com',
  commit: '3f2a1c0000000000000000000000000000000000',
  run: 'https://github.com/shop/app/actions/runs/1',
};

/** What is in the open. */
const collapsed = (text: string) => text.replace(/<details>.*?<\/details>/gs, '');

describe('the Markdown report', () => {
  it('has the headline in the first line and the reasons of the verdict below', () => {
    const verdict = {
      outcome: 'fail',
      reasons: ['2 findings at high or above (A at b:1)'],
    } as const;
    const failed = report({ findings: [lint()], incomplete: [], coverage: [], verdict });
    const out = lines(markdown.render(failed, context()));
    expect(out[0]).toBe(`### ${headline(failed, context())}`);
    // The row below names it.
    expect(out[2]).toBe('Fails the policy: 2 findings at high or above.');
    const findings = [lint({ status: 'existing' })];
    const old = markdown.render({ ...failed, findings }, context({ baseline: 'main' }));
    expect(lines(old)[2]).toBe('Fails the policy: 2 findings at high or above (A at b:1).');
  });

  it('is one line, apart from what is collapsed, if the report passes', () => {
    const findings = [lint(), lint({ status: 'existing', severity: 'low' })];
    const passed = { findings, incomplete: [], verdict: { outcome: 'pass', reasons: [] } } as const;
    const out = markdown.render(report(passed), context({ repository, baseline: 'main' }));
    expect(out).toContain('<summary>1 new finding: 1 medium</summary>');
    expect(out).toContain('<summary>1 existing finding in main: 1 low</summary>');
    expect(lines(collapsed(out)).filter((line) => line !== '')).toEqual([
      '### ✅ Portside: passed with 1 new medium finding',
      expect.stringMatching(/^<sub>.*compared with `main`.*<\/sub>$/),
    ]);
  });

  it('calls findings new only where they were compared', () => {
    const findings = [lint(), lint({ rule: 'DL3000' })];
    const out = (over: Partial<ReportContext>) =>
      lines(markdown.render(report({ findings }), context(over)));
    expect(out({})).toContain('Findings: 2 medium');
    expect(out({})).toContain('| `Dockerfile` | lint: 2 |');
    expect(out({ baseline: 'main' })).toContain('New: 2 medium');
    expect(out({ baseline: 'main' })).toContain('| `Dockerfile` | lint: 2 new |');
  });

  it('shows a usual report in fewer than twenty-five lines before expanding', () => {
    const visible = collapsed(markdown.render(report(), context({ repository })));
    expect(lines(visible).filter((l) => l !== '').length).toBeLessThan(25);
  });

  it('lists the steps below, and names the command for those that Portside can do', () => {
    const out = markdown.render(report(), context());
    expect(out).toContain('<summary>What clears it: 3 steps clear 4 of 5 findings</summary>');
    expect(out).toContain(
      '- Rebuild without cache to update openssl (Dockerfile): clears 2 findings (1 critical, 1 high), 1 of them known to be exploited<br>',
    );
    expect(out).toContain('- Write AS (Dockerfile:1): clears 1 low finding; safe, `--step ec7c53`');
    expect(collapsed(out)).not.toMatch(/`[0-9a-f]{6}`|by hand|you decide/);
  });

  it('links each finding to its line at the commit', () => {
    expect(markdown.render(report(), context({ repository }))).toContain(
      ' · [Dockerfile:3](https://github.com/shop/app/blob/3f2a1c0000000000000000000000000000000000/Dockerfile#L3) · ',
    );
  });

  it('has the links and the words of GitLab on GitLab', () => {
    const server = 'https://example.org/gitlab';
    const gitlab = context({
      repository: { ...repository, name: 'a/b/app', server, isGitLab: true },
      untrusted: true,
    });
    const location = { path: 'a b.yaml', startLine: 3, startColumn: 1, endLine: 5, endColumn: 1 };
    const findings = [lint(), lint({ location, rule: 'DL3000' })];
    const addedSuppressions = ['DL3006 in Dockerfile:1'];
    const out = markdown.render(report({ findings, addedSuppressions }), gitlab);
    expect(out).toContain(
      `(${server}/a/b/app/-/blob/3f2a1c0000000000000000000000000000000000/Dockerfile#L3)`,
    );
    expect(out).toContain('/a%20b.yaml#L3-5)');
    expect(out).toContain('This merge request comes from a fork. Code of the merge request');
    expect(out).toContain('The merge request reports:');
    expect(out).toContain('**Suppressions that this merge request adds**');
    expect(out).not.toMatch(/pull request|job summary|workflow/);
    const few = renderMarkdown(large(90), gitlab, { ...COMMENT_SIZE, rows: 1, collapsedRows: 1 });
    expect(few).toContain('in [the reports of the job](');
  });

  it('shows new findings and collapses existing, fixed and suppressed ones', () => {
    const findings = (['new', 'existing', 'fixed', 'excepted'] as const).map((status) =>
      lint({ status, rule: `RULE-OF-${status}` }),
    );
    const out = markdown.render(report({ findings }), context({ baseline: 'main' }));
    const visible = collapsed(out);
    expect(visible).toContain('RULE-OF-new');
    expect(visible).not.toMatch(/RULE-OF-(existing|fixed|excepted)/);
    expect(out).toContain('<summary>1 existing finding in main: 1 medium</summary>');
    expect(out).toContain('<summary>1 finding fixed since main: 1 medium</summary>');
    expect(out).toContain('<summary>1 suppressed by policy exceptions or VEX</summary>');
  });

  it('shows policy changes', () => {
    const policyChange = ['This pull request changes the policy.', 'It suppresses 1 finding: <b>.'];
    const out = markdown.render({ ...report(), policyChange }, context());
    expect(out).toContain(
      '⚠️ This pull request changes the policy. It suppresses 1 finding: &#60;b',
    );
  });

  it('names the image of each finding when there are several images', () => {
    const targets = ['app', 'worker'].map((name) => ({ kind: 'image' as const, name }));
    const findings = targets.map((t) =>
      vulnerability('CVE-2024-0001', 'zlib', { subject: { image: t.name } }),
    );
    const out = markdown.render(report({ targets, findings }), context());
    expect(out).toContain('zlib 1.0 in `app`, `worker` · Dockerfile:1');
  });
});

describe('the Markdown of a comment', () => {
  it('has ten rows and counts the rest', () => {
    const out = renderMarkdown(large(5_000), context({ repository }), COMMENT_SIZE);
    const open = lines(collapsed(out)).filter((line) => line.startsWith('- 🔴'));
    expect(open).toHaveLength(10);
    expect(open[0]).toMatch(/^- 🔴 \*\*critical\*\* /u);
    expect(lines(collapsed(out)).filter((line) => line !== '').length).toBeLessThanOrEqual(25);
    expect(out).toMatch(
      /- … and \d+ more findings \(.*\d+ info\) in \[the job summary and the report\]/,
    );
  });

  it.each(
    sample<readonly [string, Report]>(
      [
        ['of new findings', large(5_000)],
        [
          'of existing findings',
          report({
            findings: large(5_000).findings.map((f) => ({ ...f, status: 'existing' as const })),
          }),
        ],
        [
          'with huge names',
          report({
            findings: Array.from({ length: 500 }, (_, i) =>
              lint({
                rule: `R${i}`,
                message: '<@|`'.repeat(5_000),
                location: {
                  path: '#'.repeat(9_000),
                  startLine: 1,
                  startColumn: 1,
                  endLine: 1,
                  endColumn: 2,
                },
              }),
            ),
          }),
        ],
        [
          'with thousands of incomplete checks',
          report({
            incomplete: Array.from({ length: 3_000 }, () => ({
              check: 'trust' as const,
              target: 'x'.repeat(400),
              reason: '@|'.repeat(3_000),
            })),
          }),
        ],
        [
          'with thousands of images',
          report({
            targets: Array.from({ length: 3_000 }, (_, i) => ({
              kind: 'image' as const,
              name: `${i}`.repeat(99),
            })),
          }),
        ],
      ],
      2,
      ([name]) => name,
    ),
  )('fits its bytes for a report %s', (_, big) => {
    const out = renderMarkdown(big, context({ repository }), COMMENT_SIZE);
    expect(Buffer.byteLength(out)).toBeLessThanOrEqual(COMMENT_SIZE.bytes);
    expect(lines(out)[0]).toMatch(/^### ❌ Portside: /);
    expect(out.match(/<details>/g)?.length ?? 0).toBe(out.match(/<\/details>/g)?.length ?? 0);
    expect(Buffer.byteLength(renderMarkdown(big, context(), SUMMARY_SIZE))).toBeLessThanOrEqual(
      SUMMARY_SIZE.bytes,
    );
    expect(markdown.render(big, context()).length).toBeLessThan(65_536);
  });
});

describe('the rows in the open', () => {
  it('have all that fails before what does not, existing findings too', () => {
    const findings = [
      ...Array.from({ length: 30 }, (_, i) => lint({ rule: `N${i}`, severity: 'high' })),
      lint({ rule: 'OLD', status: 'existing', severity: 'medium' }),
      lint({ rule: 'KEY', check: 'secret', severity: 'low', message: 'A secret' }),
    ];
    const fails = ({ rule }: Finding) => rule === 'OLD' || rule === 'KEY';
    const shown = collapsed(
      renderMarkdown(report({ findings }), context({ fails, baseline: 'main' }), COMMENT_SIZE),
    );
    const rows = lines(shown).filter((line) => line.startsWith('- '));
    expect(rows[0]).toMatch(/^- 🟡 \*\*medium, fails, existing\*\* .*OLD/);
    expect(rows[1]).toMatch(/^- 🔵 \*\*low, fails\*\* A secret .*KEY/);
  });
});

describe('the row of a package', () => {
  const upgrade = { to: '4.17.21', clears: 2, of: 3 };
  it('names the version that fixes all fixable vulnerabilities', () => {
    const findings = [
      vulnerability('CVE-2024-1', 'lodash', { details: { fixed: '4.17.9', upgrade } }),
      vulnerability('CVE-2024-2', 'lodash', { details: { fixed: '4.17.21', upgrade } }),
      vulnerability('CVE-2024-3', 'lodash', { details: { fixed: null, upgrade } }),
    ];
    const out = markdown.render(report({ findings }), context());
    expect(out).toContain('- 🟠 **high** lodash 1.0 · Dockerfile:1 · ');
    expect(out).toContain('<br>\n  Update to 4.17.21 (fixes 2 of 3)\n');
  });

  it('recommends a newer base image for a package of the base image', () => {
    const details = { fixed: '1.1', baseImage: 'debian:13' };
    const findings = [vulnerability('CVE-2024-1', 'zlib', { details })];
    const out = markdown.render(report({ findings }), context());
    expect(out).toMatch(/zlib 1\.0 .*<br>\n {2}Use a newer base image with 1\.1\n/);
  });

  it('recommends removing a malicious package', () => {
    const findings = [vulnerability('MAL-2024-1', 'evil', { check: 'malware' })];
    expect(markdown.render(report({ findings }), context())).toMatch(
      /\*\*high, malicious\*\* evil 1\.0 .*<br>\n {2}Remove it\n/,
    );
  });
});

it('the first line counts incomplete checks, which are listed below', () => {
  const reason = 'registry.example cannot be reached';
  const out = markdown.render(
    report({
      incomplete: [{ check: 'trust', target: 'app', reason }],
      verdict: {
        outcome: 'fail',
        reasons: ['1 high finding', `the signature check of app is not complete: ${reason}`],
      },
    }),
    context(),
  );
  expect(lines(out)[0]).toBe(
    '### ❌ Portside: 1 critical and 1 high finding, 3 less severe; 1 check could not run',
  );
  expect(lines(out)).toContain(
    'Fails the policy: 1 high finding; the signature check of app is not complete.',
  );
  expect(out).toContain(`- \`app\`: signature: failed: ${reason}`);
});

it('a base image with new findings has a row in the order of urgency, and a list below', () => {
  const details = { baseImage: 'debian:13', fixed: '1.1' };
  const findings = [
    lint({ severity: 'medium' }),
    vulnerability('CVE-2024-1', 'zlib', { severity: 'low', details }),
    vulnerability('CVE-2024-2', 'tar', { severity: 'high', details }),
    lint({ rule: 'DL3000', severity: 'critical' }),
  ];
  const out = markdown.render(report({ findings, incomplete: [] }), context());
  const rows = lines(collapsed(out)).flatMap(
    (line) => /^- \S+ \*\*([^*]+)\*\* (\S+ \S+)/u.exec(line)?.slice(1) ?? [],
  );
  expect(rows).toEqual([
    ...['critical', 'Pin the'],
    ...['1 high, 1 low', '2 findings'],
    ...['medium', 'Pin the'],
  ]);
  expect(out).toContain('<summary>2 findings from the base image debian:');
  expect(out).not.toContain('more finding');
});

it('a rule is linked to its page, a vulnerability to its advisory, and a rule of the policy to nothing', () => {
  const findings = [
    lint(),
    vulnerability('CVE-2024-1234', 'zlib'),
    lint({ rule: 'SHOP-0001', check: 'policy' }),
  ];
  const out = markdown.render(report({ findings }), context());
  expect(out).toMatch(/ · \[DL3008\]\(https:\/\/github\.com\/[^)]*\/docs\/rules\/DL3008\.md\)<br>/);
  expect(out).toContain(' · [CVE-2024-1234](https://osv.dev/vulnerability/CVE-2024-1234)<br>');
  expect(out).toMatch(/ · SHOP-0001(?:<br>)?\n/);
});

it.each([
  ['the title without the name of its package', 'qs: it hangs', ': it hangs · Dockerfile'],
  ['and without its version', 'qs before 6.5.3: it hangs', ': it hangs · Dockerfile'],
  ['another title as it is', 'qsparse hangs.', ': qsparse hangs · Dockerfile'],
  ['a long title cut between words', `${'slow '.repeat(40)}`, ': slow slow'],
])('a row has %s', (_, summary, expected) => {
  const findings = [vulnerability('CVE-2024-1', 'qs', { details: { summary } })];
  const out = markdown.render(report({ findings }), context());
  expect(out).toContain(`qs 1.0${expected}`);
  expect(out).not.toMatch(/slo…|…\./);
});
