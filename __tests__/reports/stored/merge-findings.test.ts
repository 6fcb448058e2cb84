import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Finding, Status } from '../../../src/core/finding.js';
import { fingerprint } from '../../../src/core/fingerprint.js';
import type { Report } from '../../../src/core/report.js';
import { withVariants } from '../../../src/core/variants.js';
import { mergeReports } from '../../../src/reports/stored/merge-reports.js';
import {
  deserializeReport,
  serializeReport,
} from '../../../src/reports/stored/serialized-report.js';
import { type FindingParts, lint, report } from '../sample.js';

/** In the order in which a comparison gives them the fingerprint of the whole. */
const STATUSES: readonly Status[] = ['existing', 'excepted', 'new', 'fixed'];

function merge(...reports: readonly Report[]): Report {
  const merged = mergeReports(reports.map((one) => serializeReport(one)));
  if (!merged) throw new Error('there is no report');
  return deserializeReport(merged);
}

/** The findings as a set: in sorted order, with sorted lists. */
function asSet({ findings, holders = [], verdict }: Report): unknown {
  const sorted = (list: readonly unknown[]) => list.map((one) => stable(one)).sort();
  return [sorted(findings), sorted(holders), verdict.outcome];
}

/** JSON whose members are in sorted order. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

const legOf = (...findings: readonly Finding[]) => report({ findings });

const one = (status: Status, over: FindingParts = {}) =>
  lint({ fingerprint: fingerprint('one'), status, ...over });

/** A finding in variants, as a comparison divides it. */
function within(status: Status, variants: readonly string[], partOf?: string): Finding {
  const finding = withVariants(one(status), variants);
  if (partOf === undefined) return finding;
  return { ...finding, fingerprint: fingerprint(partOf, ...variants), partOf };
}

const shown = (...legs: readonly Report[]) =>
  merge(...legs).findings.map(({ status, variants }) => `${status} ${variants ?? ''}`.trim());

describe('a finding of several reports', () => {
  it.each<[Status, Status, Status]>([
    ['existing', 'new', 'new'],
    ['excepted', 'new', 'new'],
    ['fixed', 'existing', 'existing'],
    ['excepted', 'existing', 'existing'],
    ['fixed', 'excepted', 'excepted'],
  ])('that is %s in one and %s in another is one finding, %s', (a, b, status) => {
    expect(shown(legOf(one(a)), legOf(one(b)))).toEqual([status]);
    expect(shown(legOf(one(b)), legOf(one(a)))).toEqual([status]);
  });

  it('is new in each variant in which one report says so', () => {
    const root = fingerprint('one');
    const divided = legOf(within('existing', ['a']), within('new', ['b'], root));
    const existing = legOf(within('existing', ['a', 'b']));
    for (const legs of [
      [divided, existing],
      [existing, divided],
    ]) {
      expect(shown(...legs)).toEqual(['existing a', 'new b']);
      expect(merge(...legs).findings.map((f) => [f.fingerprint, f.partOf])).toEqual([
        [root, undefined],
        [fingerprint(root, 'b'), root],
      ]);
    }
    expect(shown(legOf(within('new', ['a', 'b'])), divided)).toEqual(['new a,b']);
    expect(shown(legOf(within('existing', ['a'])), legOf(within('new', ['b'])))).toEqual([
      'existing a',
      'new b',
    ]);
  });

  it('is not fixed in a variant that another report still has', () => {
    const root = fingerprint('one');
    const less = legOf(within('existing', ['a']), within('fixed', ['b'], root));
    expect(shown(less, legOf(within('existing', ['a', 'b'])))).toEqual(['existing a,b']);
    expect(shown(less)).toEqual(['existing a', 'fixed b']);
  });

  it('has one status where it differs in more than that, and is not fixed', () => {
    const other = (status: Status) => legOf(one(status, { message: 'Another message' }));
    expect(shown(other('existing'), legOf(one('new')))).toEqual(['new', 'new']);
    expect(shown(other('fixed'), legOf(one('existing')))).toEqual(['existing']);
  });

  it('is a part of what another report joined it into, which is new if the part is', () => {
    const part = (status: Status) => lint({ fingerprint: fingerprint('part'), status });
    const whole = legOf(one('existing', { joined: [fingerprint('part')] }));
    expect(shown(whole, legOf(part('new')))).toEqual(['new']);
    expect(shown(legOf(part('existing')), whole)).toEqual(['existing']);
    expect(shown(legOf(part('fixed')), whole)).toEqual(['existing']);
  });
});

