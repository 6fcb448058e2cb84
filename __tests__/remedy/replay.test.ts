import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Plan, PlanChange } from '../../src/core/plan.js';
import { type LoopbackRegistry, loopbackRegistry } from '../registry/loopback.js';
import { sample } from '../sample.js';
import { afterStep, replay } from './replay-build.js';
import { CASES } from './replay-cases.js';

const folder = mkdtempSync(join(tmpdir(), 'portside-replay-'));
let registry: LoopbackRegistry;
beforeAll(async () => {
  registry = await loopbackRegistry();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await registry.close();
});

/** The plan of each case, which is made once. */
const plans = new Map<string, Promise<Plan | undefined>>();

function planOf(name: string): Promise<Plan | undefined> {
  const known = plans.get(name);
  if (known) return known;
  const made = CASES[name]?.make();
  if (!made) throw new Error(name);
  const place = join(folder, String(plans.size));
  const plan = replay(place, made, registry).then((report) => report.plan);
  plans.set(name, plan);
  return plan;
}

/** The others run in npm run test:full. */
const CHOSEN = sample(Object.keys(CASES), 3);

test.each(CHOSEN.map((name) => [name, CASES[name]?.remedy] as const))(
  'the plan for %s begins with: %s',
  async (name, remedy) => {
    const one = CASES[name];
    if (!one) throw new Error(name);
    const plan = await planOf(name);
    const [first] = plan?.steps ?? [];
    expect({
      remedy: first?.remedy,
      title: first?.title,
      notes: first?.notes.join(' '),
      change: changedTo(first?.change),
    }).toEqual({
      remedy,
      title: expect.stringMatching(one.title),
      notes: expect.stringMatching(one.note ?? ANY),
      change: expect.stringMatching(one.change ?? ANY),
    });
  },
);

test.each(CHOSEN.flatMap((name, number) => (CASES[name]?.after ? [[name, number] as const] : [])))(
  'the first step for %s clears what it promises',
  async (name, number) => {
    const { make, after } = CASES[name] ?? {};
    if (!make || !after) throw new Error(name);
    const plan = await planOf(name);
    const { findings } = await replay(
      join(folder, `${number}-after`),
      afterStep(make(), after),
      registry,
    );
    const promised = plan?.steps[0]?.findings ?? [];
    expect(promised).not.toHaveLength(0);
    const left = findings.filter(({ fingerprint }) => promised.includes(fingerprint));
    expect(left.map(({ message }) => message)).toEqual([]);
  },
);

const ANY = /^/;

function changedTo(change: PlanChange | undefined): string {
  return change && 'to' in change ? change.to : '';
}
