import { describe, expect, it } from '@jest/globals';
import { fingerprint } from '../../../src/core/fingerprint.js';
import { type CommentState, decodeState } from '../../../src/github/publish/comment-state.js';
import { fitState } from '../../../src/github/publish/state-size.js';
import { headline } from '../../../src/reports/headline.js';
import { joinResults } from '../../../src/reports/joined-report.js';
import {
  createJobResult,
  type JobResult,
  readJobResult,
} from '../../../src/reports/stored/job-result.js';
import { context, lint, report, vulnerability } from '../../reports/sample.js';

/** The result of a job with findings in an image and in the repository. */
function resultOf(index: number, total: number, count: number): JobResult {
  const image = `registry.example/a/long/name/of-an-image-${index}:1`;
  const inImage = Array.from({ length: count }, (_, n) =>
    vulnerability(`CVE-2026-${index}${n}`, `package-${n}`, {
      severity: index === 1 && n < 10 ? 'critical' : 'low',
      subject: { image },
      fingerprint: fingerprint(image, String(n)),
    }),
  );
  const inRepository = Array.from({ length: count }, (_, n) =>
    lint({ rule: `R${n}`, status: 'existing', fingerprint: fingerprint('lint', String(n)) }),
  );
  const targets = [{ kind: 'image', name: image } as const];
  const findings = [...inImage, ...inRepository];
  const baseline = { with: ['main'], missing: [] };
  const complete = report({ targets, findings, baseline, incomplete: [], coverage: [] });
  return createJobResult(complete, context(), { index, total });
}

function stored(jobs: number, count: number) {
  const results = Array.from({ length: jobs }, (_, index) => resultOf(index, jobs, count));
  const parts = results.map((content, i) => [`${i}`, { id: `${i}`, at: 1, content }] as const);
  const state: CommentState<JobResult> = { run: 1, parts: new Map(parts) };
  const text = fitState(state);
  const read = decodeState(text, readJobResult);
  return { text, results: [...(read?.parts.values() ?? [])].map(({ content }) => content) };
}

describe('the state of a comment', () => {
  it.each([
    [1, 20, 6_000],
    [1, 1_000, 6_000],
    [3, 40, 18_000],
    [30, 200, 20_000],
    [200, 30, 25_000],
  ])(
    'of %i jobs with %i findings has the verdicts, all numbers and the ten most urgent findings',
    (jobs, count, most) => {
      const { text, results } = stored(jobs, count);
      expect(text.length).toBeLessThanOrEqual(most);
      expect(results).toHaveLength(jobs);
      const { report: joined, context: facts } = joinResults(results);
      const { omitted, jobs: rows } = facts.joined ?? {};
      expect(rows?.map(({ outcome }) => outcome)).toEqual(Array(jobs).fill('fail'));
      for (const { counts } of rows ?? [])
        expect([counts.new.total, counts.existing.total]).toEqual([count, count]);
      const added = joined.findings.filter(({ status }) => status === 'new');
      expect(added.length + (omitted?.new.total ?? 0)).toBe(jobs * count);
      if (jobs > 1) {
        const critical = added.filter(({ severity }) => severity === 'critical');
        expect(critical).toHaveLength(10);
        expect(headline(joined, { ...context(), ...facts })).toContain('10 new critical');
      }
    },
  );

  it('counts a finding of the repository once if there is room for its fingerprint', () => {
    const { results } = stored(3, 90);
    const { report: joined, context: facts } = joinResults(results);
    const existing = joined.findings.filter(({ status }) => status === 'existing').length;
    expect(existing + (facts.joined?.omitted.existing.total ?? 0)).toBe(90);
  });
});

describe('a result in a comment', () => {
  const valid = createJobResult(report(), context(), { index: 0, total: 1 });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'passed'],
    ['no report', { ...valid, report: undefined }],
    ['a report of another schema', { ...valid, report: { schema: 'x' } }],
    [
      'a verdict that does not exist',
      { ...valid, report: { ...valid.report, verdict: { outcome: 'great', reasons: [] } } },
    ],
    ['a negative position', { ...valid, index: -1 }],
  ])('is not read from %s', (_, value) => {
    expect(readJobResult(value)).toBeUndefined();
  });

  it('is read without counts that are not valid', () => {
    const omitted = [
      { list: 'new', severity: 'high', count: 2, shared: 'abcd0123' },
      { list: 'other', severity: 'high', count: 2, shared: '' },
      { list: 'new', severity: 'awful', count: 2, shared: '' },
      { list: 'new', severity: 'high', count: 1e300, shared: '' },
      null,
    ];
    expect(readJobResult({ ...valid, omitted })?.omitted).toEqual(omitted.slice(0, 1));
  });
});
