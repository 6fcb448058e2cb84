import { describe, expect, it } from '@jest/globals';
import type { ReportContext } from '../../../src/reports/format.js';
import {
  COMMENT_SIZE,
  markdown,
  renderMarkdown,
  SUMMARY_SIZE,
} from '../../../src/reports/formats/markdown.js';
import { headline } from '../../../src/reports/headline.js';
import { context, large, lint, report, vulnerability } from '../sample.js';

const lines = (text: string) => text.split('\n');
const repository = {
  name: 'shop/app',
  server: 'https://github.com',
  commit: '3f2a1c0000000000000000000000000000000000',
  run: 'https://github.com/shop/app/actions/runs/1',
};

describe('the Markdown report', () => {
  it('has the headline in the first line and the reasons of the verdict below', () => {
    const verdict = {
      outcome: 'fail',
      reasons: ['2 findings at high or above (A at b:1)'],
    } as const;
    const failed = report({ findings: [lint()], incomplete: [], coverage: [], verdict });
    const out = lines(markdown.render(failed, context()));
    expect(out[0]).toBe(`### ${headline(failed, context())}`);
    expect(out[2]).toBe('Fails the policy: 2 findings at high or above (A at b:1).');
  });

  it('calls findings new only where they were compared', () => {
    const findings = [lint(), lint({ rule: 'DL3000' })];
    const row = (over: Partial<ReportContext>) =>
      lines(markdown.render(report({ findings }), context(over))).find((line) =>
        line.startsWith('| `Dockerfile`'),
      );
    expect(row({})).toBe('| `Dockerfile` | **2** |');
    expect(row({ baseline: 'main' })).toBe('| `Dockerfile` | **2 new** |');
  });

  it('shows a usual report in fewer than twenty-five lines before expanding', () => {
    const visible = markdown
      .render(report(), context({ repository }))
      .replace(/<details>.*?<\/details>/gs, '');
    expect(lines(visible).filter((l) => l !== '').length).toBeLessThan(25);
  });

  it('names the edit that resolves the most risk, its line, and how many findings it resolves', () => {
    expect(markdown.render(report(), context())).toContain(
      '**Fix first:** upgrade openssl to 1.1 (Dockerfile:1); resolves 2 findings (1 critical, 1 high), 1 of them known to be exploited',
    );
  });

  it('links each finding to its line at the commit', () => {
    expect(markdown.render(report(), context({ repository }))).toContain(
      '| [Dockerfile:3](https://github.com/shop/app/blob/3f2a1c0000000000000000000000000000000000/Dockerfile#L3) |',
    );
  });

  it('shows new findings and collapses existing, fixed and suppressed ones', () => {
    const findings = (['new', 'existing', 'fixed', 'excepted'] as const).map((status) =>
      lint({ status, rule: `RULE-OF-${status}` }),
    );
    const out = markdown.render(report({ findings }), context({ baseline: 'main' }));
    const visible = out.replace(/<details>.*?<\/details>/gs, '');
    expect(visible).toContain('RULE-OF-new');
    expect(visible).not.toMatch(/RULE-OF-(existing|fixed|excepted)/);
    expect(out).toContain('<summary>1 existing in main: 1 medium</summary>');
    expect(out).toContain('<summary>1 fixed since main</summary>');
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
    expect(out).toContain(' in `app` |');
    expect(out).toContain(' in `worker` |');
  });
});

describe('the Markdown of a comment', () => {
  it('has ten rows and counts the rest', () => {
    const out = renderMarkdown(large(5_000), context({ repository }), COMMENT_SIZE);
    const rows = lines(out).filter((l) => l.startsWith('| critical'));
    expect(rows).toHaveLength(10);
    expect(out).toContain(
      '… and 4950 more findings (990 critical, 990 high, 990 medium, 990 low, 990 info) in [the job summary and the report]',
    );
  });

  it.each([
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
  ])('fits its bytes for a report %s', (_, big) => {
    const out = renderMarkdown(big, context({ repository }), COMMENT_SIZE);
    expect(Buffer.byteLength(out)).toBeLessThanOrEqual(COMMENT_SIZE.bytes);
    expect(lines(out)[0]).toMatch(/^### ❌ Portside: /);
    expect(out.match(/<details>/g)?.length ?? 0).toBe(out.match(/<\/details>/g)?.length ?? 0);
    expect(Buffer.byteLength(renderMarkdown(big, context(), SUMMARY_SIZE))).toBeLessThanOrEqual(
      SUMMARY_SIZE.bytes,
    );
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
    const rows = lines(markdown.render(report({ findings }), context())).filter((l) =>
      l.startsWith('| high'),
    );
    expect(rows).toEqual([expect.stringContaining('| `lodash` 1.0 | 4.17.21 (fixes 2 of 3) |')]);
  });

  it('recommends a newer base image for a package of the base image', () => {
    const details = { fixed: '1.1', baseImage: 'debian:13' };
    const findings = ['zlib', 'tar'].map((name) => vulnerability('CVE-2024-1', name, { details }));
    const out = markdown.render(report({ findings }), context());
    expect(out).toContain('| newer base image: 1.1 |');
  });

  it('recommends removing a malicious package', () => {
    const findings = [vulnerability('MAL-2024-1', 'evil', { check: 'malware' })];
    expect(markdown.render(report({ findings }), context())).toContain('| remove it |');
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
  expect(lines(out)[2]).toBe(
    'Fails the policy: 1 high finding; the signature check of app is not complete.',
  );
  expect(out).toContain(`- \`app\`: signature: failed: ${reason}`);
});

it('the minor findings of a file share a row, which counts them and their fixes', () => {
  const fix = { description: 'a', edits: [] };
  const findings = [
    lint({ rule: 'DL3059', severity: 'info', fix }),
    lint({ rule: 'DL3059', severity: 'info', fix }),
    lint({ rule: 'DL3003', severity: 'low' }),
    lint({ rule: 'DL3008', severity: 'medium' }),
  ];
  const rows = lines(markdown.render(report({ findings, incomplete: [] }), context())).filter(
    (line) => /^\| (?:medium|low|info) /.test(line),
  );
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatch(/^\| medium \| DL3008 \|/);
  expect(rows[1]).toBe(
    '| low | 2 rules | 3 minor findings: DL3059 ×2, DL3003 | available for 2 | `Dockerfile` |',
  );
});
