import { describe, expect, it, test } from '@jest/globals';
import type { ClearedCounts, PlanStep } from '../../src/core/plan.js';
import { html } from '../../src/reports/formats/html.js';
import { textFormat } from '../../src/reports/formats/text.js';
import {
  describePlan,
  formatCleared,
  idsOfStep,
  placeOfStep,
  placesOfStep,
  stepFor,
  stepPlace,
} from '../../src/reports/plan-text.js';
import { context, lint, report } from './sample.js';

const NONE: ClearedCounts = {
  ...{ critical: 0, high: 0, medium: 0, low: 0, info: 0 },
  ...{ malicious: 0, exploited: 0 },
};

const step = (n: number, over: Partial<PlanStep> = {}): PlanStep => ({
  id: `edit ${n}`,
  remedy: 'edit',
  title: `do ${n}`,
  findings: [`f${n}`],
  clears: { ...NONE, high: 1 },
  risk: 'none',
  safe: false,
  after: [],
  notes: [],
  ...over,
});

const EDIT = { kind: 'image', path: 'a', line: 1, from: 'b', to: 'c' } as const;

test.each([
  ['DL3008', 'Dockerfile:3', ' (DL3008 at Dockerfile:3)'],
  [undefined, 'Dockerfile:3', ' (Dockerfile:3)'],
  ['DL3008', undefined, ' (DL3008)'],
  [undefined, undefined, ''],
])('rule %s and place %s are in one pair of parentheses', (rule, place, text) => {
  expect(stepPlace(rule, place)).toBe(text);
});

test.each([
  [{ critical: 1 }, '1 critical finding'],
  [{ high: 3 }, '3 high findings'],
  [{ critical: 1, high: 2 }, '3 findings (1 critical, 2 high)'],
  [{ critical: 1, exploited: 1 }, '1 critical finding, known to be exploited'],
  [{ high: 3, exploited: 1 }, '3 high findings, 1 of them known to be exploited'],
  [{ critical: 1, malicious: 1 }, '1 critical finding'],
])('%j is written as: %s', (counts, expected) => {
  expect(formatCleared({ ...NONE, ...counts })).toBe(expected);
});

