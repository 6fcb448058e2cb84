import { describe, expect, it } from '@jest/globals';
import {
  COMMENT_SIZE,
  markdown,
  renderMarkdown,
  SUMMARY_SIZE,
} from '../../../src/reports/formats/markdown.js';
import { context, large, lint, report, vulnerability } from '../sample.js';

const lines = (text: string) => text.split('\n');
const repository = {
  name: 'shop/app',
  server: 'https://github.com',
  commit: '3f2a1c0000000000000000000000000000000000',
  run: 'https://github.com/shop/app/actions/runs/1',
};

describe('the Markdown report', () => {
  it('says the verdict and why in its first line', () => {
    const first = (
      outcome: 'pass' | 'fail' | 'incomplete',
      reasons: string[],
      findings = [lint()],
    ) => lines(markdown.render(report({ findings, verdict: { outcome, reasons } }), context()))[0];
    expect(first('fail', ['2 findings of severity high or worse'])).toBe(
      '### ❌ Container check failed: 2 findings of severity high or worse',
    );
    expect(first('pass', [])).toBe('### ✅ Container check passed with 1 finding: 1 medium');
    expect(first('pass', [], [])).toBe('### ✅ Container check passed: nothing new');
    expect(first('incomplete', [])).toBe(
      '### ⚠️ Container check incomplete: trust could not be checked',
    );
  });

  it('is under twenty-five open lines for a usual report', () => {
    const open = markdown
      .render(report(), context({ repository }))
      .replace(/<details>.*?<\/details>/gs, '');
    expect(lines(open).filter((l) => l !== '').length).toBeLessThan(25);
  });

  it('names the one edit that removes most risk, its line, and what it removes', () => {
    expect(markdown.render(report(), context())).toContain(
      '**Do this:** upgrade openssl to 1.1 in Dockerfile:1 and remove 2 findings (1 exploited, 1 critical, 1 high)',
    );
  });

  it('links each finding to its line at the commit', () => {
    expect(markdown.render(report(), context({ repository }))).toContain(
      '| [Dockerfile:3](https://github.com/shop/app/blob/3f2a1c0000000000000000000000000000000000/Dockerfile#L3) |',
    );
  });

  it('opens new findings and folds known, fixed and excepted ones', () => {
    const findings = (['new', 'existing', 'fixed', 'excepted'] as const).map((status) =>
      lint({ status, rule: `RULE-OF-${status}` }),
    );
    const out = markdown.render(report({ findings }), context({ baseline: 'main' }));
    const open = out.replace(/<details>.*?<\/details>/gs, '');
    expect(open).toContain('RULE-OF-new');
    expect(open).not.toMatch(/RULE-OF-(known|fixed|excepted)/);
    expect(out).toContain('<summary>1 known in main: 1 medium</summary>');
    expect(out).toContain('<summary>1 fixed by this change</summary>');
    expect(out).toContain('<summary>1 excepted by the policy</summary>');
  });

  it('says so when the change alters the policy', () => {
    const policyChange = ['This change alters the policy.', 'It excepts 1 finding: <b>.'];
    const out = markdown.render({ ...report(), policyChange }, context());
    expect(out).toContain('⚠️ This change alters the policy. It excepts 1 finding: &#60;b');
  });

  it('names the image of each finding when there are several', () => {
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
  it('opens ten rows and counts the rest', () => {
    const out = renderMarkdown(large(5_000), context({ repository }), COMMENT_SIZE);
    const rows = lines(out).filter((l) => l.startsWith('| critical'));
    expect(rows).toHaveLength(10);
    expect(out).toContain(
      '… and 4950 more findings (990 critical, 990 high, 990 medium, 990 low, 990 info) in [the job’s summary and report]',
    );
  });

  it.each([
    ['of usual findings', large(5_000)],
    [
      'all known',
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
      'with thousands of things that could not be checked',
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
    expect(lines(out)[0]).toMatch(/^### ❌ Container check failed/);
    expect(out.match(/<details>/g)?.length ?? 0).toBe(out.match(/<\/details>/g)?.length ?? 0);
    expect(Buffer.byteLength(renderMarkdown(big, context(), SUMMARY_SIZE))).toBeLessThanOrEqual(
      SUMMARY_SIZE.bytes,
    );
  });
});

describe('packages', () => {
  const upgrade = { to: '4.17.21', clears: 2, of: 3 };
  it('are a row each, with the version that clears what can be cleared', () => {
    const findings = [
      vulnerability('CVE-2024-1', 'lodash', { details: { fixed: '4.17.9', upgrade } }),
      vulnerability('CVE-2024-2', 'lodash', { details: { fixed: '4.17.21', upgrade } }),
      vulnerability('CVE-2024-3', 'lodash', { details: { fixed: null, upgrade } }),
    ];
    const rows = lines(markdown.render(report({ findings }), context())).filter((l) =>
      l.startsWith('| high'),
    );
    expect(rows).toEqual([expect.stringContaining('| `lodash` 1.0 | 4.17.21 (2 of 3) |')]);
  });

  it('of the base image are fixed by a newer one', () => {
    const details = { fixed: '1.1', baseImage: 'debian:13' };
    const findings = ['zlib', 'tar'].map((name) => vulnerability('CVE-2024-1', name, { details }));
    const out = markdown.render(report({ findings }), context());
    expect(out).toContain('| newer base image: 1.1 |');
  });

  it('that are malicious are to be removed', () => {
    const findings = [vulnerability('MAL-2024-1', 'evil', { check: 'malware' })];
    expect(markdown.render(report({ findings }), context())).toContain('| remove it |');
  });
});

it('counts in the first line what could not be checked, and tells it in full below', () => {
  const reason = 'registry.example cannot be reached';
  const out = markdown.render(
    report({
      incomplete: [{ check: 'trust', target: 'app', reason }],
      verdict: {
        outcome: 'fail',
        reasons: ['1 high finding', `the trust check of app could not run: ${reason}`],
      },
    }),
    context(),
  );
  expect(lines(out)[0]).toBe(
    '### ❌ Container check failed: 1 high finding; 1 check could not run',
  );
  expect(out).toContain(`- trust of \`app\`: ${reason}`);
});
