import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Check } from '../../../src/core/finding.js';
import { fingerprint } from '../../../src/core/fingerprint.js';
import type { Outcome, Report } from '../../../src/core/report.js';
import { baselineContext } from '../../../src/reports/format.js';
import { json, jsonDocument } from '../../../src/reports/formats/json.js';
import { markdown } from '../../../src/reports/formats/markdown.js';
import { mergeReports } from '../../../src/reports/stored/merge-reports.js';
import { readSerializedReport } from '../../../src/reports/stored/read-report.js';
import {
  deserializeReport,
  serializeReport,
} from '../../../src/reports/stored/serialized-report.js';
import { context, lint, packageNamed, report, vulnerability } from '../sample.js';

function jobReport(image: string, outcome: Outcome, reason: string): Report {
  return report({
    targets: [
      { kind: 'dockerfile', name: 'Dockerfile' },
      { kind: 'image', name: image },
    ],
    findings: [lint(), vulnerability('CVE-2024-0001', 'zlib', { subject: { image } })],
    verdict: { outcome, reasons: [reason] },
  });
}

/** Merges reports by way of their files. */
function merge(...reports: readonly Report[]): Report {
  const serialized = reports.map((one) =>
    readSerializedReport(Buffer.from(json.render(one, context())), 'r'),
  );
  const merged = mergeReports(serialized);
  if (!merged) throw new Error('none');
  const written = Buffer.from([...jsonDocument(merged)].join(''));
  return deserializeReport(readSerializedReport(written, 'merged'));
}

const [app, worker, cron] = [
  jobReport('app', 'pass', 'a'),
  jobReport('worker', 'incomplete', 'b'),
  jobReport('cron', 'fail', 'c'),
];

describe('mergeReports', () => {
  it('keeps equal findings of several jobs once, and the findings of each image', () => {
    const merged = merge(app, worker);
    expect(merged.targets.map((t) => t.name)).toEqual(['Dockerfile', 'app', 'worker']);
    expect(merged.findings.map((f) => [f.rule, f.subject?.image])).toEqual([
      ['DL3008', undefined],
      ['CVE-2024-0001', 'app'],
      ['CVE-2024-0001', 'worker'],
    ]);
  });

  it('has not passed with a report that checked nothing: it may be a list of packages', () => {
    const checked = jobReport('app', 'pass', 'a');
    expect(merge(checked, { ...checked, coverage: [] }).verdict).toEqual({
      outcome: 'incomplete',
      reasons: ['a', 'no check looked at the targets, only their packages are listed'],
    });
    expect(merge({ ...checked, targets: [], coverage: [] }).verdict.outcome).toBe('pass');
  });

  it('has the time of the oldest report', () => {
    const [old, newer] = ['2026-11-25T01:00:00.000Z', '2026-11-26T01:00:00Z'];
    const dated = [{ ...app, created: newer }, { ...worker, created: old }, cron] as const;
    expect(merge(...dated).created).toBe(old);
    expect(merge(dated[2], merge(dated[0], dated[1])).created).toBe(old);
    expect(merge(app, cron)).not.toHaveProperty('created');
  });

  it('keeps findings with the same fingerprint and different messages', () => {
    const other = {
      ...cron,
      findings: cron.findings.map((f) => ({ ...f, message: 'Another message' })),
    };
    expect(merge(app, cron, other, cron, other).findings.map((f) => f.message)).toEqual([
      ...app.findings.map((f) => f.message),
      cron.findings[1]?.message,
      'Another message',
      'Another message',
    ]);
  });

  it.each<[string, Report[], Outcome]>([
    ['fail', [app, cron, worker], 'fail'],
    ['incomplete', [app, worker], 'incomplete'],
    ['pass', [app, app], 'pass'],
  ])('has the worst verdict: %s', (_, reports, outcome) => {
    expect(merge(...reports).verdict.outcome).toBe(outcome);
  });

  it('keeps the baseline of each job, and why one has none', () => {
    const main = { baseline: { with: ['main at 0a1b2c3d'], missing: [] } };
    const [a, b, c] = [
      { ...app, ...main },
      { ...worker, ...main },
      { ...cron, baseline: { with: [], missing: ['no run on main has saved one yet'] } },
    ];
    const merged = merge(a, b, c);
    expect(merged.baseline).toEqual({
      with: ['main at 0a1b2c3d'],
      missing: ['no run on main has saved one yet'],
    });
    expect(merge(app, worker)).not.toHaveProperty('baseline');
    const text = markdown.render(merged, { ...context(), ...baselineContext(merged) });
    expect(text).toContain('compared with `main at 0a1b2c3d`');
    expect(text).toContain('(no run on main has saved one yet)');
  });

  it('returns a single report unchanged, and undefined for none', () => {
    expect(merge(app)).toEqual(app);
    expect(mergeReports([])).toBeUndefined();
  });

  const words = fc.constantFrom('app', 'worker', 'a’b', 'x\u202ey');
  const anyReport = fc.record({
    targets: fc.array(fc.record({ kind: fc.constant('image' as const), name: words })),
    packages: fc.array(words.map((name) => packageNamed(name))),
    findings: fc.array(
      fc.record({ rule: words, message: words }).map((over) => lint({ ...over, aliases: [] })),
    ),
    incomplete: fc.array(
      fc.record({ check: fc.constant('trust' as const), target: words, reason: words }),
    ),
    notes: fc.array(fc.record({ message: words })),
    verdict: fc.record({
      outcome: fc.constantFrom('pass' as const, 'fail' as const, 'incomplete' as const),
      reasons: fc.array(words),
    }),
    baseline: fc.option(fc.record({ with: fc.array(words), missing: fc.array(words) }), {
      nil: undefined,
    }),
    scope: fc.option(fc.constant('changes' as const), { nil: undefined }),
    policyChange: fc.option(fc.array(words, { minLength: 1 }), { nil: undefined }),
    addedSuppressions: fc.option(fc.array(words, { minLength: 1 }), { nil: undefined }),
    repositories: fc.option(
      fc.array(fc.constantFrom('acme/app', 'acme/worker'), { minLength: 1 }),
      { nil: undefined },
    ),
    commits: fc.option(
      fc.array(fc.constantFrom('a'.repeat(40), 'b'.repeat(40)), { minLength: 1 }),
      { nil: undefined },
    ),
  });

  it('is associative, and merging a report with itself adds nothing', () => {
    fc.assert(
      fc.property(anyReport, anyReport, anyReport, (...parts) => {
        const [a, b, c] = parts.map((part) => report(JSON.parse(JSON.stringify(part)))) as [
          Report,
          Report,
          Report,
        ];
        const all = merge(a, b, c);
        expect(merge(merge(a, b), c)).toEqual(all);
        expect(merge(a, merge(b, c))).toEqual(all);
        expect(merge(all, all)).toEqual(all);
        expect(merge(all, a)).toEqual(all);
        expect(all.scope).toBe([a, b, c].find(({ scope }) => scope)?.scope);
      }),
    );
  });
});

