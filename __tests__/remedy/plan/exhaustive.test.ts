import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Finding } from '../../../src/core/finding.js';
import { isPassive } from '../../../src/core/passive-remedies.js';
import { SEVERITIES } from '../../../src/core/severity.js';
import { type Choice, chooseSteps } from '../../../src/remedy/plan/choose-steps.js';
import { planContext } from '../../../src/remedy/plan/context.js';
import type { PlanFacts } from '../../../src/remedy/plan/facts.js';
import { clearableFindings } from '../../../src/remedy/plan/options.js';
import { orderSteps, type Weighed } from '../../../src/remedy/plan/order-steps.js';
import { planOf } from '../../../src/remedy/plan/plan-of.js';
import { lint, vulnerability } from '../../reports/sample.js';

/** All plans are compared with every subset of the steps that are possible. */
function subsets<T>(all: readonly T[]): T[][] {
  return Array.from({ length: 2 ** all.length }, (_, mask) =>
    all.filter((_one, i) => mask & (1 << i)),
  );
}

/** How many items a set of options clears. */
const cleared = (choices: readonly Choice<number>[], chosen: readonly string[]) =>
  choices.filter(({ options }) => options.some((option) => chosen.includes(option))).length;

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const choices: fc.Arbitrary<Choice<number>[]> = fc
  .array(
    fc
      .subarray(NAMES, { minLength: 1, maxLength: 4 })
      .chain((list) => fc.shuffledSubarray(list, { minLength: 1 })),
    {
      maxLength: 12,
    },
  )
  .map((lists) => lists.map((options, item) => ({ item, options })));

describe('the chosen steps', () => {
  it('clear every item once, and no fewer steps clear as much', () => {
    fc.assert(
      fc.property(choices, (all) => {
        const dealt = chooseSteps(all);
        expect([...dealt.values()].flat().sort()).toEqual(all.map(({ item }) => item).sort());
        for (const [option, items] of dealt)
          for (const item of items) expect(all[item]?.options).toContain(option);
        for (const some of subsets(NAMES))
          if (some.length < dealt.size) expect(cleared(all, some)).toBeLessThan(all.length);
      }),
    );
  });

  it('are the preferred ones, if as few clear as much', () => {
    const all = [
      { item: 0, options: ['a', 'b'] },
      { item: 1, options: ['a', 'b'] },
    ];
    expect([...chooseSteps(all).keys()]).toEqual(['a']);
    expect([...chooseSteps([...all, { item: 2, options: ['b'] }]).keys()]).toEqual(['b']);
  });

  it('are found for many options, too, and none of them is unnecessary', () => {
    const many = Array.from({ length: 40 }, (_, i) => ({
      item: i,
      options: [`o${i}`, `o${(i + 1) % 40}`, `o${(i * 7) % 40}`],
    }));
    const used = [...chooseSteps(many).keys()];
    expect(cleared(many, used)).toBe(40);
    for (const one of used)
      expect(
        cleared(
          many,
          used.filter((other) => other !== one),
        ),
      ).toBeLessThan(40);
  });
});

describe('the order of the steps', () => {
  /** Two builds, each after some moves of its own, and steps that depend on nothing. */
  const steps: fc.Arbitrary<Weighed<string>[]> = fc
    .record({
      worths: fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 8 }),
      costs: fc.array(fc.constantFrom(1, 1.5, 2, 3, 4), { minLength: 8, maxLength: 8 }),
      moves: fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })),
    })
    .map(({ worths, costs, moves: [first, second] }) => {
      const after = (i: number) => {
        if (i === 2) return ['0', '1'].slice(0, first);
        return i === 5 ? ['3', '4'].slice(0, second) : [];
      };
      return worths.map((worth, i) => ({
        step: `${i}`,
        id: `${i}`,
        worth,
        cost: costs[i] ?? 1,
        after: after(i),
      }));
    });

  it('never clears less for more: no other steps clear more than the first ones, and cost no more', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const order = orderSteps(all).flatMap((id) => all.find((one) => one.id === id) ?? []);
        expect(order).toHaveLength(all.length);
        const isPossible = (some: readonly Weighed<string>[]) =>
          some.every(({ after }) => after.every((id) => some.some((one) => one.id === id)));
        const sum = (some: readonly Weighed<string>[], key: 'worth' | 'cost') =>
          some.reduce((total, one) => total + one[key], 0);
        const possible = subsets(all).filter(isPossible);
        for (let n = 1; n <= order.length; n++) {
          const first = order.slice(0, n);
          expect(isPossible(first)).toBe(true);
          // What is done for the sake of a build is one block with it.
          const isInBlock = order
            .slice(n)
            .some(({ after }) => after.some((id) => first.some((one) => one.id === id)));
          if (isInBlock) continue;
          for (const other of possible)
            if (sum(other, 'cost') <= sum(first, 'cost'))
              expect(sum(other, 'worth')).toBeLessThanOrEqual(sum(first, 'worth'));
        }
      }),
    );
  });
});