describe('the plan', () => {
  it('shows at most five steps, and counts all', () => {
    const steps = [1, 2, 3, 4, 5, 6, 7].map((n) => step(n));
    const text = describePlan({ plan: { steps } });
    expect(text?.summary).toBe('7 steps clear 7 of 7 findings');
    expect(text?.steps.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5].map((n) => `edit ${n}`));
    expect(text?.rest.map(({ id }) => id)).toEqual(['edit 6', 'edit 7']);
  });

  it('has what is the same to do once, with its places', () => {
    const at = (n: number, line: number, over: Partial<PlanStep> = {}) =>
      step(n, { title: 'pin it', rule: 'R', path: 'Dockerfile', line, ...over });
    const steps = [at(1, 3), at(2, 7), step(3), at(4, 9), at(5, 11), at(6, 13, { risk: 'major' })];
    const text = describePlan({ plan: { steps } });
    expect(text?.summary).toBe('6 steps clear 6 of 6 findings');
    const all = [...(text?.steps ?? []), ...(text?.rest ?? [])];
    expect(all.map((one) => [one.id, ...one.others.map(({ id }) => id)])).toEqual([
      ['edit 1', 'edit 2', 'edit 4', 'edit 5'],
      ['edit 3'],
      // Another risk is another step.
      ['edit 6'],
    ]);
    const [first] = all;
    expect(first?.effect).toBe('clears 4 high findings');
    expect(first && placesOfStep(first, placeOfStep)).toBe(
      'Dockerfile:3, Dockerfile:7, Dockerfile:9, Dockerfile:11',
    );
    // Each id does the step of one place.
    expect(first && idsOfStep(first, (id) => id)).toBe('edit 1, edit 2, edit 4, edit 5');
    const shown = report({ plan: { steps } });
    for (const format of [html, textFormat])
      for (const { id } of steps)
        expect([format.id, format.render(shown, context({ complete: true }))]).toEqual([
          format.id,
          expect.stringContaining(id),
        ]);
  });

  it('sets apart what clears nothing new, and what cannot be done about something new', () => {
    const wait = (n: number) => step(n, { remedy: 'wait', title: `wait for ${n}` });
    const steps = [step(1), step(2), wait(3), wait(4)];
    const text = describePlan(
      { plan: { steps } },
      { fingerprints: new Set(['f1', 'f3']), noun: 'new finding' },
    );
    const ids = (some: readonly { readonly id: string }[] = []) => some.map(({ id }) => id);
    expect(ids(text?.steps)).toEqual(['edit 1']);
    expect(ids(text?.later)).toEqual(['edit 2']);
    expect(ids(text?.passive)).toEqual(['edit 3', 'edit 4']);
    expect(ids(text?.passiveNow)).toEqual(['edit 3']);
  });

  it('summarizes the other steps by their file', () => {
    const low = { clears: { ...NONE, low: 1 } };
    const paths = ['a', 'a', 'b', 'c', 'd', 'e', undefined];
    const steps = paths.map((path, n) => step(n, { ...low, ...(path !== undefined && { path }) }));
    expect(describePlan({ plan: { steps } })?.summaries).toEqual([
      'a: 2 steps clear 2 low findings',
      'others: 5 steps clear 5 low findings',
    ]);
  });

  it('shows what clears nothing of medium severity only before a step that does', () => {
    const low = { clears: { ...NONE, low: 4 } };
    const steps = [step(1, low), step(2), step(3, low), step(4, low)];
    expect(describePlan({ plan: { steps } })?.steps.map(({ id }) => id)).toEqual([
      ...['edit 1', 'edit 2'],
    ]);
  });

  it('shows no step that clears nothing urgent', () => {
    const text = describePlan(
      { plan: { steps: [step(1), step(2)] } },
      { fingerprints: new Set(['f1']), noun: 'new finding' },
    );
    expect(text?.steps.map(({ title }) => title)).toEqual(['Do 1']);
    expect(text?.summary).toBe(
      '1 step clears 1 of 1 new finding; 1 more step clears the other findings',
    );
  });

  it('counts a step whose findings are not shown, and does not show it', () => {
    const findings = [lint({ fingerprint: 'f1' })];
    const text = describePlan({ plan: { steps: [step(1), step(2)] } }, undefined, {
      findings,
      reasons: [],
    });
    expect(text?.summary).toBe('2 steps clear 2 of 2 findings');
    expect(text?.steps.map(({ id }) => id)).toEqual(['edit 2']);
  });

  it('has what nobody can do anything about apart', () => {
    const waiting = step(2, { remedy: 'wait', title: 'wait for fixes of Debian' });
    const ignored = step(3, { remedy: 'not-affected' });
    const text = describePlan({ plan: { steps: [step(1), waiting, ignored] } });
    expect(text?.summary).toBe('1 step clears 1 of 2 findings');
    expect(text?.passive.map(({ title, effect }) => `${title}: ${effect}`)).toEqual([
      'Wait for fixes of Debian: 1 high finding',
      'Do 3: 1 high finding',
    ]);
  });

  it('says that no step clears anything', () => {
    const plan = { steps: [step(1, { remedy: 'wait' })] };
    expect(describePlan({ plan })?.summary).toBe('no step clears any of 1 finding');
  });

  it.each([
    [
      { of: 'main', promised: 37, cleared: 37, left: [] },
      'The done steps of the plan of main promised to clear 37 findings, and cleared 37.',
    ],
    [
      { of: 'main', promised: 3, cleared: 3, more: 2, left: [] },
      'The done steps of the plan of main promised to clear 3 findings, and cleared 3; 2 more went with them.',
    ],
    [
      { of: 'main', promised: 3, cleared: 3, unchecked: 2, left: [] },
      'The done steps of the plan of main promised to clear 3 findings, and cleared 3. Besides, 2 steps are done. This run did not look for these findings, so it is not known whether they are gone.',
    ],
    [
      { of: 'main', promised: 0, cleared: 0, unchecked: 1, left: [] },
      'Of the plan of main, 1 step is done. This run did not look for these findings, so it is not known whether they are gone.',
    ],
    [
      { of: 'main', promised: 3, cleared: 2, left: [{ finding: 'f', reason: 'CVE-1 waits' }] },
      'The done steps of the plan of main promised to clear 3 findings, and cleared 2. Left: CVE-1 waits.',
    ],
    [
      {
        ...{ of: 'main', promised: 5, cleared: 1 },
        left: ['a: build', 'b: build', 'c: build', 'd: wait'].map((reason) => ({
          ...{ finding: reason, reason },
        })),
      },
      'The done steps of the plan of main promised to clear 5 findings, and cleared 1. Left: a, b and 1 more: build; d: wait.',
    ],
  ])('says what became of an earlier one %#', (proof, text) => {
    expect(describePlan({ plan: { steps: [], proof } })?.proof).toBe(text);
  });

  it('is absent if there is nothing to clear, and in reports without one', () => {
    expect(describePlan({ plan: { steps: [] } })).toBeUndefined();
    expect(describePlan({})).toBeUndefined();
  });

  it('has the notes of all settings of a service, and counts more', () => {
    const notes = Array.from({ length: 12 }, (_, i) => `A-${i}: set it.`);
    const shown = (some: readonly string[]) =>
      describePlan({ plan: { steps: [step(1, { notes: some })] } })?.steps[0]?.notes;
    expect(shown(notes.slice(0, 9))).toEqual(notes.slice(0, 9));
    expect(shown(notes)).toEqual([...notes.slice(0, 10), 'And 2 more, which portside fix lists.']);
  });

  it('does not name the file in a title, since its place follows', () => {
    const plan = { steps: [step(1, { title: 'upgrade a in x/y.txt', path: 'x/y.txt', line: 2 })] };
    expect(describePlan({ plan })?.steps[0]).toMatchObject({
      ...{ title: 'Upgrade a', path: 'x/y.txt', line: 2 },
    });
  });

  it.each([
    ['savedBytes', { savedBytes: 40_000_000 }, ['saves 40 MB', 'by hand']],
    ['a major version', { risk: 'major' }, ['major version', 'by hand']],
    ['musl', { risk: 'libc' }, ['another C library', 'by hand']],
    ['a build', { change: { kind: 'rebuild', command: ['a'] }, safe: true }, ['by hand']],
    ['an edit', { change: EDIT, safe: true }, ['safe']],
    ['a choice', { change: EDIT }, ['you decide']],
  ] as const)('names %s', (_, over, facts) => {
    expect(describePlan({ plan: { steps: [step(1, over)] } })?.steps[0]?.facts).toEqual(facts);
  });
});

test('a headline has no step that only waits, or clears nothing that matters', () => {
  const of = (...steps: PlanStep[]) => stepFor({ plan: { steps } }, { fingerprint: 'f1' })?.title;
  expect(of(step(2), step(1))).toBe('Do 1');
  expect(of(step(1, { remedy: 'wait' }))).toBeUndefined();
  expect(of(step(1, { clears: { ...NONE, low: 9 } }))).toBeUndefined();
  expect(of(step(2))).toBeUndefined();
});