describe('deserializeReport', () => {
  it('restores a serialized report', () => {
    expect(deserializeReport(serializeReport(app))).toEqual(app);
  });
});

describe('a finding about an entry of the policy that matched nothing', () => {
  const entry = (about: string) => ({
    ...lint(),
    rule: 'PSP002',
    check: 'policy' as const,
    fingerprint: fingerprint(about),
    details: { about },
  });
  const job = (checks: readonly Check[], ...entries: ReturnType<typeof entry>[]) =>
    report({
      findings: entries,
      coverage: checks.map((check) => ({ check, target: 't', state: 'checked' })),
    });
  const rulesOf = (...reports: readonly Report[]) =>
    merge(...reports).findings.map((finding) => finding.fingerprint);

  it('is kept if the entry matched nothing in all jobs that ran its check', () => {
    const trust = entry('trust');
    expect(rulesOf(job(['trust'], trust), job(['trust'], trust), job(['lint']))).toEqual([
      fingerprint('trust'),
    ]);
  });

  it('is left out if the entry matched in a job that ran its check', () => {
    const trust = entry('trust');
    const [unmatched, matched, other] = [job(['trust'], trust), job(['trust']), job(['lint'])];
    expect(rulesOf(unmatched, matched)).toEqual([]);
    expect(rulesOf(matched, unmatched)).toEqual([]);
    expect(rulesOf(merge(unmatched, other), matched)).toEqual([]);
    expect(rulesOf(unmatched, merge(matched, other))).toEqual([]);
  });

  it('is kept if its details do not say what it is about', () => {
    const unclear = { ...entry('trust'), details: { about: JSON.parse('{"toString":""}') } };
    expect(rulesOf(job(['trust'], unclear), job(['trust']))).toHaveLength(1);
  });

  it('may be about several checks', () => {
    const both = entry('lint, manifest');
    expect(rulesOf(job(['lint', 'manifest'], both), job(['manifest']))).toEqual([]);
    expect(rulesOf(job(['lint', 'manifest'], both), job(['secret']))).toHaveLength(1);
  });
});

it('says of each rule that is not shown how many findings the job with the most has', () => {
  const job = (...notShown: NonNullable<Report['notShown']>) => ({ ...report(), notShown });
  const merged = merge(
    job({ rule: 'DL3008', count: 2 }, { rule: 'DL3059', count: 1 }),
    job({ rule: 'DL3008', count: 3 }),
    report(),
  );
  expect(merged.notShown).toEqual([
    { rule: 'DL3008', count: 3 },
    { rule: 'DL3059', count: 1 },
  ]);
});