describe('a plan', () => {
  const at = (startLine: number, path: string) => ({
    path,
    startLine,
    startColumn: 1,
    endLine: startLine,
    endColumn: 9,
  });
  const IMAGE = 'app';

  /** One of the things that happen to images: in base images with advice, in own layers, in removable parts. */
  const finding = fc
    .record({
      kind: fc.constantFrom('base', 'own', 'npm', 'advice', 'lint', 'unfixed'),
      name: fc.constantFrom('a', 'b', 'c'),
      path: fc.constantFrom('Dockerfile', 'other/Dockerfile'),
      pinned: fc.boolean(),
      id: fc.integer({ min: 1, max: 3 }),
      severity: fc.constantFrom(...SEVERITIES),
    })
    .map(({ kind, name, path, pinned, id, severity }): Finding => {
      const image = pinned ? 'debian:12@sha256:1' : 'debian:12';
      const rule = `CVE-${id}`;
      const base = {
        severity,
        location: at(1, path),
        origin: { kind: 'base-image', image },
      } as const;
      const npm = { image: IMAGE, purl: `pkg:npm/${name}@1.0`, path: `${path}/${name}` };
      const options = [{ reference: 'debian:13', kind: 'line' }];
      const cases: Record<typeof kind, () => Finding> = {
        base: () => vulnerability(rule, name, base),
        own: () => vulnerability(rule, name, { severity, location: at(id, path) }),
        npm: () => vulnerability(rule, name, { severity, location: at(5, path), subject: npm }),
        advice: () =>
          lint({
            rule: 'BASE-IMAGE',
            check: 'hardening',
            location: at(1, path),
            details: { base: image, options },
          }),
        lint: () => lint({ rule: `PS00${id}`, severity, location: at(id, path) }),
        unfixed: () => vulnerability(rule, name, { ...base, details: { fixed: null } }),
      };
      return cases[kind]();
    });
  const facts: fc.Arbitrary<PlanFacts> = fc
    .tuple(fc.subarray(['a', 'b', 'c']), fc.subarray(['a', 'b', 'c']))
    .map((parts) => ({
      removable: parts.map((names, i) => ({
        image: IMAGE,
        name: `part ${i}`,
        purls: new Set(names.map((name) => `pkg:npm/${name}@1.0`)),
        notes: [],
      })),
    }));

  it('of a small case has no more steps than the fewest that clear as much', () => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 14 }), facts, (all, known) => {
        const findings = all.map((one, i) => ({ ...one, fingerprint: `${i}` }));
        const input = { findings, targets: [], rules: new Map(), facts: known };
        const active = planOf(input).steps.filter(({ remedy }) => !isPassive(remedy));
        const lists = clearableFindings(planContext(input))
          .map(({ options }) => options.filter(({ remedy }) => !isPassive(remedy)))
          .filter((options) => options.length > 0)
          .map((options) => options.map(({ id }) => id));
        const possible = [...new Set(lists.flat())];
        fc.pre(possible.length <= 12);
        for (const some of subsets(possible))
          if (lists.every((list) => list.some((id) => some.includes(id))))
            expect(active.length).toBeLessThanOrEqual(some.length);
      }),
    );
  });
});