/** Findings of two problems, one of which can be joined into the other, divided by variants in any way. */
const anyFinding: fc.Arbitrary<readonly Finding[]> = fc
  .record({
    id: fc.constantFrom('one', 'part'),
    isOther: fc.boolean(),
    line: fc.constantFrom(3, 4),
    joins: fc.boolean(),
    includes: fc.boolean(),
    statuses: fc.option(
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(...STATUSES), { minKeys: 1 }),
      { nil: undefined },
    ),
    status: fc.constantFrom(...STATUSES),
  })
  .map(({ id, isOther, line, joins, includes, statuses, status }) => {
    const root = fingerprint(id);
    const whole = lint({
      ...{ fingerprint: root, status, message: isOther ? 'Another message' : 'A message' },
      location: {
        path: 'Dockerfile',
        startLine: line,
        startColumn: 1,
        endLine: line,
        endColumn: 9,
      },
      ...(id === 'one' && joins && { joined: [fingerprint('part')] }),
      ...(id === 'one' && includes && { includes: [fingerprint('part')] }),
    });
    if (!statuses) return [whole];
    const used = STATUSES.filter((each) => Object.values(statuses).includes(each));
    return used.map((each, i): Finding => {
      const variants = Object.keys(statuses).filter((key) => statuses[key] === each);
      const part = withVariants({ ...whole, status: each }, variants);
      return i === 0
        ? part
        : { ...part, fingerprint: fingerprint(root, ...variants), partOf: root };
    });
  });

const anyLeg: fc.Arbitrary<Report> = fc
  .record({
    findings: fc.uniqueArray(anyFinding, {
      maxLength: 2,
      selector: ([f]) => f?.partOf ?? f?.fingerprint,
    }),
    holders: fc.array(
      fc.constantFrom('1', '2').map((id) => ({ id, kind: 'service', sketch: 's', exposure: [] })),
    ),
    outcome: fc.constantFrom('pass' as const, 'fail' as const, 'incomplete' as const),
  })
  .map(({ findings, holders, outcome }) =>
    report({ findings: findings.flat(), holders, verdict: { outcome, reasons: [] } }),
  );

describe('the merge of three reports', () => {
  const ORDERS = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ] as const;

  it('is the same set in all orders and trees', () => {
    fc.assert(
      fc.property(anyLeg, anyLeg, anyLeg, (...legs) => {
        const all = asSet(merge(...legs));
        for (const [i, j, k] of ORDERS) {
          const [a, b, c] = [legs[i], legs[j], legs[k]] as [Report, Report, Report];
          expect(asSet(merge(a, b, c))).toEqual(all);
          expect(asSet(merge(merge(a, b), c))).toEqual(all);
          expect(asSet(merge(a, merge(b, c)))).toEqual(all);
        }
      }),
    );
  });

  it('is new if something is new in one of them, and has each variant once', () => {
    fc.assert(
      fc.property(anyLeg, anyLeg, anyLeg, (...legs) => {
        const merged = merge(...legs).findings;
        const isNew = legs.flatMap(({ findings }) => findings).some((f) => f.status === 'new');
        expect(merged.some(({ status }) => status === 'new')).toBe(isNew);
        const rows = merged.flatMap(({ fingerprint: own, partOf, location, message, variants }) =>
          (variants ?? ['']).map((variant) =>
            [partOf ?? own, location?.startLine, message.split(',')[0], variant].join(' '),
          ),
        );
        expect(rows).toHaveLength(new Set(rows).size);
      }),
    );
  });
});
